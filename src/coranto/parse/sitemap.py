"""Sitemaps: lists of addresses, lists of such lists, Google News sitemaps, and plain text."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from coranto.model.entry import Entry, Feed
from coranto.parse import dates, elements

_HOLDERS = frozenset(("url", "sitemap"))
_NEWS = frozenset(("news", "publication"))
# Where each fact of a page may be; pictures and clips have addresses, titles and dates of their own.
_FACTS = {"loc": _HOLDERS, "lastmod": _HOLDERS, "title": _NEWS, "publication_date": _NEWS, "language": _NEWS}


def read(root: etree._Element, base: str) -> Feed:
    """Read the entries of a ``urlset`` or a ``sitemapindex``: url, title, published, updated, language."""
    kind = "sitemapindex" if _local(root) == "sitemapindex" else "sitemap"
    return Feed(kind=kind, entries=tuple(entry for child in root for entry in _entries(child, base)))


def text(data: bytes) -> Feed | None:
    """Read the entries of a text with one address per line; None where it is something else."""
    lines = [line.strip() for line in data.decode("utf-8", "replace").lstrip("\ufeff").splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) and " " not in line for line in lines):
        return None
    return Feed(
        kind="sitemap", entries=tuple(Entry(url=url, id=url) for line in lines if (url := elements.address(line, "")))
    )


def _entries(element: etree._Element, base: str) -> Iterator[Entry]:
    """Yield the entries of a ``url`` or ``sitemap``: one, or several where a closing tag is missing.

    Every ``loc`` starts an entry. What precedes the first ``loc`` belongs to it.
    """
    facts: dict[str, Any] = {}
    for name, child in _facts(element):
        if name == "loc":
            url = elements.address(child.text, base)
            if url and facts.get("url"):
                yield Entry(**facts)
                facts = {}
            if url:
                facts |= {"url": url, "id": url}
        elif name == "lastmod":
            facts.setdefault("updated", dates.parse(child.text))
        elif name == "publication_date":
            facts.setdefault("published", dates.parse(child.text))
        elif name == "title":
            facts.setdefault("title", elements.title(child) or None)
        else:
            facts.setdefault("language", (child.text or "").strip() or None)
    if facts.get("url"):
        yield Entry(**facts)


def _facts(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the elements that describe the page itself, by name; other elements of an entry are skipped."""
    above = _local(element)
    for child in element:
        name = _local(child)
        if not name or _foreign(child):
            continue
        if name in _HOLDERS or name in _NEWS:
            yield from _facts(child)
        elif above in _FACTS.get(name, ()):
            yield name, child


def _foreign(element: etree._Element) -> bool:
    """Whether an element belongs to an extension for pictures, clips or other pages."""
    space = element.tag.rpartition("}")[0].lower() if isinstance(element.tag, str) else ""
    return any(word in space for word in ("image", "video", "xhtml", "mobile", "pagemap"))


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
