"""Read an XML entry or channel: names by full namespace, text, addresses, authors."""

import base64
import contextlib
import html
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from urllib.parse import urljoin

from lxml import etree

from coranto.parse import markup
from coranto.text import address as addresses
from coranto.text import tags

# Besides the two standards, the names of their drafts.
ATOM = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/atom/ns#",
    "http://purl.org/echo/",
    "http://purl.org/pie/",
    "http://example.com/newformat#",
    "http://example.com/necho",
)
RSS = (
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/rss2.1",
    "http://blogs.law.harvard.edu/tech/rss",
)
_FAMILIES = {
    **dict.fromkeys(ATOM, "atom"),
    **dict.fromkeys(RSS, "rss"),
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss/": "media",
    "http://video.search.yahoo.com/mrss/": "media",
    "http://www.rssboard.org/media-rss": "media",
    "http://tools.search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss/1.0": "media",
    "http://api.maps.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "sitemap",
    "http://www.google.com/schemas/sitemap/0.84": "sitemap",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}
BASE = "{http://www.w3.org/XML/1998/namespace}base"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKUP = ("xhtml", "application/xhtml+xml", "application/xml", "text/xml", "html")
_MAIL = re.compile(r"^\s*\S+@\S+\s*\((.+)\)\s*$|^\s*([^@<>()]+?)\s*[(<]\S+@\S+[)>]\s*$")  # mail (name), name <mail>
_WHOLE = ("http://", "https://")
_NONE: list[etree._Element] = []
_names: dict[str, str] = {}
_MEDIA = re.compile(r"(?:yahoo\.com|rssboard\.org)[\w/.-]*(?:mrss|media-rss)", re.IGNORECASE)
# Names that only one of the two formats has: they mean the same where they occur in the other format.
_OF_RSS = frozenset(("pubdate", "date", "description", "guid", "enclosure", "lastbuilddate", "comments", "item"))
_OF_ATOM = frozenset(("updated", "published", "modified", "issued", "content"))


def _bare(space: str) -> str:
    """Return a namespace without the usual mistakes: https, a slash too many or too few, capitals."""
    return space.lower().removeprefix("https://").removeprefix("http://").rstrip("/")


_NEAR = {_bare(space): family for space, family in _FAMILIES.items()}


def name(tag: object) -> str:
    """Return ``family:local`` of a tag (``atom:link``); unknown families have no name."""
    if not isinstance(tag, str):
        return ""
    known = _names.get(tag)
    if known is None:
        space, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        family = _NEAR.get(_bare(space), "")
        if not family and _MEDIA.search(space):
            family = "media"
        if family == "atom" and local.lower() in _OF_RSS:  # an Atom feed with an RSS element in it
            family = "rss"
        elif family == "rss" and local.lower() in _OF_ATOM:
            family = "atom"
        known = f"{family}:{local if family == 'atom' else local.lower()}" if family else ""
        if len(_names) < 10_000:  # foreign names cannot fill the memory
            _names[tag] = known
    return known


class Fields:
    """The children of an element by name, each list in document order."""

    def __init__(self, element: etree._Element, base: str) -> None:
        self.element = element
        own = element.get(BASE)
        self.base = _joined(base, own) if own else base
        self._by: dict[str, list[etree._Element]] = {}
        by, seen = self._by, _names.get  # the innermost loop: no call where it is not needed
        for child in element:
            tag = child.tag
            if known := seen(tag) or name(tag):
                if known in by:
                    by[known].append(child)
                else:
                    by[known] = [child]

    def all(self, *names: str) -> Sequence[etree._Element]:
        """Return the children with these names, name by name."""
        by, found = self._by, _NONE
        for one in names:
            if one in by:
                found = [*found, *by[one]] if found else by[one]
        return found

    def in_order(self, names: AbstractSet[str]) -> Sequence[etree._Element]:
        """Return the children with these names in document order."""
        here = names & self._by.keys()
        if len(here) < 2:
            return self._by[next(iter(here))] if here else _NONE
        return [child for child in self.element if name(child.tag) in here]

    def any(self, names: AbstractSet[str]) -> bool:
        """Whether there is a child with one of these names."""
        return not names.isdisjoint(self._by)

    def only(self, names: frozenset[str]) -> bool:
        """Whether all children have one of these names."""
        return names.issuperset(self._by)

    def first(self, *names: str) -> etree._Element | None:
        """Return the first child with one of these names."""
        by = self._by
        for one in names:
            if one in by:
                return by[one][0]
        return None

    def text(self, *names: str) -> str | None:
        """Return the text of the first child with one of these names that has text."""
        by = self._by
        for one in names:
            if one in by:
                for child in by[one]:
                    if (text := value(child)) and not text.isspace():
                        return text
        return None

    def plain(self, *names: str) -> str | None:
        """Return that text as one plain line."""
        for child in self.all(*names):
            if text := title(child):
                return text
        return None

    def address(self, text: str | None, element: etree._Element | None = None) -> str | None:
        """Return an address made absolute; None for one that is not http or https."""
        own = element.get(BASE) if element is not None else None
        return address(text, _joined(self.base, own) if own else self.base)


