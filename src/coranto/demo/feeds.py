"""The outlets' feeds as bytes: RSS, Atom, JSON Feed, sitemap; and the list of them all as OPML."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from lxml import etree

from coranto.demo import newsstand
from coranto.demo.newsstand import Outlet, Piece

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
# lxml-stubs do not know default namespaces, hence the two "type: ignore" below.
_ATOM_NAMES: dict[str | None, str] = {None: _ATOM}
_SITEMAP_NAMES: dict[str | None, str] = {None: _SITEMAP, "news": _NEWS}

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
FILES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}


def path(outlet: Outlet) -> str:
    """Return the path of an outlet's feed."""
    return f"/o/{outlet.id}/{FILES[outlet.feed]}"


def of(outlet: Outlet, pieces: Sequence[Piece], address: str) -> bytes:
    """Write an outlet's feed.

    Parameters
    ----------
    outlet : Outlet
        The outlet; its ``feed`` is the format, its ``damaged`` says whether the feed is malformed.
    pieces : sequence of Piece
        The articles it lists, newest first.
    address : str
        The address of the press, without a slash at its end.

    """
    data = _WRITERS[outlet.feed](outlet, pieces, address)
    return _damaged(data) if outlet.damaged else data


def sitemap(pieces: Sequence[Piece], address: str) -> bytes:
    """Write a news sitemap, which has titles and dates besides the addresses."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap=_SITEMAP_NAMES)  # type: ignore[arg-type]
    for piece in pieces:
        url = _add(root, f"{{{_SITEMAP}}}url")
        _add(url, f"{{{_SITEMAP}}}loc", address + piece.path)
        _add(url, f"{{{_SITEMAP}}}lastmod", _local(piece).isoformat())
        news = _add(url, f"{{{_NEWS}}}news")
        publication = _add(news, f"{{{_NEWS}}}publication")
        _add(publication, f"{{{_NEWS}}}name", piece.outlet.name)
        _add(publication, f"{{{_NEWS}}}language", piece.outlet.language)
        _add(news, f"{{{_NEWS}}}publication_date", _local(piece).isoformat())
        _add(news, f"{{{_NEWS}}}title", piece.title)
    return _bytes(root)


def sources_opml(address: str) -> bytes:
    """Write the list of all outlets' feeds: folders as outlines, topics in ``category``.

    Parameters
    ----------
    address : str
        The address of the press, such as ``http://127.0.0.1:8765``.

    """
    root = etree.Element("opml", version="2.0")
    _add(_add(root, "head"), "title", "The fictional press")
    body, folders = _add(root, "body"), {}
    for outlet in newsstand.outlets().values():
        if outlet.folder not in folders:
            folders[outlet.folder] = _add(body, "outline", text=outlet.folder)
        more = {"category": ",".join(outlet.topics)} if outlet.topics else {}
        _add(
            folders[outlet.folder],
            "outline",
            type="rss",
            text=outlet.name,
            title=outlet.name,
            xmlUrl=address + path(outlet),
            htmlUrl=f"{address}/o/{outlet.id}/",
            **more,
        )
    return _bytes(root)


def _rss(outlet: Outlet, pieces: Sequence[Piece], address: str) -> bytes:
    home = f"{address}/o/{outlet.id}/"
    root = etree.Element("rss", version="2.0", nsmap={"atom": _ATOM, "dc": _DC, "media": _MEDIA})
    channel = _add(root, "channel")
    _add(channel, "title", f"{outlet.name}: {outlet.section}")
    _add(channel, "link", home)
    _add(channel, "description", outlet.motto)
    _add(channel, "language", outlet.language)
    _add(channel, f"{{{_ATOM}}}link", rel="self", type=TYPES["rss"], href=address + path(outlet))
    if pieces:
        _add(channel, "lastBuildDate", _rfc822(pieces[0]))
    for piece in pieces:
        item = _add(channel, "item")
        _add(item, "title", piece.title)
        _add(item, "link", address + piece.path)
        _add(item, "guid", address + piece.path, isPermaLink="true")
        _add(item, "pubDate", _rfc822(piece))
        _add(item, f"{{{_DC}}}creator", piece.author)
        _add(item, "description", piece.lede)
        if piece.picture_path:
            _add(item, f"{{{_MEDIA}}}content", url=address + piece.picture_path, medium="image", type="image/png")
    return _bytes(root)


def _atom(outlet: Outlet, pieces: Sequence[Piece], address: str) -> bytes:
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_ATOM_NAMES)  # type: ignore[arg-type]
    root.set("{http://www.w3.org/XML/1998/namespace}lang", outlet.language)
    _add(root, f"{{{_ATOM}}}title", outlet.name)
    _add(root, f"{{{_ATOM}}}subtitle", outlet.motto)
    _add(root, f"{{{_ATOM}}}id", f"tag:{outlet.domain},2020:feed")
    _add(root, f"{{{_ATOM}}}link", rel="self", href=address + path(outlet))
    _add(root, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=f"{address}/o/{outlet.id}/")
    newest = pieces[0].published if pieces else datetime(2020, 1, 1, tzinfo=UTC)
    _add(root, f"{{{_ATOM}}}updated", newest.isoformat())
    for piece in pieces:
        entry = _add(root, f"{{{_ATOM}}}entry")
        _add(entry, f"{{{_ATOM}}}title", piece.title)
        _add(entry, f"{{{_ATOM}}}id", f"tag:{outlet.domain},2020:{piece.slug}")
        _add(entry, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=address + piece.path)
        _add(entry, f"{{{_ATOM}}}published", _local(piece).isoformat())
        _add(entry, f"{{{_ATOM}}}updated", _local(piece).isoformat())
        _add(_add(entry, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name", piece.author)
        _add(entry, f"{{{_ATOM}}}summary", piece.lede, type="text")
    return _bytes(root)


def _json(outlet: Outlet, pieces: Sequence[Piece], address: str) -> bytes:
    items = []
    for piece in pieces:
        item = {
            "id": address + piece.path,
            "url": address + piece.path,
            "title": piece.title,
            "summary": piece.lede,
            "date_published": _local(piece).isoformat(),
            "authors": [{"name": piece.author}],
        }
        if piece.picture_path:
            item["image"] = address + piece.picture_path
        items.append(item)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": outlet.motto,
        "language": outlet.language,
        "home_page_url": f"{address}/o/{outlet.id}/",
        "feed_url": address + path(outlet),
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


_WRITERS = {"rss": _rss, "atom": _atom, "json": _json}


def _damaged(data: bytes) -> bytes:
    """Damage a feed as old software does: a line before the declaration, HTML entities, a truncated end."""
    data = data.replace(b"&amp;", b"&").replace("–".encode(), b"&ndash;").replace("’".encode(), b"&rsquo;")
    data = data.replace(b"<description>", b"<description>\x0b", 2)
    return b"\n" + data.removesuffix(b"</channel></rss>")


def _rfc822(piece: Piece) -> str:
    local = _local(piece)
    text = format_datetime(local)
    return text[:-5] + str(local.tzname()) if piece.outlet.zone_names else text


def _local(piece: Piece) -> datetime:
    return piece.published.astimezone(ZoneInfo(piece.outlet.zone))


def _add(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
