"""Read one RSS item or one Atom entry, in any mixture of the two."""

import re
from datetime import datetime

from lxml import etree

from coranto.model.entry import Enclosure, Entry, Image, Origin
from coranto.parse import dates, elements, markup
from coranto.parse.elements import LANG, Fields
from coranto.parse.known import Known
from coranto.text import date_text

_HTML = ("text/html", "application/xhtml+xml", "")
_DRAWN = frozenset(("media:content", "media:group", "media:thumbnail", "itunes:image", "itunes:link", "rss:image"))
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,4})\Z")
_PICTURES = frozenset(("jpg", "jpeg", "png", "webp", "gif", "avif", "jfif", "pjpeg"))
_OF_CLIPS = ("duration", "bitrate", "framerate", "samplingrate", "channels")
_PLAIN = frozenset(("rss:title", "rss:link", "rss:guid", "rss:pubdate", "rss:description", "rss:comments"))
_PUBLISHED = (
    "rss:pubdate",
    "atom:published",
    "atom:issued",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "atom:created",
    "rss:date",
)
_UPDATED = ("atom:updated", "atom:modified", "dcterms:modified", "rss:lastbuilddate")
_CATEGORIES = frozenset(("rss:category", "atom:category", "dc:subject", "media:category"))
_KEYWORDS = frozenset(("rss:tags", "media:keywords", "itunes:keywords"))
KEYWORDS = 50  # taken from a list with commas


def read(
    element: etree._Element, base: str, language: str | None, authors: tuple[str, ...] = (), known: Known | None = None
) -> Entry:
    """Build an entry from an element; missing fields stay empty.

    ``authors`` are those of the whole feed, for an entry without authors. Texts that are ``known`` are neither cleaned
    nor returned: the caller has them already.
    """
    fields = Fields(element, base)
    identifier = fields.text("rss:guid", "atom:id", "rss:id") or element.get(
        "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
    )
    plain = fields.only(_PLAIN)  # most entries of large feeds: there is nothing else to search for
    url = (fields.address(fields.text("rss:link")) if plain else None) or _link(fields)
    summary, content = _texts(fields, url, known)
    origin = None if plain else fields.first("rss:source", "atom:source")
    spoken = (_language(element, fields) if element.attrib or not plain else None) or language
    month_first = date_text.month_first(spoken)
    enclosures = () if plain else _enclosures(fields)
    return Entry(
        url=url,
        id=markup.line(identifier) if identifier else None,
        title=fields.plain("rss:title", "atom:title", "dc:title", "media:title", "itunes:title"),
        summary=summary,
        content=content,
        published=_date(fields, month_first, *_PUBLISHED),
        updated=None if plain else _date(fields, month_first, *_UPDATED),
        authors=(() if plain else elements.people(fields) or _quoted(origin, fields)) or authors,
        topics=() if plain else _topics(fields),
        images=() if plain else _images(fields, enclosures),
        enclosures=enclosures,
        language=spoken,
        source=_origin(origin, fields) if origin is not None else None,
    )


def _link(fields: Fields) -> str | None:
    for link in fields.all("atom:link"):
        if (
            link.get("rel", "alternate") == "alternate"
            and link.get("type", "") in _HTML
            and (url := fields.address(link.get("href"), link))
        ):
            return url
    for name in ("feedburner:origlink", "rss:link"):  # the page itself before the address that counts visits
        if url := fields.address(fields.text(name)):
            return url
    for guid in fields.all("rss:guid"):
        text = (guid.text or "").strip()
        if guid.get("isPermaLink", "true").lower() != "false" and text.startswith(("http://", "https://")):
            return fields.address(text)
    return _other_link(fields)


def _other_link(fields: Fields) -> str | None:
    """Return the address of an entry whose link follows neither standard."""
    for link in fields.all("atom:link", "rss:link"):
        if url := fields.address(link.get("href"), link):
            return url
    for link in fields.all("atom:link"):  # written as in RSS
        if not link.get("href") and (url := fields.address(link.text, link)):
            return url
    content = fields.first("atom:content")  # by reference (RFC 4287, 4.1.3.2)
    by_reference = fields.address(content.get("src"), content) if content is not None else None
    readable = content is not None and not (content.get("type") or "").startswith(("image/", "audio/", "video/"))
    if by_reference and readable:
        return by_reference
    identifier = (fields.text("atom:id") or "").strip()
    named = fields.address(identifier) if identifier.startswith(("http://", "https://")) else None
    return named or by_reference


def _language(element: etree._Element, fields: Fields) -> str | None:
    language = element.get(LANG) or fields.plain("dc:language", "rss:language")
    return language.replace("_", "-") if language else None


def _quoted(origin: etree._Element | None, fields: Fields) -> tuple[str, ...]:
    """Return the authors of the feed that an entry was copied from."""
    return elements.people(Fields(origin, fields.base)) if origin is not None and len(origin) else ()


