"""A worker: takes what is due from the queues in the store, beside any number of others on the same database.

Fetching and extracting are shared among all workers, by leases. Grouping and publishing are done by one elected worker
each. What was read of a page waits in the store until it is grouped, in the order in which it was saved.
"""

import asyncio
import functools
import os
import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeVar

import structlog

from coranto import errors
from coranto.fetch.client import Client
from coranto.newsroom import Newsroom
from coranto.notify import webhooks, websub_publish
from coranto.operate import clock, round_log
from coranto.record import write
from coranto.run import (
    alerts,
    first_start,
    hand_edits,
    issue_due,
    link_languages,
    look_again,
    page_queue,
    publish,
    read,
    rejudge,
    release,
    reload,
    send_mail,
    teach,
)
from coranto.run.election import stand
from coranto.run.ingest import Ingest, log_edits
from coranto.run.kept import Kept, KeptSources
from coranto.run.pace import Pace
from coranto.run.pages import PagePool
from coranto.run.poll import Poller
from coranto.run.source_list_watch import SourceListWatch
from coranto.run.waiting import rest, together, until

log = structlog.get_logger("coranto")
_T = TypeVar("_T")

KINDS = ("fetch", "extract", "group", "publish", "mail")
POLLS = 500  # sources that a worker takes at a time, so that others have some
PATIENCE = 5.0  # seconds between two looks for sources, while slow hosts are being polled
PAGES = 64  # pages grouped at a time
IDLE = 0.5  # seconds between two looks into an empty queue
FOLLOW = 1.0  # seconds between two times of following the one that groups
PAUSE = 2.0  # seconds between two times of publishing
NAP = 60.0  # seconds between two times of what needs no hurry: rules, edits of files, links, the newsletter
_CALM = 2.0  # seconds after an error
_HANDED_OVER = 2.0  # seconds for a former publisher to end its file


