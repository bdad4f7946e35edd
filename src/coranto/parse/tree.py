"""Bytes to an XML tree: strict where the document allows it, repaired where it does not, always safe."""

import contextlib
import html
import html.entities
import re
from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from coranto import errors
from coranto.model.reason import Reason
from coranto.parse import prolog, wellformed
from coranto.text import charset

MOST = 100_000_000  # bytes of a document
DEEPEST = 256  # levels of nesting, the cap of libxml2
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(rb"""<!(ENTITY)\s+([A-Za-z][A-Za-z0-9]{1,31})\s+(["'])([^"'&<>%]{0,100})\3\s*>""")
ADDED = 1_000_000  # letters that declared entities may add
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})\s*["'][^>]{0,200}\?>""")
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"&#(x[0-9a-fA-F]+|\d+);")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=")
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]{0,200})(?![\w:.-])([^<>]*?)(/?)>")
_AGAIN = re.compile(r"<\?xml[^<>]*\?>")


def read(data: bytes, content_type: str | None = None) -> tuple[etree._Element, str | None]:
    """Parse a document into a tree.

    Parameters
    ----------
    data : bytes
        In any encoding that its byte order mark, its declaration or the header names.
    content_type : str, optional
        The header of that name.

    Returns
    -------
    root : Element
        Never with external or expanded entities: a DOCTYPE is dropped before parsing.
    repaired : str or None
        How a broken document was read: "repaired", or "recovered" where parts of it may be missing.

    Raises
    ------
    NotAFeed
        It is not XML.

    """
    if len(data) > MOST:
        raise errors.NotAFeed(Reason("feed.too_large", {"size": MOST // 1_000_000}))
    data = _trimmed(data) if data[:1] in b"\x00\t\n\r " else data
    data, declared = _undeclared(data)
    data = prolog.begin(data)
    if _is_plain(data):
        with contextlib.suppress(etree.XMLSyntaxError, ValueError, LookupError):
            return etree.fromstring(data, _parser()), None
        text = _text(data, content_type)
    else:
        text = _text(data, content_type)
        with contextlib.suppress(etree.XMLSyntaxError, ValueError, LookupError):
            return etree.fromstring(_DECLARATION.sub("", text).encode("utf-8", "replace"), _parser()), None
    text = mend(text, declared)
    if "<" not in text:
        raise errors.NotAFeed(Reason("feed.no_markup"))
    raw = text.encode("utf-8", "replace")
    try:
        return etree.fromstring(raw, _parser()), "repaired"
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        root = etree.fromstring(raw, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError) as why:
        raise errors.NotAFeed(Reason("feed.bad_xml", {"said": str(why)})) from why
    if root is None:
        raise errors.NotAFeed(Reason("feed.not_xml"))
    return root, "recovered"


def _trimmed(data: bytes) -> bytes:
    """Remove white space and NULs before a document; the first NUL of one in UTF-16 (big-endian) is part of it."""
    bare = data.lstrip(b"\x00\t\n\r ")
    before = len(data) - len(bare)
    return data[before - 1 :] if before % 2 and bare[1:2] == b"\x00" and data[before - 1] == 0 else bare


def _undeclared(data: bytes) -> tuple[bytes, dict[str, str]]:
    """Remove the DOCTYPE of a document; the short texts that it declares are kept."""
    start = data.find(b"<")
    if b"<!DOCTYPE" in data[: start + 5000].upper():
        at = data[: start + 5000].upper().index(b"<!DOCTYPE")
        if doctype := _DOCTYPE.match(data, at):
            return data[:at] + data[doctype.end() :], _simple(doctype[0])
    return data, {}


def breach(data: bytes) -> tuple[int, str] | None:
    """Return the line where a document breaks off or cannot be repaired, and how; None where it is complete.

    ``read`` returns what can be recovered of such a document; a caller that must not lose anything checks here.
    """
    text = _text(data, None)
    plain, declared = _undeclared(data)
    whole = mend(_text(plain, None), declared)
    try:
        etree.fromstring(whole.encode("utf-8", "replace"), _parser())
    except etree.XMLSyntaxError as why:
        message = re.sub(r",? line \d+(, column \d+)?( \(.*\))?$", "", why.msg or "it is no XML")
        return (why.lineno or 1) + text.count("\n") - whole.count("\n"), message
    return None


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover, remove_comments=True,
        remove_pis=True, strip_cdata=True, encoding="utf-8" if recover else None,
    )  # fmt: skip


def _is_plain(data: bytes) -> bool:
    """Whether a document is declared as UTF-8 or marked as UTF-16: what the XML parser decodes by itself."""
    declared = _DECLARED.match(data)
    return declared is None or charset.codec(declared[1].decode("ascii")) in (None, "utf-8", "utf-16-le", "utf-16-be")


def _text(data: bytes, content_type: str | None) -> str:
    """Decode by the byte order mark, then by ``charset.choose`` of declaration and header, then by a guess."""
    if marked := charset.mark(data):
        name, length = marked
        return data[length:].decode(name, "replace")
    for beginning, name in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if data.startswith(beginning):
            return data.decode(name, "replace")
    declared = _DECLARED.match(data)
    header = _HEADER.search(content_type or "")
    labels = [declared[1].decode("ascii") if declared else None, header[1] if header else None]
    return (charset.choose(data, [charset.codec(label) for label in labels]) or charset.guess(data))[0]


def _simple(doctype: bytes) -> dict[str, str]:
    """Return the entities that a DOCTYPE declares as a short text without references."""
    found = {name.decode(): text.decode("utf-8", "replace") for _, name, _, text in _ENTITY.findall(doctype[:20_000])}
    return {name: html.escape(text) for name, text in list(found.items())[:100]}


def mend(text: str, declared: Mapping[str, str] = MappingProxyType({})) -> str:
    """Repair what publishers commonly break: entities, bare ampersands, control characters, undeclared prefixes.

    ``declared`` are the document's own entities; together they may add at most ``ADDED`` letters.
    """
    start = text.find("<")
    text = _DECLARATION.sub("", text[max(start, 0) :])
    text = _CONTROL.sub("", text)
    parts = _sections(text)
    left = ADDED

    def entity(match: re.Match[str]) -> str:
        nonlocal left
        own = declared.get(match[1] or "")
        if own is None or len(own) > left:
            return _entity(match)
        left -= len(own)
        return own

    parts[::2] = [_NUMBER.sub(_number, _BARE.sub(entity if declared else _entity, part)) for part in parts[::2]]
    text = "".join(parts)
    text = wellformed.close_leaves(wellformed.quote_values(_AGAIN.sub("", text)))
    root = _ROOT.search(text)
    if root:
        used = {a or b for a, b in _PREFIX.findall(text)} - {"xml", "xmlns"}
        missing = "".join(
            f' xmlns:{prefix}="{KNOWN.get(prefix, "urn:undeclared:" + prefix)}"'
            for prefix in sorted(used)
            if f"xmlns:{prefix}" not in root[2]
        )
        text = text[: root.end(2)] + missing + text[root.end(2) :]
    return text


def _sections(text: str) -> list[str]:
    """Split at CDATA sections: text, section, text...; by hand, because a pattern is slow where many do not end."""
    parts, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += [text[at:start], text[start : end + 3]]
        at = end + 3
    return [*parts, text[at:]]


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&amp;"
    value = html.entities.html5.get(name + ";")
    return value if value and value not in "<&" else f"&amp;{name};"


def _number(match: re.Match[str]) -> str:
    value = int(match[1][1:], 16) if match[1][0] in "xX" else int(match[1])
    legal = value in (9, 10, 13) or 32 <= value < 0xD800 or 0xE000 <= value < 0xFFFE or 0x10000 <= value < 0x110000
    return match[0] if legal else ""


KNOWN = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "rss": "http://purl.org/rss/1.0/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "georss": "http://www.georss.org/georss",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
