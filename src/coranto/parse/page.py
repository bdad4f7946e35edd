"""The feeds that a web page names."""

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


class FeedLink(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as a page names it."""

    url: str
    title: str | None = None
    type: str = "rss"


def feeds(data: bytes, url: str) -> list[FeedLink]:
    """Give the feeds of a page in its order, each once; comments' feeds come last."""
    try:
        root = html.fromstring(data[:2_000_000], parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    base = next((elements.address(b.get("href"), url) for b in root.iter("base") if b.get("href")), None) or url
    found: dict[str, FeedLink] = {}
    for link in root.iter("link"):
        kind = _TYPES.get((link.get("type") or "").split(";")[0].strip().lower())
        if kind and "alternate" in (link.get("rel") or "").lower().split():
            address = elements.address(link.get("href"), base)
            if address and address not in found:
                found[address] = FeedLink(url=address, title=markup.plain(link.get("title") or "") or None, type=kind)
    return sorted(found.values(), key=lambda f: "comment" in f.url.lower() or "comment" in (f.title or "").lower())
