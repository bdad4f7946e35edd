"""The feeds that a web page names."""

import re

import msgspec
from lxml import etree, html

from coranto.parse import elements, markup

_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/json": "json",
    "application/rdf+xml": "rss",
    "text/xml": "rss",
    "application/xml": "rss",
}

_LIKE_A_FEED = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:rss|atom|feed|feeds|index|news)\.(?:xml|json|rdf)|/(?:feed|rss|atom)(?:/[\w-]+)?|"
    r"[?&](?:feed|format|output|type|alt)=(?:rss2?|atom|feed|xml))/?(?:[?#]|\Z)",
    re.IGNORECASE,
)
MOST_LINKED = 10  # links that are not declared as feeds


class FeedLink(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as a page names it."""

    url: str
    title: str | None = None
    type: str = "rss"


def feeds(data: bytes, url: str) -> list[FeedLink]:
    """Return the feeds of a page: declared ones in page order, then linked ones; comment feeds come last.

    A declaration is a ``link`` or an ``a`` with ``rel=alternate`` (or ``rel=feed``) and a feed's type, or without a
    type and with an address that looks like a feed's. Without duplicate addresses.
    """
    try:
        root = html.fromstring(data[:2_000_000], parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    base = next((elements.address(b.get("href"), url) for b in root.iter("base") if b.get("href")), None) or url
    declared: dict[str, FeedLink] = {}
    linked: dict[str, FeedLink] = {}
    for link in root.iter("link", "a"):
        address = elements.address(link.get("href"), base)
        if not address or (kind := _kind(link, address)) is None:
            continue
        title = (
            markup.plain(link.get("title") or ("".join(map(str, link.itertext())) if link.tag == "a" else "")) or None
        )
        found = FeedLink(url=address, title=title, type=kind)
        relations = (link.get("rel") or "").lower().split()
        (declared if "alternate" in relations or "feed" in relations else linked).setdefault(address, found)
    for address in list(linked)[MOST_LINKED:]:
        del linked[address]
    return sorted((linked | declared).values(), key=lambda f: (_of_comments(f), f.url not in declared))


def _kind(link: html.HtmlElement, address: str) -> str | None:
    """Return the kind of feed that a link leads to; None where it does not lead to a feed."""
    mime = (link.get("type") or "").split(";")[0].strip().lower()
    relations = (link.get("rel") or "").lower().split()
    if "alternate" in relations or "feed" in relations:
        if mime in _TYPES:
            return _TYPES[mime]
        plain = not mime or mime in ("text/html", "application/octet-stream", "text/plain")
        named = "feed" in relations or (not link.get("hreflang") and _LIKE_A_FEED.search(address))
        return "rss" if plain and named else None
    if link.tag == "a" and _LIKE_A_FEED.search(address):
        return "rss"
    return None


def _of_comments(link: FeedLink) -> bool:
    return "comment" in link.url.lower() or "comment" in (link.title or "").lower()
