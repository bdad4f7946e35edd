"""The site's pages for search engines: one sitemap, or an index of several when one cannot hold them all."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from coranto.publish import emitter
from coranto.publish.outputs import xml

TYPE = "application/xml"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000  # pages a sitemap may list

Page = tuple[str, datetime | None]


def files(pages: Sequence[Page], site: str) -> dict[str, bytes]:
    """Give the files by name: ``sitemap.xml``, and its parts where it is an index.

    Parameters
    ----------
    pages : sequence of (address, datetime or None)
        Absolute addresses, each with its last change where that is known.
    site : str
        The site's address, without a slash at its end: where the parts will stand.

    """
    if len(pages) <= MOST:
        return {"sitemap.xml": _list("urlset", "url", pages)}
    parts: dict[str, bytes] = {}
    index: list[Page] = []
    for number, first in enumerate(range(0, len(pages), MOST), 1):
        part = pages[first : first + MOST]
        parts[f"sitemap-{number}.xml"] = _list("urlset", "url", part)
        index.append((f"{site}/sitemap-{number}.xml", max((at for _, at in part if at), default=None)))
    return {"sitemap.xml": _list("sitemapindex", "sitemap", index)} | parts


def _list(name: str, item: str, pages: Iterable[Page]) -> bytes:
    root = xml.root(name, SPACE)
    for address, at in pages:
        element = xml.add(root, item)
        xml.add(element, "loc", address)
        if at is not None:
            xml.add(element, "lastmod", emitter.stamp(at))
    return xml.written(root)
