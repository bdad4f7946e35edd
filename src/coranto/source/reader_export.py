"""JSON exports of other feed readers: sources with their folders, and starred articles.

Three shapes, each recognized by its keys:

- Google Reader's (FreshRSS's exports of articles, Feedly's streams, Inoreader): ``items`` with ``origin`` and
  ``alternate``; starred by a category, a tag or the name of the whole list;
- Feedly's subscriptions: a list of objects whose ``id`` is ``feed/ADDRESS``;
- Miniflux's API: ``entries`` with ``starred`` and ``feed``, or a list of feeds with ``feed_url``.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from coranto import errors
from coranto.extract import excerpt
from coranto.model.source import Source
from coranto.parse import dates, elements, markup
from coranto.source import ids, opml

_STARRED = ("/state/com.google/starred", "/tag/global.saved", "/state/org.freshrss/starred")
_MOST = 200_000_000  # bytes of a file within an archive
_EXCERPT = 500  # characters
_NO_EXPORT = "it is no export that Coranto knows: OPML, or JSON of FreshRSS, Feedly or Miniflux"


class Star(msgspec.Struct, frozen=True, kw_only=True):
    """A starred article; ``outlet`` is the name of its source, ``site`` that source's own page."""

    url: str
    title: str
    published: datetime | None = None
    author: str = ""
    excerpt: str = ""
    outlet: str = ""
    site: str | None = None


class Export(msgspec.Struct, frozen=True):
    """What an export has: sources, starred articles, and what of it cannot be used."""

    sources: list[Source]
    stars: list[Star]
    problems: list[str]

    def and_(self, other: "Export") -> "Export":
        """Return both together; what the second repeats is left out."""
        sources = {one.url: one for one in (*other.sources, *self.sources)}
        stars = {one.url: one for one in (*other.stars, *self.stars)}
        return Export(list(sources.values()), list(stars.values()), self.problems + other.problems)


def read(data: bytes) -> Export:
    """Read an export: JSON, OPML, or a ZIP archive of such files.

    Raises
    ------
    NotAFeed
        It is none of them.

    """
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _json(data)
    sources, problems = opml.read(data)
    return Export(sources, [], problems)


def _archive(data: bytes) -> Export:
    found: Export | None = None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.is_dir() or not member.filename.lower().endswith((".json", ".xml", ".opml")):
                    continue
                if member.file_size > _MOST:
                    raise errors.NotAFeed(f"{member.filename} has more than {_MOST:,} bytes")
                one = read(archive.read(member))
                found = one if found is None else found.and_(one)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as why:
        raise errors.NotAFeed(f"the archive is damaged: {why}") from why
    if found is None:
        raise errors.NotAFeed(_NO_EXPORT)
    return found


def _json(data: bytes) -> Export:
    try:
        tree = msgspec.json.decode(data.lstrip(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise errors.NotAFeed(f"it is no JSON: {why}") from why
    whole = tree if isinstance(tree, dict) else {}
    rows = whole.get("items", whole.get("entries", tree if isinstance(tree, list) else None))
    if not isinstance(rows, list):
        raise errors.NotAFeed(_NO_EXPORT)
    all_starred = str(whole.get("id", "")).endswith(_STARRED)
    sources, stars, problems = dict[str, Source](), dict[str, Star](), list[str]()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            problems.append(f"entry {number}: it is no object")
            continue
        source = _source(row)
        if source:
            sources.setdefault(source.url, source)
        if not (all_starred or _starred(row)):
            if source is None:
                problems.append(f"entry {number}: it names no source")
            continue
        star = _star(row)
        if star is None:
            problems.append(f"entry {number}: {_text(row.get('title')) or 'it'} has no address of the web, or no title")
        else:
            stars.setdefault(star.url, star)
    return Export(list(sources.values()), list(stars.values()), problems)


def _source(row: Mapping[str, Any]) -> Source | None:
    """Return the source that an entry is of, or that a row is; None if its address is not named."""
    feed, origin = _object(row.get("feed")) or row, _object(row.get("origin"))
    stream = _text(origin.get("streamId") or row.get("id"))
    named = _text(feed.get("feed_url") or origin.get("feedUrl")) or (
        stream.removeprefix("feed/") if stream.startswith("feed/http") else ""
    )
    url = elements.address(named, "")
    if url is None:
        return None
    title = _text(feed.get("title") if "feed_url" in feed else origin.get("title") or row.get("title"))
    site = _text(feed.get("site_url") or origin.get("htmlUrl") or row.get("website"))
    labels = [_text(_object(one).get("label")) for one in _list(row.get("categories"))]
    folder = _text(_object(feed.get("category")).get("title")) or next(filter(None, labels), "")
    return Source(
        id=ids.source_id(url),
        url=url,
        title=markup.plain(title) or None,
        site=elements.address(site, url) if site else None,
        folder=markup.plain(folder),
    )


def _starred(row: Mapping[str, Any]) -> bool:
    """Whether an entry is starred by its own marks."""
    marks = [*_list(row.get("categories")), *_list(row.get("tags"))]
    names = [_text(one) or _text(_object(one).get("id")) for one in marks]
    return row.get("starred") is True or any(name.endswith(_STARRED) for name in names)


def _star(row: Mapping[str, Any]) -> Star | None:
    """Return a starred entry; None without an address or a title."""
    url = elements.address(next(_addresses(row), ""), "")
    title = markup.plain(_text(row.get("title")))
    if url is None or not title:
        return None
    content = _text(row.get("content")) or next(
        (_text(_object(row.get(name)).get("content")) for name in ("summary", "content") if row.get(name)), ""
    )
    said = markup.plain(content)
    feed, origin = _object(row.get("feed")), _object(row.get("origin"))
    site = _text(feed.get("site_url") or origin.get("htmlUrl"))
    return Star(
        url=url,
        title=title,
        published=_time(row),
        author=markup.plain(_text(row.get("author"))),
        excerpt=excerpt.cut(said, _EXCERPT) if len(said) > _EXCERPT else said,
        outlet=markup.plain(_text(feed.get("title") or origin.get("title"))),
        site=elements.address(site, url) if site else None,
    )


def _addresses(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the addresses of an entry, the best first."""
    for name in ("canonicalUrl", "url"):
        if found := _text(row.get(name)):
            yield found
    for name in ("canonical", "alternate"):
        for link in _list(row.get(name)):
            if found := _text(_object(link).get("href")):
                yield found


def _time(row: Mapping[str, Any]) -> datetime | None:
    """Return when an entry was published: ISO 8601, seconds or milliseconds since 1970."""
    if written := _text(row.get("published_at")):
        return dates.parse(written)
    number = row.get("published")
    if not isinstance(number, int | float) or isinstance(number, bool):
        return None
    seconds = number / 1000 if number > 100_000_000_000 else number
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
