"""JSON Feed 1.0 and 1.1."""

import html
import json
from typing import Any

import msgspec

from coranto import errors
from coranto.model.entry import Enclosure, Entry, Feed, Image
from coranto.model.reason import Reason
from coranto.parse import dates, elements, markup

MOST_ENTRIES = 10_000  # read of one document, from its start


def read(data: bytes, url: str) -> Feed:
    """Build a feed from JSON; an item that is not an object is skipped."""
    tree = _decoded(data)
    if not isinstance(tree, dict) or not (
        isinstance(tree.get("items"), list) or "jsonfeed" in str(tree.get("version"))
    ):
        raise errors.NotAFeed(Reason("feed.no_items"))
    home = _text(tree, "home_page_url") or url
    language = _text(tree, "language")
    hubs = tree.get("hubs")
    hub = next((h for h in hubs if isinstance(h, dict)), {}) if isinstance(hubs, list) else {}
    items, authors = tree.get("items"), _authors(tree)
    return Feed(
        kind="json",
        title=markup.plain(_text(tree, "title") or "") or None,
        link=elements.address(_text(tree, "home_page_url"), url),
        language=language,
        description=markup.plain(_text(tree, "description") or "") or None,
        image=elements.address(_text(tree, "icon") or _text(tree, "favicon"), home),
        hub=elements.address(_text(hub, "url"), home),
        address=elements.address(_text(tree, "feed_url"), url),
        entries=tuple(_entry(item, home, language, authors) for item in items[:MOST_ENTRIES] if isinstance(item, dict))
        if isinstance(items, list)
        else (),
    )


def _decoded(data: bytes) -> Any:
    """Decode strictly, else leniently: half a surrogate pair, a line break or a broken byte in a string is accepted."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        try:
            return json.loads(data.decode(json.detect_encoding(data), "replace"), strict=False)
        except (ValueError, RecursionError):
            raise errors.NotAFeed(Reason("feed.not_json", {"said": str(why)})) from why


def _entry(item: dict[str, Any], base: str, language: str | None, authors: tuple[str, ...]) -> Entry:
    link = elements.address(_text(item, "url") or _text(item, "external_url"), base)
    identifier = item.get("id")
    images = [elements.address(_text(item, key), base) for key in ("image", "banner_image")]
    content, summary = _text(item, "content_html"), _text(item, "summary")
    plain = _text(item, "content_text")
    tags = item.get("tags")
    attachments = item.get("attachments")
    return Entry(
        url=link,
        id=markup.line(str(identifier)) if isinstance(identifier, str | int | float) else None,
        title=markup.plain(_text(item, "title") or "") or None,
        summary=markup.clean(summary) if summary else None,
        content=markup.clean(content)
        if content
        else html.escape(markup.strip(plain).strip(), quote=False)
        if plain
        else None,
        published=dates.parse(_text(item, "date_published")),
        updated=dates.parse(_text(item, "date_modified")),
        authors=_authors(item) or authors,
        topics=tuple(markup.plain(t) for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
        images=tuple(Image(url=u) for u in dict.fromkeys(images) if u),
        enclosures=tuple(
            Enclosure(url=u, type=_text(a, "mime_type"), length=_size(a.get("size_in_bytes")))
            for a in (attachments if isinstance(attachments, list) else ())
            if isinstance(a, dict) and (u := elements.address(_text(a, "url"), base))
        ),
        language=_text(item, "language") or language,
    )


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    many, one = item.get("authors"), item.get("author")
    persons = [*(many if isinstance(many, list) else ()), one]
    names = (markup.plain(_text(p, "name") or "") for p in persons if isinstance(p, dict))
    return tuple(dict.fromkeys(filter(None, names)))


def _text(tree: dict[str, Any], key: str) -> str | None:
    value = tree.get(key)
    return markup.strip(value) if isinstance(value, str) and markup.strip(value).strip() else None


def _size(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e15 else None