def _joined(base: str, own: str) -> str:
    """Return the base that an element names; an unusable one is ignored."""
    try:
        return urljoin(base, own)
    except ValueError:
        return base


def value(element: etree._Element) -> str:
    """Return an element's text; inner markup as HTML source, without the wrapper that Atom asks for in XHTML."""
    if not len(element):
        text = element.text
        return (_unpacked(text) if element.attrib and _is_packed(element) else text) if text else ""
    kind = element.get("type")
    if kind not in _MARKUP and not any(_is_html(child) for child in element):
        return "".join(str(text) for text in element.itertext())
    for child in element.iter():
        if child is not element and _is_html(child):
            with contextlib.suppress(ValueError):  # a name that is damaged is no markup's
                child.tag = child.tag.rpartition("}")[2].lower()
    etree.cleanup_namespaces(element)
    lone = len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip()
    inside = element[0] if lone and element[0].tag == "div" else element
    if kind == "html" and not len(inside):  # markup that is escaped within the wrapper
        return inside.text or ""
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in inside)
    return html.escape(inside.text or "", quote=False) + inner


def _is_html(child: etree._Element) -> bool:
    """Whether an element is markup in a text: XHTML, or in the feed's own namespace and named as in HTML."""
    space, _, local = str(child.tag).rpartition("}")
    if _bare(space[1:]) == "www.w3.org/1999/xhtml":
        return True
    return local.lower() in tags.NAMES and (not space or _NEAR.get(_bare(space[1:])) in ("atom", "rss"))


def _is_packed(element: etree._Element) -> bool:
    """Whether the text is base64: Atom 0.3 declares it, Atom 1.0 by a type that is not text."""
    kind = element.get("type") or ""
    if "/" not in kind:
        return element.get("mode") == "base64"
    if element.get("mode"):
        return element.get("mode") == "base64"
    plain = kind.startswith("text/") or kind.endswith(("/xml", "+xml"))
    return not plain and name(element.tag).startswith("atom:")


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8")
    except ValueError:  # not what it declares to be
        return text


def title(element: etree._Element) -> str:
    """Return a title as one plain line: Atom's text is text, everything else may be HTML."""
    if element.get("type") in ("text", "text/plain") or (
        element.get("type") is None and name(element.tag) == "atom:title"
    ):
        return markup.line(value(element))
    return markup.plain(value(element))


def address(text: str | None, base: str) -> str | None:
    """Return an address made absolute; None for one that is not http or https."""
    if not text:
        return None
    if text.startswith(_WHOLE) and text.isascii() and text.isprintable() and " " not in text:  # nine of ten
        return text if len(text) <= addresses.LONGEST and text[7:9].strip("/") else addresses.absolute(text, base)
    text = markup.strip(text.strip())
    if not text or text.startswith(("javascript:", "data:", "mailto:", "#")):
        return None
    return addresses.absolute(text, base)


def people(fields: Fields) -> tuple[str, ...]:
    """Return the authors' names, each once."""
    found: list[str] = []
    for one in fields.all("atom:author", "dc:creator", "dc:author", "rss:author", "itunes:author"):
        inner = Fields(one, fields.base).plain("atom:name", "rss:name") if len(one) else None
        text = inner or markup.plain(value(one)) if not len(one) or inner else ""
        match = _MAIL.match(text)
        text = (match[1] or match[2]).strip() if match else text
        if text and text not in found:
            found.append(text)
    return tuple(found)


def number(text: str | None) -> int | None:
    """Read a number of pixels, bytes or minutes."""
    digits = (text or "").strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None
