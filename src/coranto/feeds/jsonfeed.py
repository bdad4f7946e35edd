"""Records as JSON Feed 1.1."""

from collections.abc import Iterable
from typing import Any

import msgspec

from coranto.feeds import channel
from coranto.record import emit, sanitize
from coranto.text.address import in_ascii

TYPE = "application/feed+json"
_STORY = "The page of the story, and the other outlets that tell it."
_ALSO_TOLD = "Pages of stories in other languages that tell the same."


def write(about: channel.Channel, items: Iterable[channel.Item]) -> bytes:
    """Return the feed's bytes.

    Parameters
    ----------
    about : Channel
        Its title and addresses.
    items : iterable of Item
        Newest first.

    """
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": sanitize.line(about.title),
        "home_page_url": about.home,
        "feed_url": about.address,
        **({"description": sanitize.line(about.description)} if about.description else {}),
        "language": about.language,
        **({"hubs": [{"type": "WebSub", "url": hub} for hub in about.hubs]} if about.hubs else {}),
        "items": [_item(entry) for entry in items],
    }
    return msgspec.json.format(msgspec.json.encode(feed), indent=2) + b"\n"


def _item(entry: channel.Item) -> dict[str, Any]:
    """Return an item; absent fields are left out, as the format requires."""
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        **({} if entry.own else {"external_url": entry.url}),
        "title": entry.title,
        **_content(entry),
        "date_published": emit.stamp(entry.published),
        "date_modified": emit.stamp(entry.news),
    }
    if entry.image is not None:
        item["image"] = in_ascii(sanitize.address(entry.image.url))
    if entry.outlet:
        item["authors"] = [{"name": entry.outlet}]
    if entry.story:
        outlets = msgspec.to_builtins(entry.outlets)
        item["_story"] = {"about": _STORY, "url": entry.story, "outlets": outlets}
    if entry.also:
        item["_also_told"] = {"about": _ALSO_TOLD, "stories": msgspec.to_builtins(entry.also)}
    if entry.topics:
        item["tags"] = entry.topics
    return item


def _content(entry: channel.Item) -> dict[str, str]:
    if entry.content:
        return {"content_html": entry.content, "summary": entry.summary or entry.title}
    return {"content_text": entry.summary or entry.title}
