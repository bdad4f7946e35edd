"""Elements that were not closed: links and other leaves that would swallow the items after them."""

import re

from coranto.parse import blank
from coranto.text import tags

_TOKEN = re.compile(
    r"""<(/?)([A-Za-z_][\w:.-]{0,80})((?:\s(?:"[^"<]*"|'[^'<]*'|[^<>"'])*)?|/)>"""
)
_CONTAINERS = frozenset("item entry channel feed rss rdf url urlset sitemap sitemapindex image textinput source".split())
# Leaves of a feed: they hold text or nothing, never another element of the feed.
_LEAVES = frozenset(
    """
    link enclosure title guid pubdate id updated published modified issued author creator date comments category
    language ttl generator docs copyright managingeditor webmaster lastbuilddate thumbnail loc lastmod thumb origlink
    """.split()
)
_ADDRESS = re.compile(r"\s(?:href|url|term|src)\s*=", re.IGNORECASE)


def close(text: str) -> str:
    """Close leaves of a feed and void elements of HTML that were left open.

    A leaf with an address in its attributes becomes empty; one with text ends where the next tag begins. Elements that
    are closed stay as they are; CDATA sections are not looked into.
    """
    if not _suspicious(text):
        return text
    tokens = list(_TOKEN.finditer(blank.out(text, ("<![CDATA[", "]]>"), ("<!--", "-->"))))
    added: list[tuple[int, str]] = []
    for place, token in enumerate(tokens):
        name = token[2]
        local = name.rpartition(":")[2].lower()
        if token[1] or token[3].endswith("/") or not (local in _LEAVES or local in tags.VOID):
            continue
        if _is_closed(tokens, place, name):
            continue
        if local in tags.VOID and local != "link" or _ADDRESS.search(token[3]):
            added.append((token.end() - 1, "/"))
        elif local in _LEAVES:
            end = tokens[place + 1].start() if place + 1 < len(tokens) else len(text)
            added.append((end, f"</{name}>"))
    parts, at = [], 0
    for where, what in added:
        parts += [text[at:where], what]
        at = where
    return "".join(parts) + text[at:]


def _suspicious(text: str) -> bool:
    """Whether some leaf is opened more often than it is closed: a cheap look, before the whole is taken apart."""
    for local in (*_LEAVES, *tags.VOID):
        opened = closed = 0
        for match in re.finditer(rf"<(/?)(?:[\w.-]+:)?{local}(?=[\s>/])[^<>]*?(/?)>", text, re.IGNORECASE):
            if match[1]:
                closed += 1
            elif not match[2]:
                opened += 1
        if opened > closed:
            return True
    return False


def _is_closed(tokens: list[re.Match[str]], place: int, name: str) -> bool:
    """Whether the next tag of that name is a closing one, within the same item."""
    for token in tokens[place + 1 : place + 200]:
        if token[2] == name:
            return bool(token[1])
        if token[2].rpartition(":")[2].lower() in _CONTAINERS:
            return False
    return False
