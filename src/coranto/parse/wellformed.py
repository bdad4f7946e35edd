"""Make tags well-formed: close leaves and items that would swallow the items after them, quote attribute values."""

import re

from coranto.parse import blank
from coranto.text import tags

_TOKEN = re.compile(
    r"""<(/?)([A-Za-z_][\w:.-]{0,80})((?:\s(?:"[^"<]*"|'[^'<]*'|[^<>"'])*)?|/)>"""
)  # a closing slash, the name, the attributes
_CONTAINERS = frozenset(
    ["item", "entry", "channel", "feed", "rss", "rdf", "url", "urlset", "sitemap", "sitemapindex", "image", "source"]
)
# Leaves of a feed: they contain text or nothing, never another element of the feed.
_LEAVES = frozenset(
    [
        "link", "enclosure", "title", "guid", "pubdate", "id", "updated", "published", "modified", "issued", "author",
        "creator", "date", "comments", "category", "language", "ttl", "generator", "docs", "copyright", "thumbnail",
        "managingeditor", "webmaster", "lastbuilddate", "loc", "lastmod", "origlink",
    ]
)  # fmt: skip
# These hold other elements, or only an address (``<itunes:image href="...">``): then they are leaves.
_MAY_HOLD = frozenset(["content", "image"])
_ITEMS = frozenset(["item", "entry"])
_ADDRESS = re.compile(r"\s(?:href|url|term|src)\s*=", re.IGNORECASE)
_BARE_VALUE = re.compile(r"""(\s[\w:.-]{1,80}\s*=\s*)(?:("[^"<>]*"|'[^'<>]*')|([^\s"'<>=/][^\s"'<>]*?)(?=\s|/?>))""")
_NEAR = 12  # tags after a leaf among which its misspelt end is searched


def close_leaves(text: str) -> str:
    """Close leaves and items of a feed and void elements of HTML that are left open.

    A leaf with an address in its attributes becomes empty; one with text ends where the next tag begins, or at a
    closing tag that was never opened (``<language>en</langauge>``). Closed elements are unchanged; CDATA sections are
    skipped.
    """
    if not _suspicious(text):
        return text
    tokens = list(_TOKEN.finditer(blank.out(text, ("<![CDATA[", "]]>"), ("<!--", "-->"))))
    begun = {token[2] for token in tokens if not token[1]}
    edits: list[tuple[int, int, str]] = []
    for place, token in enumerate(tokens):
        name = token[2]
        local = name.rpartition(":")[2].lower()
        void = local in tags.VOID and local != "link"
        leaf = void or local in _LEAVES or (local in _MAY_HOLD and _ADDRESS.search(token[3]))
        if token[1] or token[3].endswith("/") or not leaf or _is_closed(tokens, place):
            continue
        if void or _ADDRESS.search(token[3]):
            edits.append((token.end() - 1, token.end() - 1, "/"))
        elif wrong := _misspelt(tokens, place, begun):
            edits.append((*wrong.span(), f"</{name}>"))
        else:
            end = tokens[place + 1].start() if place + 1 < len(tokens) else len(text)
            edits.append((end, end, f"</{name}>"))
    edits += _unclosed_items(tokens)
    parts, at = [], 0
    for start, end, what in sorted(edits):  # no two overlap, but what stands within a leaf is found after its end
        parts += [text[at:start], what]
        at = end
    return "".join(parts) + text[at:]


def _unclosed_items(tokens: list[re.Match[str]]) -> list[tuple[int, int, str]]:
    """Close an item before the next one begins, or the feed ends: items do not contain items."""
    edits, left = [], None
    for token in tokens:
        local = token[2].rpartition(":")[2].lower()
        if local in _ITEMS and not token[3].endswith("/"):
            if left and not token[1]:
                edits.append((token.start(), token.start(), f"</{left}>"))
            left = None if token[1] else token[2]
        elif left and token[1] and local in ("channel", "feed", "rss", "rdf"):
            edits.append((token.start(), token.start(), f"</{left}>"))
            left = None
    return edits


def quote_values(text: str) -> str:
    """Put quotation marks around the values of attributes that have none (``version=2.0``), outside CDATA sections."""
    bare = blank.out(text, ("<![CDATA[", "]]>"), ("<!--", "-->"))
    parts, at = [], 0
    for match in re.finditer(r"<[A-Za-z_][^<>]*>", bare):
        if "=" not in match[0]:
            continue
        quoted = _BARE_VALUE.sub(lambda m: m[0] if m[2] else f'{m[1]}"{m[3]}"', match[0])
        if quoted != match[0]:
            parts += [text[at : match.start()], quoted]
            at = match.end()
    return "".join(parts) + text[at:]


def _suspicious(text: str) -> bool:
    """Whether a leaf is opened more often than closed: a cheap check before the full scan."""
    for local in (*_LEAVES, *_MAY_HOLD, *_ITEMS, *tags.VOID):
        opened = closed = 0
        for match in re.finditer(rf"<(/?)(?:[\w.-]+:)?{local}(?=[\s>/])[^<>]*?(/?)>", text, re.IGNORECASE):
            if match[1]:
                closed += 1
            elif not match[2]:
                opened += 1
        if opened > closed:
            return True
    return False


def _is_closed(tokens: list[re.Match[str]], place: int) -> bool:
    """Whether the next tag with the same name is a closing tag, within the same item."""
    name = tokens[place][2]
    for token in tokens[place + 1 : place + 200]:
        if token[2] == name:
            return bool(token[1])
        if token[2].rpartition(":")[2].lower() in _CONTAINERS:
            return False
    return False


def _misspelt(tokens: list[re.Match[str]], place: int, begun: set[str]) -> re.Match[str] | None:
    """Find the end of a leaf under a misspelt name: a closing tag that nothing opened, before the next leaf."""
    for token in tokens[place + 1 : place + _NEAR]:
        local = token[2].rpartition(":")[2].lower()
        if token[1] and token[2] not in begun:
            return token
        if local in _CONTAINERS or (local in _LEAVES and not token[1]):
            return None
    return None
