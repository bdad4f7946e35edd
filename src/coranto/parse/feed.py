"""Bytes to a feed, whatever its format: RSS 0.9x to 2.0, Atom 0.3 and 1.0, JSON Feed, sitemaps."""

import contextlib
import re
import zlib

from lxml import etree

from coranto import errors
from coranto.model.entry import Feed
from coranto.model.reason import Reason
from coranto.parse import dates, elements, entries, jsonfeed, markup, sitemap, tree
from coranto.parse.elements import LANG, Fields
from coranto.parse.known import Known

_FEEDS = ("rss", "rdf", "feed", "channel", "entry")  # Atom allows a document that is a single entry


def read(
    data: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    known: Known | None = None,
    language: str | None = None,
    most: int = tree.MOST,
) -> Feed:
    """Read a feed.

    Parameters
    ----------
    data : bytes
        The document; gzip is undone.
    url : str, optional
        The address it was fetched from: relative addresses are made absolute against it.
    content_type : str, optional
        The header of that name, for its charset.
    known : Known, optional
        Texts of entries that were read before: they are not cleaned again, and their entries come without them.
    language : str, optional
        The header ``Content-Language``, for a feed that names no language itself.
    most : int
        Bytes to which gzip may unpack.

    Returns
    -------
    Feed
        Entries in document order; a broken entry is skipped. ``repaired`` says how a broken document was read.

    Raises
    ------
    NotAFeed
        The document is not a feed; the message says what it seems to be.

    """
    if data[:2] == b"\x1f\x8b":
        data = _gunzip(data, most)
    head = data[:2000].lstrip(b"\xef\xbb\xbf\x00\t\n\r ")
    if not head:
        raise errors.NotAFeed(Reason("feed.empty"))
    if head[:1] in b"{[":
        return jsonfeed.read(data.lstrip(b"\xef\xbb\xbf\x00\t\n\r "), url or "")
    if b"<" not in head[:1] and head[:4] == b"http" and (listed := sitemap.text(data)):
        return listed
    root, repaired = tree.read(data, content_type)
    local = root.tag.rpartition("}")[2].lower() if isinstance(root.tag, str) else ""
    if local in ("urlset", "sitemapindex"):
        feed = sitemap.read(root, url or "")
    elif local in _FEEDS:
        if local == "feed" and not root.tag.endswith("}feed"):
            _named(root)
        feed = _syndication(root, local, url or "", known, _single(language))
    else:
        raise errors.NotAFeed(Reason("feed.no_feed", {"root": local[:50]}))
    if repaired == "recovered" and not (feed.entries or feed.title or feed.link):
        raise errors.NotAFeed(Reason("feed.too_broken"))
    return _with(feed, repaired) if repaired else feed


def _single(language: str | None) -> str | None:
    """Return the language of a header; None where it names several."""
    tag = (language or "").strip()
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", tag) else None


def _syndication(root: etree._Element, local: str, base: str, known: Known | None, header: str | None) -> Feed:
    if local == "entry":
        alone = entries.read(root, base, header, (), known)
        return Feed(kind="atom", entries=(alone,) if alone.url or alone.title else ())
    channel = root
    if local in ("rss", "rdf"):
        channel = next((child for child in root if elements.name(child.tag) == "rss:channel"), root)
    fields = Fields(channel, elements.address(root.get(elements.BASE), base) or base)
    language = channel.get(LANG) or root.get(LANG) or fields.plain("rss:language", "dc:language")
    language = language.replace("_", "-") if language else header
    link = next(
        (
            u
            for a in fields.all("atom:link")
            if a.get("rel", "alternate") == "alternate" and (u := fields.address(a.get("href"), a))
        ),
        None,
    )
    link = fields.address(fields.text("rss:link")) or link
    items = [*fields.all("rss:item", "atom:entry")]
    if local in ("rss", "rdf") and channel is not root:
        items += [child for child in root if elements.name(child.tag) in ("rss:item", "atom:entry")]
    image = fields.first("rss:image")
    picture = Fields(image, fields.base).text("rss:url") if image is not None else fields.text("atom:logo", "atom:icon")
    if picture is None and (drawn := fields.first("itunes:image")) is not None:
        picture = drawn.get("href") or drawn.get("url")
    hub, own = (
        next((a.get("href") for a in fields.all("atom:link") if a.get("rel") == relation), None)
        for relation in ("hub", "self")
    )
    # In Atom, entries without authors inherit the feed's; in RSS the channel names the publisher, so they do not.
    authors = elements.people(fields) if local == "feed" else ()
    # RSS does not define the base of a relative address. The site's is used: many feeds are served from another host.
    base = fields.base
    if link and local != "feed" and not (root.get(elements.BASE) or channel.get(elements.BASE)):
        base = link
    found = []
    for item in items[: jsonfeed.MOST_ENTRIES]:
        with contextlib.suppress(ValueError, TypeError):  # a broken entry is skipped, the others are read
            found.append(entries.read(item, base, language, authors, known))
    return Feed(
        kind="atom" if local == "feed" else "rss",
        title=fields.plain("rss:title", "atom:title", "dc:title"),
        link=link,
        language=language,
        description=markup.plain(
            fields.text("rss:description", "atom:subtitle", "atom:tagline", "itunes:summary", "itunes:subtitle") or ""
        )
        or None,
        image=fields.address(picture),
        hub=fields.address(hub),
        address=fields.address(own),
        updated=dates.parse(
            fields.text(
                "atom:updated",
                "atom:modified",
                "rss:lastbuilddate",
                "rss:pubdate",
                "dc:date",
                "dcterms:modified",
                "dcterms:issued",
            )
        ),
        entries=tuple(found),
        ttl=elements.number(fields.text("rss:ttl")),
        skip_hours=tuple(_numbers(fields, "rss:skiphours", 24)),
        skip_days=tuple(
            (day.text or "").strip().title() for box in fields.all("rss:skipdays") for day in box if day.text
        ),
    )


def _named(root: etree._Element) -> None:
    """Restore Atom's names in a feed whose namespace is missing, or whose elements have capitals."""
    own = root.tag.rpartition("}")[0]
    for element in root.iter():
        if isinstance(element.tag, str):
            namespace, _, name = element.tag.rpartition("}")
            if namespace == own:
                with contextlib.suppress(ValueError):  # a name that is damaged ("published:51:16") is nobody's
                    element.tag = f"{namespace or '{' + elements.ATOM[0]}}}{name.lower()}"


def _numbers(fields: Fields, name: str, below: int) -> list[int]:
    values = (elements.number(one.text) for box in fields.all(name) for one in box)
    return [value % below for value in values if value is not None]


def _with(feed: Feed, repaired: str) -> Feed:
    return Feed(
        **{name: getattr(feed, name) for name in feed.__struct_fields__ if name != "repaired"}, repaired=repaired
    )


def _gunzip(data: bytes, most: int) -> bytes:
    """Decompress gzip, up to ``most`` bytes."""
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        out = machine.decompress(data, most)
    except zlib.error as why:
        raise errors.NotAFeed(Reason("feed.compression", {"said": str(why)})) from why
    if machine.unconsumed_tail:
        raise errors.NotAFeed(Reason("feed.unpacks", {"size": max(1, most // 1_000_000)}))
    return out