def name() -> str:
    """Return a name for this worker that no other one has."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class Worker:
    """What a worker does, kind by kind.

    Parameters
    ----------
    newsroom : Newsroom
        Its store is shared.
    client : Client
        Asks hosts.
    pool : PagePool
        Extracts pages.
    stop : asyncio.Event
        Ends the work.
    stopping : callable
        Whether ``stop`` is about to be set.

    """

    def __init__(
        self,
        newsroom: Newsroom,
        client: Client,
        pool: PagePool,
        stop: asyncio.Event,
        stopping: Callable[[], bool],
    ) -> None:
        self._newsroom, self._client, self._pool = newsroom, client, pool
        self._stop, self._stopping = stop, stopping
        self.done = Counter[str]()
        self._files = reload.Reload(newsroom)
        self._kept, self._follows = Kept(newsroom), 0.0

    async def work(self, kinds: Collection[str] = KINDS) -> None:
        """Do these kinds of work until ``stop`` is set."""
        begin: dict[str, Callable[[], Awaitable[None]]] = {
            "fetch": functools.partial(self._lasting, "fetch", self._fetch),
            "extract": functools.partial(self._lasting, "extract", self._extract),
            "group": functools.partial(
                stand, self._newsroom, "group", self._group, self._stop, prepare=self._prepare_to_group
            ),
            "publish": functools.partial(stand, self._newsroom, "publish", self._publish, self._stop, _HANDED_OVER),
            "mail": self._mail,
        }
        await together(*(begin[kind]() for kind in kinds), self._look_after())

    async def _lasting(self, kind: str, work: Callable[[], Awaitable[None]]) -> None:
        """Work until ``stop`` is set; whatever goes wrong is named, and work begins again."""
        while not self._stop.is_set():
            try:
                await until(work, self._stop.wait())
            except errors.CorantoError as why:
                log.error("work failed and begins again", kind=kind, reason=str(why))  # noqa: TRY400 - it says it
                await rest(self._stop, _CALM)
            except Exception as why:
                log.exception("work failed and begins again", kind=kind, reason=f"{type(why).__name__}: {why}")
                await rest(self._stop, _CALM)

    async def _look_after(self) -> None:
        """Take up what an editor changed in files, and say now and then what was done."""
        while not self._stop.is_set():
            await rest(self._stop, NAP / 12)
            self._files.look()

    async def _fetch(self) -> None:
        """Poll what is due."""
        home = self._newsroom.settings.site.url
        site = home if self._client.outside(home) else None
        poller = Poller(self._newsroom, self._client, PATIENCE, site, POLLS)
        try:
            while True:
                if not first_start.waits(self._newsroom):
                    await poller.round(self.done, asyncio.Event())
                await asyncio.sleep(IDLE)
        finally:
            await poller.stop()

    async def _extract(self) -> None:
        """Read the pages of entries, and save what was read."""
        hand_over = functools.partial(page_queue.save, self._newsroom, self.done)
        ends = Counter({"all_polled": 1})  # nobody here says that more has come: look again
        newsroom, due, kept = self._newsroom, 0.0, KeptSources(self._newsroom)
        while True:
            if time.monotonic() >= due:
                pace, sources = Pace(newsroom), await _in_thread(kept.get)
                due = time.monotonic() + NAP
            await read.read_pages(
                newsroom, self._client, self._pool, pace, sources, hand_over, ends, asyncio.Event(), NAP
            )
            await asyncio.sleep(IDLE)

    async def _group(self) -> None:
        """Group what was read into stories, carry out edits, judge again where rules have changed."""
        newsroom, listed, kept = self._newsroom, SourceListWatch(self._newsroom), self._kept
        await self._group_what_waits(kept)
        while True:
            began, done = time.monotonic(), Counter[str]()
            clock.mend(newsroom)
            listed.take_up()
            ingest = await _in_thread(kept.take)
            try:
                await self._judge_again(ingest, done)
                await look_again.look_again(newsroom, self._client, self._pool, ingest, done, PATIENCE)
                await self._group_pages(ingest, listed, done, began + NAP)
            except asyncio.CancelledError:  # between two articles: the next one need not place these again
                ingest.snapshot()
                raise
            kept.keep(ingest)
            round_log.add(newsroom.store, newsroom.now(), time.monotonic() - began, done)
            self.done.update(done)

    async def _prepare_to_group(self) -> None:
        """Follow the worker that groups, to take over from it."""
        if time.monotonic() >= self._follows:
            await _in_thread(self._kept.follow, self._stopping)
            self._follows = time.monotonic() + FOLLOW

    async def _group_what_waits(self, kept: Kept) -> None:
        """Group some pages before all else: the source list and the rules may take long to look through."""
        kept.begin()
        ingest, done = await _in_thread(kept.take), Counter[str]()
        log.info("grouping begins")
        await read.ingest_all(self._newsroom, ingest, kept.sources(), done, page_queue.load(self._newsroom, PAGES))
        kept.keep(ingest)
        self.done.update(done)

    async def _judge_again(self, ingest: Ingest, done: Counter[str]) -> None:
        newsroom = self._newsroom
        await _in_thread(ingest.group_imported, self._stopping)
        await _in_thread(release.release, newsroom, done)
        await _in_thread(teach.follow_decisions, newsroom)
        if again := await _in_thread(rejudge.follow_rules, newsroom, ingest.open_stories):
            rejudge.count(again, done)

    async def _group_pages(self, ingest: Ingest, listed: SourceListWatch, done: Counter[str], end: float) -> None:
        """Group what was read, as it comes, until ``end``, or until rules or sources change."""
        newsroom = self._newsroom
        generation, sources = newsroom.generation, await _in_thread(self._kept.sources)
        while time.monotonic() < end and newsroom.generation == generation and not listed.changed():
            log_edits(ingest.apply_edits())
            results = page_queue.load(newsroom, PAGES)
            await read.ingest_all(newsroom, ingest, sources, done, results)
            await asyncio.sleep(0 if len(results) == PAGES else IDLE)

    async def _publish(self) -> None:
        """Publish what is in the outbox; tell webhooks and hubs; put out issues that are due."""
        newsroom = self._newsroom
        write.tidy(newsroom.records / "_news")  # unfinished files of a publisher that was killed
        links, done, due = link_languages.LinkLanguages(newsroom), self.done, 0.0
        public = self._client.outside(newsroom.settings.site.url)
        while True:
            hurry = time.monotonic() < due
            if not hurry:
                due = time.monotonic() + NAP
                await _in_thread(hand_edits.adopt, newsroom, done)
            if not hurry or newsroom.store.outbox_ids(1):
                await self._publish_all()
                await _in_thread(links.update)
            if not hurry:
                await _in_thread(alerts.look, newsroom)
                await _in_thread(issue_due.run_due, newsroom)
            await webhooks.notify(newsroom, self._client, PATIENCE)
            if public:
                await websub_publish.publish_updates(newsroom, self._client)
            await asyncio.sleep(PAUSE)

    async def _publish_all(self) -> None:
        """Publish in a thread; where that is cancelled, it ends after the batch at hand."""
        given_up = threading.Event()

        def stopping() -> bool:
            return given_up.is_set() or self._stopping()

        try:
            await _in_thread(publish.publish, self._newsroom, self.done, stopping, cancelled=given_up)
        finally:
            given_up.set()

    async def _mail(self) -> None:
        """Send mail, whenever no other worker does."""
        await send_mail.forever(self._newsroom, self._stop)


async def _in_thread(function: Callable[..., _T], *args: Any, cancelled: threading.Event | None = None) -> _T:
    """Call a function in a thread. Where this is cancelled, ``cancelled`` is set, and the function comes to its end."""
    task = asyncio.ensure_future(asyncio.to_thread(function, *args))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if cancelled is not None:
            cancelled.set()
        await asyncio.wait([task])
        raise
