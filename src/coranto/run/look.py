"""Look at addresses before they are read: which feed is there, how fresh it is, its headlines. Nothing is saved."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

import msgspec

from coranto import errors
from coranto.fetch.client import Client
from coranto.i18n.messages import N_, _
from coranto.i18n.wording import error
from coranto.model.entry import Entry, Feed
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.parse import markup
from coranto.record import sanitize
from coranto.source import discover, pending

MOST = 60  # addresses of one look
ENTRIES = 40  # of a source, the newest
_SECONDS = 45.0  # of one look
_SUMMARY = 300  # letters that are kept
_NO_ADDRESS = N_("this is no address of the web; write one like https://news.example/")
_SLOW = N_("it did not answer in time; look again, or leave it out")


class Other(msgspec.Struct, frozen=True):
    """A further feed that a page names."""

    url: str
    title: str = ""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found at an address.

    ``trouble`` says why nothing was, otherwise ``source`` can be added; ``entries`` are its newest, without pages.
    """

    address: str
    source: Source | None = None
    entries: tuple[Entry, ...] = ()
    count: int = 0  # entries in all
    others: tuple[Other, ...] = ()
    trouble: str = ""

    @property
    def newest(self) -> datetime | None:
        """When the newest entry was published, as far as entries say."""
        return max((entry.published for entry in self.entries if entry.published), default=None)


def look(newsroom: Newsroom, addresses: Iterable[str], agent: str) -> list[Looked]:
    """Look at addresses at the same time, for three quarters of a minute at most.

    Parameters
    ----------
    newsroom : Newsroom
        Its settings limit the network use.
    addresses : iterable of str
        Feeds, pages or sitemaps; the first ``MOST`` of them, each once.
    agent : str
        The contact that the user agent names.

    """
    wanted = list(dict.fromkeys(filter(None, (address.strip() for address in addresses))))[:MOST]
    return asyncio.run(_look(newsroom, wanted, agent)) if wanted else []


async def _look(newsroom: Newsroom, addresses: list[str], agent: str) -> list[Looked]:
    async with Client(newsroom.settings.fetch, agent) as client:
        tasks = [asyncio.create_task(_one(newsroom, client, address)) for address in addresses]
        done, slow = await asyncio.wait(tasks, timeout=_SECONDS)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return [
            task.result() if task in done else Looked(address=address, trouble=_(_SLOW))
            for task, address in zip(tasks, addresses, strict=True)
        ]


async def _one(newsroom: Newsroom, client: Client, address: str) -> Looked:
    if len(address.split()) != 1:
        return Looked(address=address, trouble=_(_NO_ADDRESS))
    try:
        found = await discover.find(client, address)
    except errors.CorantoError as why:
        return Looked(address=address, trouble=error(why))
    except ValueError:
        return Looked(address=address, trouble=_(_NO_ADDRESS))
    now = newsroom.now()
    entries = pending.entries(found.source, Feed(entries=found.entries, kind=found.source.kind), now)
    dated = sorted(
        entries, key=lambda one: one.entry.published or datetime.min.replace(tzinfo=now.tzinfo), reverse=True
    )
    title = sanitize.title(markup.plain(found.source.title or ""), sanitize.NAME)
    return Looked(
        address=address,
        source=msgspec.structs.replace(found.source, title=title or None),
        entries=tuple(_short(one.entry, one.url) for one in dated[:ENTRIES]),
        count=len(entries),
        others=tuple(Other(other.url, other.title or "") for other in found.others[:12]),
    )


def _short(entry: Entry, url: str) -> Entry:
    summary = markup.plain(entry.summary or entry.content or "")[:_SUMMARY]
    return Entry(
        url=url,
        title=markup.plain(entry.title or "") or None,
        summary=summary or None,
        published=entry.published,
        images=entry.images[:1],
        language=entry.language,
        source=entry.source,
        topics=entry.topics[:5],
    )
