"""Change single rows of an outline; its other rows, its comments, their order and all further attributes stay."""

import re
from collections.abc import Collection, Iterable

from lxml import etree

from coranto import errors
from coranto.model.source import Source
from coranto.parse import elements, markup
from coranto.source import ids, opml

_STEP = "  "
_BEGIN = re.compile(rb"<opml\b", re.IGNORECASE)


def change(data: bytes, put: Iterable[Source] = (), remove: Collection[str] = ()) -> bytes:
    """Return an outline with changed rows.

    Parameters
    ----------
    data : bytes
        The outline; empty for one that does not exist yet.
    put : iterable of Source
        Rows to add, or to change where their id is there.
    remove : collection of str
        Ids of the sources whose rows go. A folder that this leaves empty stays.

    Raises
    ------
    NotAFeed
        It is no OPML.

    """
    put = list(put)
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError):  # a list that is read in spite of it is written as a whole
        kept = {source.id: source for source in opml.read(data)[0]} if data.strip() else {}
        kept |= {source.id: source for source in put}
        return opml.write([source for name, source in kept.items() if name not in remove], "Sources")
    body = next((one for one in root.iterchildren() if _tag(one) == "body"), None)
    if _tag(root) != "opml" or body is None:
        raise errors.NotAFeed(opml.NO_OPML)
    for row in [row for row in root.iter("outline") if _id(row) in remove]:
        _take(row)
    for source in put:
        _put(body, source)
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    begin = [match.start() for match in _BEGIN.finditer(data)]
    if encoding.upper() in ("UTF-8", "ASCII", "US-ASCII") and begin:  # what stands before the root, byte for byte
        end = data[data.rfind(b">") + 1 :] if data.rstrip().lower().endswith(b"</opml>") else b"\n"
        written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False, with_tail=False)
        return data[: begin[-1]] + written + end
    anew = etree.tostring(root.getroottree(), xml_declaration=True, encoding=encoding)
    assert isinstance(anew, bytes)
    return anew.rstrip(b"\n") + b"\n"


def _put(body: etree._Element, source: Source) -> None:
    row = next((one for one in body.iter("outline") if _id(one) == source.id), None)
    if row is None:
        row = etree.Element("outline")
        _add(_folder(body, source.folder), row)
    elif opml.folder_of(row) != source.folder:
        _take(row)
        _add(_folder(body, source.folder), row)
    names = {name.lower(): name for name in map(str, row.attrib)}
    values = {
        "type": "rss" if source.kind == "feed" else source.kind,
        "text": source.title or source.url,
        "xmlUrl": source.url,
        "htmlUrl": source.site or "",
        "category": ",".join(source.topics),
        "unseen": source.unseen.isoformat() if source.unseen else "",
    }
    for name, value in values.items():
        there = names.get(name.lower(), name)
        if name == "type" and there in row.attrib and opml.kind_of(row.get(there) or "") == source.kind:
            continue
        if name == "xmlUrl" and there not in row.attrib and "url" in names:
            continue
        if value:
            row.set(there, value)
        elif there in row.attrib:
            del row.attrib[there]
    if "title" in names and source.title:
        row.set(names["title"], source.title)


def _folder(body: etree._Element, folder: str) -> etree._Element:
    """Return the outline of a folder; create what is missing of it."""
    place = body
    for name in filter(None, folder.split("/")):
        found = next(
            (
                one
                for one in place.iterchildren("outline")
                if not _id(one) and markup.plain(one.get("title") or one.get("text") or "").replace("/", "-") == name
            ),
            None,
        )
        if found is None:
            found = etree.Element("outline", {"text": name})
            _add(place, found)
        place = found
    return place


def _add(place: etree._Element, row: etree._Element) -> None:
    """Add a row at the end, indented like the rows before it."""
    last = place[-1] if len(place) else None
    indent = _before(place if last is None else last)
    if last is None:
        place.text, row.tail = f"{indent}{_STEP}", indent
    else:
        row.tail, last.tail = last.tail, indent
    place.append(row)


def _before(element: etree._Element) -> str:
    """Return the line break and the indent before an element; one line break if something else stands there."""
    before, above = element.getprevious(), element.getparent()
    text = before.tail if before is not None else above.text if above is not None else None
    return text if text and not text.strip() and "\n" in text else "\n"


def _take(row: etree._Element) -> None:
    """Take a row out, with the line that it stood on."""
    above, before = row.getparent(), row.getprevious()
    assert above is not None
    if row.getnext() is None:  # the indent of what ends comes after the row before
        if before is not None:
            before.tail = row.tail
        else:
            above.text = row.tail if len(above) > 1 else None
    row.tail = None
    above.remove(row)


def _id(row: etree._Element) -> str:
    """Return the id of the source of a row; "" for a folder."""
    attributes = {str(name).lower(): str(value) for name, value in row.attrib.items()}
    url = elements.address(attributes.get("xmlurl") or opml.subscribed(attributes), "")
    return ids.source_id(url) if url else ""


def _tag(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)
