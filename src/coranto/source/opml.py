"""Read and write OPML: the list of sources that every feed reader understands."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from lxml import etree

from coranto import errors
from coranto.model.source import Source
from coranto.parse import elements, markup, tree
from coranto.source import ids

NO_OPML = "it is no OPML: its root is not `opml`"
_FEEDS = ("", "rss", "rss1", "rdf", "atom", "pie", "json", "jsonfeed", "feed", "link")  # types used for feeds

_SUBSCRIBED = ("rss", "rss1", "atom", "feed")  # with these, `url` is a feed's address; a `link` leads to a page


def read(data: bytes) -> tuple[list[Source], list[str]]:
    """Read an outline.

    Parameters
    ----------
    data : bytes
        OPML 1 or 2; nested outlines are folders; ``category`` names topics, with commas between them; ``unseen`` is the
        day until which a source is tried.

    Returns
    -------
    sources : list of Source
        In file order, without duplicate addresses.
    problems : list of str
        Rows that cannot be used, each with its line and the reason.

    Raises
    ------
    NotAFeed
        It is no OPML.

    """
    found: dict[str, Source] = {}
    problems: list[str] = []
    for line, row in rows(data):
        if isinstance(row, str):
            problems.append(f"line {line}: {row}")
        else:
            found.setdefault(row.url, row)
    return list(found.values()), problems


def rows(data: bytes) -> Iterator[tuple[int, Source | str]]:
    """Yield each row of an outline that names a feed with its line: its source, or the reason it cannot be used.

    Raises
    ------
    NotAFeed
        It is no OPML.

    """
    try:
        root, _ = tree.read(data)
    except errors.NotAFeed as why:
        if why.reason.code == "feed.web_page":  # what helps with a feed does not help with a list
            raise errors.NotAFeed(NO_OPML) from None
        raise
    if not isinstance(root.tag, str) or root.tag.lower() != "opml":
        raise errors.NotAFeed(NO_OPML)
    for outline in root.iter("outline"):
        line = cast("int", outline.sourceline)
        attributes = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
        if "xmlurl" not in attributes and (named := subscribed(attributes)):
            attributes["xmlurl"] = named
        if "xmlurl" not in attributes:
            continue
        url = elements.address(attributes["xmlurl"], "")
        name = markup.plain(attributes.get("title") or attributes.get("text") or "")
        if url is None:
            shown = attributes["xmlurl"][:100]
            yield line, f"{name or 'a row'}: `{shown}` is no address of the web"
            continue
        yield (
            line,
            Source(
                id=ids.source_id(url),
                url=url,
                title=name or None,
                site=elements.address(attributes.get("htmlurl"), url),
                kind=kind_of(attributes.get("type", "")),
                folder=folder_of(outline),
                topics=tuple(
                    t for part in attributes.get("category", "").split(",") if (t := markup.line(part).strip("/"))
                ),
                unseen=_day(attributes.get("unseen", "")),
            ),
        )


def broken(data: bytes) -> str | None:
    """Return where an outline breaks off or cannot be read any further; None where it is complete.

    ``read`` returns the rows that can be recovered from a broken outline; some may be missing.
    """
    found = tree.breach(data)
    return f"line {found[0]}: it is broken here or breaks off: {found[1]}" if found else None


def write(sources: list[Source], title: str) -> bytes:
    """Write an outline that ``read`` reads back."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = markup.line(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for source in sources:
        attributes = {
            "type": "rss" if source.kind == "feed" else source.kind,
            "text": source.title or source.url,
            "xmlUrl": source.url,
        }
        if source.site:
            attributes["htmlUrl"] = source.site
        if source.topics:
            attributes["category"] = ",".join(source.topics)
        if source.unseen:
            attributes["unseen"] = source.unseen.isoformat()
        etree.SubElement(_place(source.folder, folders), "outline", attributes)
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def subscribed(attributes: Mapping[str, str]) -> str:
    """Return the address of a feed that a row names as ``url``; "" for one that has none there."""
    return attributes.get("url", "") if attributes.get("type", "").lower() in _SUBSCRIBED else ""


def kind_of(label: str) -> str:
    """Return the source kind of a row's type: all feed types map to one kind; any other name may be a plugin's."""
    kind = markup.line(label)[:50].lower()
    return "feed" if kind in _FEEDS else kind


def folder_of(outline: etree._Element) -> str:
    """Return the folder of a row: the names of the outlines that it is in."""
    names = [markup.plain(above.get("title") or above.get("text") or "") for above in outline.iterancestors("outline")]
    return "/".join(name.replace("/", "-") for name in reversed(names) if name)


def _day(written: str) -> date | None:
    """Return the day until which a source is tried; the last of all days for one that cannot be read."""
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return date.max


def _place(folder: str, folders: dict[str, etree._Element]) -> etree._Element:
    """Return the outline of a folder; create it and its parents where they are missing."""
    if folder not in folders:
        above, _, name = folder.rpartition("/")
        folders[folder] = etree.SubElement(_place(above, folders), "outline", {"text": name})
    return folders[folder]
