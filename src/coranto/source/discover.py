"""Find a source: from any address of an outlet to its feed, with a preview of its entries."""

import re
from urllib.parse import urlsplit

import msgspec

from coranto import errors
from coranto.fetch.client import Client
from coranto.i18n.messages import N_
from coranto.i18n.wording import say
from coranto.model.entry import Entry, Feed
from coranto.model.response import Failure, Response
from coranto.model.source import Source
from coranto.parse import feed, page
from coranto.source import ids, opml
from coranto.text import address as addresses

_GUESSED = N_("{why}; https was tried, as no scheme is written: write one, like http://")
_LIST = N_("this is a list of sources (OPML), not one; save it, and `coranto import FILE` takes it over")
_NO_FEED = N_(
    "no feed was found: its page names no feed, and none is at the usual addresses; give the feed's own address"
)
_UNREADABLE = N_(
    "no feed was found: its page names feeds ({feeds}) and none can be read, and none is at the usual addresses; give "
    "the feed's own address"
)
# Where feeds usually are, most common first: below the given address, then below the site's root.
_FOLDER = ("feed", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "rss", "index.rss", "feed.atom")
_ROOT = (
    *_FOLDER, "atom", "feeds", "blog/feed", "blog/index.xml", "news/feed", "rss/index.xml", "feeds/posts/default",
    "?feed=rss2", "news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "sitemap.xml", "sitemap_index.xml",
    "wp-sitemap.xml",
)  # fmt: skip
_MOST = 40  # addresses that are tried


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A source that can be added, with its entries for a preview."""

    source: Source
    entries: tuple[Entry, ...] = ()
    others: tuple[page.FeedLink, ...] = ()  # further feeds of the same page


async def find(client: Client, address: str) -> Found:
    """Find the source behind an address.

    Parameters
    ----------
    client : Client
        Sends the requests.
    address : str
        A feed, a sitemap, or a page; without a scheme, https is tried.

    Raises
    ------
    FetchError
        The site does not respond, or no feed is found there; the message lists what was tried.

    """
    url = _whole(address)
    answer = await client.get(url)
    if isinstance(answer, Failure):
        if url == address:
            raise errors.FetchError(say(answer.reason), url)
        raise errors.FetchError(_GUESSED, url, why=say(answer.reason))
    try:
        return _found(answer, feed.read(answer.body, url=answer.url, content_type=answer.content_type))
    except errors.NotAFeed:
        if _is_list(answer.body):
            raise errors.FetchError(_LIST, url) from None
        links = page.feeds(answer.body, answer.url)
    names = [link.url for link in links]
    for offers in (names, None, _usual(answer.url)):
        for candidate in (await client.sitemaps(answer.url))[:5] if offers is None else offers[:_MOST]:
            offer = await client.get(candidate)
            if isinstance(offer, Response):
                try:
                    read = feed.read(offer.body, url=offer.url, content_type=offer.content_type)
                except errors.NotAFeed:
                    continue
                return _found(offer, read, tuple(link for link in links if link.url != candidate))
    raise errors.FetchError(_UNREADABLE if links else _NO_FEED, url, feeds=len(links))


def _whole(address: str) -> str:
    """Return the address to request: without ``feed:``, and with https where the scheme is missing."""
    tidy = addresses.tidy(address)
    if subscribed := re.match(r"(?:feed|rss|pcast|itpc):(?://)?(?=.)", tidy, re.IGNORECASE):
        tidy = tidy[subscribed.end() :]
    return tidy if "://" in tidy else f"https://{tidy}"


def _usual(url: str) -> list[str]:
    """Return the usual addresses of feeds: in the folder of a page, then at the root of its site."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}/"
    folder = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    last = parts.path.rpartition("/")[2]
    if "." in last:  # a file: its folder is used
        folder = parts.path.rpartition("/")[0] + "/"
    here = [site + folder.lstrip("/") + name for name in _FOLDER] if folder.strip("/") else []
    return list(dict.fromkeys([*here, *(site + name for name in _ROOT)]))


def _found(answer: Response, read: Feed, others: tuple[page.FeedLink, ...] = ()) -> Found:
    kind = "sitemap" if read.kind.startswith("sitemap") else "feed"
    url = answer.url
    source = Source(id=ids.source_id(url), url=url, title=read.title, site=read.link, kind=kind)
    return Found(source=source, entries=read.entries, others=others)


def _is_list(body: bytes) -> bool:
    try:
        opml.read(body)
    except errors.NotAFeed:
        return False
    return True
