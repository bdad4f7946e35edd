"""Finding a source: from any address of an outlet to its feed, with a look at what it holds."""

from urllib.parse import urljoin

import msgspec

from coranto import errors
from coranto.fetch.client import Client
from coranto.model.entry import Entry, Feed
from coranto.model.response import Failure, Response
from coranto.model.source import Source
from coranto.parse import feed, page
from coranto.source import ids, opml

_USUAL = ("/feed", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json", "/rss", "/sitemap.xml")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A source that can be added, and its entries for a look."""

    source: Source
    entries: tuple[Entry, ...] = ()
    others: tuple[page.FeedLink, ...] = ()  # further feeds of the same page


async def find(client: Client, address: str) -> Found:
    """Find the source behind an address.

    Parameters
    ----------
    client : Client
        For the requests.
    address : str
        A feed, a sitemap, or a page; without a scheme, https is tried.

    Raises
    ------
    FetchError
        It does not answer, or there is no feed to be found there; with what was tried.

    """
    url = address if "://" in address else f"https://{address}"
    answer = await client.get(url)
    if isinstance(answer, Failure):
        guessed = "" if url == address else "; https was tried, as no scheme is written: write one, like http://"
        raise errors.FetchError(f"{answer.reason}{guessed}", url)
    try:
        return _found(answer, feed.read(answer.body, url=answer.url, content_type=answer.content_type))
    except errors.NotAFeed:
        if _is_list(answer.body):
            raise errors.FetchError(
                "this is a list of sources (OPML), not one; save it, and `coranto import FILE` takes it over", url
            ) from None
        links = page.feeds(answer.body, answer.url)
    for candidate in (*(link.url for link in links), *(urljoin(answer.url, path) for path in _USUAL)):
        offer = await client.get(candidate)
        if isinstance(offer, Response):
            try:
                read = feed.read(offer.body, url=offer.url, content_type=offer.content_type)
            except errors.NotAFeed:
                continue
            return _found(offer, read, tuple(link for link in links if link.url != candidate))
    tried = f"its page names {len(links)} feeds and none can be read" if links else "its page names no feed"
    raise errors.FetchError(
        f"no feed was found: {tried}, and none is at the usual addresses; give the feed's own address", url
    )


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
