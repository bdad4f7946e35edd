"""Sitemaps for search engines: lists of pages, an index of the lists, and the news sitemap."""

from collections.abc import Iterable
from datetime import datetime

from coranto.feeds import xml
from coranto.record import emit, sanitize

TYPE = "application/xml"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
MOST = 50_000  # pages a sitemap may list, and sitemaps an index
MOST_NEWS = 1_000

Page = tuple[str, datetime | None]


def pages(listed: Iterable[Page]) -> bytes:
    """Return a sitemap of at most ``MOST`` pages: each page's absolute address, and its last change if known."""
    return _list("urlset", "url", listed)


def index(listed: Iterable[str]) -> bytes:
    """Return an index of at most ``MOST`` sitemaps, by absolute address."""
    return _list("sitemapindex", "sitemap", ((address, None) for address in listed))


def news(listed: Iterable[tuple[str, str, datetime]], name: str, language: str) -> bytes:
    """Return a news sitemap of at most ``MOST_NEWS`` pages.

    Parameters
    ----------
    listed : iterable of (str, str, datetime)
        Absolute address, headline, and time of first publication; the standard allows two days at most.
    name : str
        The site's name.
    language : str
        BCP 47; the format takes the language without its region.

    """
    root = xml.root("urlset", SPACE, news=NEWS)
    for address, title, at in list(listed)[:MOST_NEWS]:
        page = xml.add(root, "url")
        xml.add(page, "loc", address)
        piece = xml.add(page, f"{{{NEWS}}}news")
        paper = xml.add(piece, f"{{{NEWS}}}publication")
        xml.add(paper, f"{{{NEWS}}}name", sanitize.line(name))
        xml.add(paper, f"{{{NEWS}}}language", language.partition("-")[0].lower())
        xml.add(piece, f"{{{NEWS}}}publication_date", emit.stamp(at))
        xml.add(piece, f"{{{NEWS}}}title", sanitize.line(title))
    return xml.written(root)


def _list(name: str, item: str, listed: Iterable[Page]) -> bytes:
    root = xml.root(name, SPACE)
    for address, at in list(listed)[:MOST]:
        element = xml.add(root, item)
        xml.add(element, "loc", address)
        if at is not None:
            xml.add(element, "lastmod", emit.stamp(at))
    return xml.written(root)
