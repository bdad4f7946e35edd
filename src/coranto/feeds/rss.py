"""Records as RSS 2.0, with Media RSS for pictures and Dublin Core for the outlet."""

from collections.abc import Iterable
from email.utils import format_datetime

from lxml import etree

from coranto.feeds import channel, xml
from coranto.record import sanitize
from coranto.text.address import in_ascii

TYPE = "application/rss+xml"


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
    spaces = {"content": xml.CONTENT} if any(entry.content for entry in entries) else {}
    root = xml.root("rss", atom=xml.ATOM, dc=xml.DC, media=xml.MEDIA, **spaces)
    root.set("version", "2.0")
    top = xml.add(root, "channel")
    xml.add(top, "title", sanitize.line(about.title))
    xml.add(top, "link", about.home)
    xml.add(top, "description", sanitize.line(about.description or about.title))
    xml.add(top, "language", about.language)
    if last := channel.changed(entries):
        xml.add(top, "lastBuildDate", format_datetime(last, usegmt=True))
    xml.add(top, f"{{{xml.ATOM}}}link", href=about.address, rel="self", type=TYPE)
    for hub in about.hubs:
        xml.add(top, f"{{{xml.ATOM}}}link", href=hub, rel="hub")
    for entry in entries:
        _item(xml.add(top, "item"), entry)
    return xml.written(root)


def _item(item: etree._Element, entry: channel.Item) -> None:
    xml.add(item, "title", entry.title)
    xml.add(item, "link", entry.url)
    if entry.story:
        page = {"rel": "related", "type": "text/html", "title": entry.title}
        xml.add(item, f"{{{xml.ATOM}}}link", href=entry.story, **page)
    for one in entry.also:
        related = {"rel": "related", "type": "text/html", "hreflang": one.language, "title": one.title}
        xml.add(item, f"{{{xml.ATOM}}}link", href=one.url, **related)
    if entry.summary:
        xml.add(
            item, "description", entry.summary.replace("&", "&amp;").replace("<", "&lt;")
        )  # readers take it as HTML
    if entry.content:
        xml.add(item, f"{{{xml.CONTENT}}}encoded", entry.content)
    if entry.outlet:
        xml.add(item, f"{{{xml.DC}}}creator", entry.outlet)
    for topic in entry.topics:
        xml.add(item, "category", topic)
    xml.add(item, "guid", entry.id, isPermaLink="false")
    xml.add(item, "pubDate", format_datetime(entry.published, usegmt=True))
    if (image := entry.image) is not None:
        url = in_ascii(sanitize.address(image.url))
        xml.add(item, f"{{{xml.MEDIA}}}content", url=url, medium="image", width=image.width, height=image.height)
