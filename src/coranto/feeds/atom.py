"""Records as Atom 1.0 (RFC 4287), with Media RSS for pictures."""

from collections.abc import Iterable
from datetime import UTC, datetime

from lxml import etree

from coranto.feeds import channel, xml
from coranto.record import emit, sanitize
from coranto.text.address import in_ascii

TYPE = "application/atom+xml"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed has a date, even before its first entry


def write(about: channel.Channel, items: Iterable[channel.Item]) -> bytes:
    """Return the feed's bytes.

    Parameters
    ----------
    about : Channel
        Its title and addresses.
    items : iterable of Item
        Newest first.

    """
    entries = list(items)
    root = xml.root("feed", xml.ATOM, media=xml.MEDIA)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", about.language)
    xml.add(root, "id", about.address)
    xml.add(root, "title", sanitize.line(about.title))
    if about.description:
        xml.add(root, "subtitle", sanitize.line(about.description))
    xml.add(root, "updated", emit.stamp(channel.changed(entries) or _NEVER))
    xml.add(root, "link", href=about.address, rel="self", type=TYPE)
    for hub in about.hubs:
        xml.add(root, "link", href=hub, rel="hub")
    xml.add(root, "link", href=about.home, rel="alternate", type="text/html")
    xml.add(xml.add(root, "author"), "name", sanitize.line(about.title))
    for entry in entries:
        _entry(xml.add(root, "entry"), entry)
    return xml.written(root)


def _entry(element: etree._Element, entry: channel.Item) -> None:
    xml.add(element, "id", entry.id)
    xml.add(element, "title", entry.title)
    xml.add(element, "link", href=entry.url, rel="alternate")
    if entry.story:
        xml.add(element, "link", href=entry.story, rel="related", type="text/html", title=entry.title)
    for one in entry.also:
        xml.add(element, "link", href=one.url, rel="related", type="text/html", hreflang=one.language, title=one.title)
    xml.add(element, "published", emit.stamp(entry.published))
    xml.add(element, "updated", emit.stamp(entry.news))
    if entry.outlet:
        xml.add(xml.add(element, "author"), "name", entry.outlet)
    for topic in entry.topics:
        xml.add(element, "category", term=topic)
    if entry.summary:
        xml.add(element, "summary", entry.summary)
    if entry.content:
        xml.add(element, "content", entry.content, type="html")
    if (image := entry.image) is not None:
        url = in_ascii(sanitize.address(image.url))
        xml.add(element, f"{{{xml.MEDIA}}}content", url=url, medium="image", width=image.width, height=image.height)
