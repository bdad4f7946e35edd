"""Sitemaps: lists of addresses, lists of such lists, Google News sitemaps, and plain text."""

from lxml import etree

from coranto.model.entry import Entry, Feed
from coranto.parse import dates, elements


def read(root: etree._Element, base: str) -> Feed:
    """Make entries of a ``urlset`` or a ``sitemapindex``: url, title, published, updated, language."""
    kind = "sitemapindex" if _local(root) == "sitemapindex" else "sitemap"
    return Feed(kind=kind, entries=tuple(e for child in root if (e := _entry(child, base))))


def text(data: bytes) -> Feed | None:
    """Make entries of a text with one address a line; None where it is something else."""
    lines = [line.strip() for line in data.decode("utf-8", "replace").lstrip("\ufeff").splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) and " " not in line for line in lines):
        return None
    return Feed(
        kind="sitemap", entries=tuple(Entry(url=url, id=url) for line in lines if (url := elements.address(line, "")))
    )


def _entry(element: etree._Element, base: str) -> Entry | None:
    url = title = published = updated = language = None
    for child in element.iter():
        match _local(child):
            case "loc" if url is None and not elements.name(child.tag).startswith("image"):
                url = elements.address(child.text, base)
            case "lastmod":
                updated = dates.parse(child.text)
            case "title" if title is None:
                title = elements.title(child) or None
            case "publication_date":
                published = dates.parse(child.text)
            case "language":
                language = (child.text or "").strip() or None
    return Entry(url=url, id=url, title=title, published=published, updated=updated, language=language) if url else None


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