def _texts(fields: Fields, url: str | None, known: Known | None) -> tuple[str | None, str | None]:
    """Return summary and content as cleaned HTML; a lone content is not repeated as a summary."""
    summary = fields.text(
        "rss:description", "atom:summary", "dc:description", "media:description", "itunes:summary", "rss:summary"
    )
    if summary is None and (group := fields.first("media:group")) is not None:
        summary = Fields(group, fields.base).text("media:description")
    content = fields.text("content:encoded", "atom:content", "xhtml:body", "rss:fullitem")
    if content is None and fields.first("rss:description") is not None and (short := fields.text("rss:summary")):
        summary, content = short, summary
    if known is not None and known.has(url, summary, content):
        return None, None
    return (markup.clean(summary) or None) if summary else None, (markup.clean(content) or None) if content else None


def _date(fields: Fields, month_first: bool, *names: str) -> datetime | None:
    for element in fields.all(*names):
        if date := dates.parse(elements.value(element), month_first=month_first):
            return date
    return None


def _topics(fields: Fields) -> tuple[str, ...]:
    """Return the topics in document order, each once."""
    found: dict[str, None] = {}
    for one in fields.in_order(_CATEGORIES | _KEYWORDS):
        if elements.name(one.tag) in _CATEGORIES:
            words = [one.get("label") or one.get("term") or elements.value(one)]
        else:
            words = elements.value(one).split(",")[:KEYWORDS]
        found |= dict.fromkeys(text for word in words if (text := markup.plain(word)))
    return tuple(found)


def _enclosures(fields: Fields) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    files = fields.all("rss:enclosure")
    real = fields.address(fields.text("feedburner:origenclosurelink")) if len(files) == 1 else None
    linked = (link for link in fields.all("atom:link") if link.get("rel") == "enclosure")
    for one in (*files, *linked, *fields.all("media:peerlink")):
        if url := real or fields.address(one.get("url") or one.get("href"), one):
            found.setdefault(url, Enclosure(url=url, type=one.get("type"), length=elements.number(one.get("length"))))
        real = None
    return tuple(found.values())


def _images(fields: Fields, enclosures: tuple[Enclosure, ...]) -> tuple[Image, ...]:
    """Return the pictures, those that are contents before thumbnails before enclosures."""
    if not fields.any(_DRAWN):
        return tuple(Image(url=file.url) for file in enclosures if _is_drawn(file))
    groups = [fields, *(Fields(group, fields.base) for group in fields.all("media:group"))]
    offers = [(one, one.get("url")) for group in groups for one in group.all("media:content") if _is_picture(one)]
    groups += [Fields(one, fields.base) for group in groups for one in group.all("media:content") if len(one)]
    offers += [
        (one, one.get("url") or one.get("href") or one.text)
        for g in groups
        for one in g.all("media:thumbnail", "itunes:image")
    ]
    offers += [(one, one.get("href")) for one in fields.all("itunes:link") if one.get("rel") == "image"]
    for one in fields.all("rss:image"):
        inner = Fields(one, fields.base).text("rss:url") or one.text
        offers.append((one, inner if inner and inner.strip().startswith("http") else None))
    found: dict[str, Image] = {}
    for element, address in offers:
        if url := fields.address(address, element):
            width, height = (elements.number(element.get(side)) for side in ("width", "height"))
            found.setdefault(url, Image(url=url, width=width, height=height))
    for enclosure in enclosures:
        if _is_drawn(enclosure):
            found.setdefault(enclosure.url, Image(url=enclosure.url))
    return tuple(found.values())


def _is_drawn(file: Enclosure) -> bool:
    """Whether an enclosure is a picture: by its type, or by its address where the type is missing or general."""
    kind = (file.type or "").lower()
    if kind and not kind.startswith("application/octet"):
        return kind.startswith("image/")
    ending = _ending(file.url)
    return bool(ending and ending in _PICTURES)


def _ending(address: str | None) -> str | None:
    """Return the ending of a file's name in an address, in lower case."""
    found = _ENDING.search((address or "").partition("?")[0].partition("#")[0])
    return found[1].lower() if found else None


def _is_picture(content: etree._Element) -> bool:
    """Whether Media RSS content is a picture: by its medium or type, else by its address, else by its size."""
    kind = (content.get("medium") or content.get("type") or "").lower()
    if kind and not kind.startswith("application/octet"):
        return kind.startswith("image")
    if ending := _ending(content.get("url")):
        return ending in _PICTURES
    # Neither decides: pictures have a size, clips a length or a bit rate.
    return content.get("width") is not None and not any(content.get(name) for name in _OF_CLIPS)


def _origin(element: etree._Element, fields: Fields) -> Origin | None:
    inner = Fields(element, fields.base)
    title = inner.plain("atom:title") or (markup.plain(elements.value(element)) if not len(element) else None)
    url = fields.address(element.get("url")) or next(
        (u for link in inner.all("atom:link") if (u := fields.address(link.get("href")))), None
    )
    return Origin(title=title or None, url=url) if title or url else None
