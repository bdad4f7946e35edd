"""Poll all due sources concurrently; a slow host does not delay other ones.

A source is taken with a lease before it is polled. What a poll found is saved in the transaction that ends the lease,
and not at all if another worker has the source by then.
"""

import asyncio
import random
import secrets
from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

import structlog

from coranto import errors
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.entry import Feed
from coranto.model.reason import Reason
from coranto.model.response import Failure, Response
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.parse import feed as parser
from coranto.parse.known import Known
from coranto.run import leases, look_again
from coranto.source import cadence, pending, sitemap_index, websub
from coranto.text import secret_address

log = structlog.get_logger("coranto")

POLLS = 5_000  # concurrent polls; most of them wait for their host's turn
_PAUSE = 1.0  # seconds between checks for due sources, while more are due than may run
_BATCH_WINDOW = 0.02  # seconds in which finished polls are collected and saved together


class _Result(NamedTuple):
    """What a poll of a source found, under which attempt."""

    source: Source
    attempt: int
    outcome: Response | Failure
    feed: Feed | None


class Poller:
    """Polls the sources of a newsroom, round after round.

    Parameters
    ----------
    newsroom : Newsroom
        Its due sources are polled.
    client : Client
        Enforces its own limits and those of the hosts.
    patience : float or None
        Seconds after which a round ends although polls are running: they finish in a later round. None waits for all.
    site : str or None
        Public address where hubs can reach us; None subscribes to none.
    most : int
        Concurrent polls; few where other workers want to poll, too.

    """

    def __init__(
        self,
        newsroom: Newsroom,
        client: Client,
        patience: float | None = None,
        site: str | None = None,
        most: int = POLLS,
    ) -> None:
        self._newsroom, self._client, self._patience, self._site = newsroom, client, patience, site
        self._most = most
        self._known: dict[str, bytes] = {}  # hashes of the texts that each source had at its last poll
        self._asking: set[asyncio.Task[None]] = set()
        self._under_way: dict[str, asyncio.Task[None]] = {}
        newsroom.at_work["source"] = self._under_way
        self._results: list[_Result] = []
        self._saving: asyncio.Task[None] | None = None
        self._done, self._more = Counter[str](), asyncio.Event()

    async def round(self, done: Counter[str], more: asyncio.Event) -> None:
        """Poll all due sources; ``done`` counts results, and ``more`` is set whenever polls were saved."""
        self._done, self._more = done, more
        loop = asyncio.get_running_loop()
        end = None if self._patience is None else loop.time() + self._patience
        more_due = True
        while more_due or self._under_way:
            if more_due:
                more_due = self._begin()
            left = None if end is None else end - loop.time()
            if left is not None and left <= 0:
                return
            if self._under_way:
                pause = left if not more_due else min(_PAUSE, left or _PAUSE)
                await asyncio.wait(self._under_way.values(), timeout=pause)
            self._end()

    def _begin(self) -> bool:
        """Start as many polls as the limit allows; return whether more are due."""
        room = self._most - len(self._under_way)
        if room <= 0:
            return True
        taken = leases.take_sources(self._newsroom, room, self._under_way)
        for source, attempt in taken:
            self._under_way[source.id] = asyncio.create_task(self._poll(source, attempt))
        self._done["polled"] += len(taken)
        return len(taken) == room

    def _end(self) -> None:
        """Remove finished polls; raise errors of the newsroom itself."""
        ended = {source: task for source, task in self._under_way.items() if task.done()}
        for source in ended:
            del self._under_way[source]
        for trouble in [why for task in ended.values() if (why := task.exception())]:
            raise trouble

    async def stop(self) -> None:
        """Cancel running polls; their sources stay due."""
        left = [*self._under_way.values(), *self._asking]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._under_way.clear()

    async def _poll(self, source: Source, attempt: int) -> None:
        """Poll one source; results within ``_BATCH_WINDOW`` are saved together, which is much cheaper."""
        known = Known(self._known.get(source.id, b""))
        outcome, feed = await self._read(source, known)
        self._results.append(_Result(source, attempt, outcome, feed))
        if self._saving is None:
            self._saving = asyncio.create_task(self._save())
        await asyncio.shield(self._saving)
        if feed is not None:
            self._known[source.id] = known.blob()

    async def _save(self) -> None:
        await asyncio.sleep(_BATCH_WINDOW)
        results, self._results, self._saving = self._results, [], None
        newsroom, now = self._newsroom, self._newsroom.now()
        late = set[str]()
        with newsroom.store.transaction(writes=True):
            # Read again: the source list may have changed or dropped sources while their servers were slow.
            current = {one.id: one for one in newsroom.store.get_sources([one.source.id for one in results])}
            for one in results:
                if not leases.end(newsroom, "source", one.source.id, one.attempt):
                    late.add(one.source.id)
                elif one.source.id in current:
                    self._apply(current[one.source.id], one.outcome, one.feed, now)
        for one in results:
            if one.source.id in late:
                self._count_late(one.source, listed=one.source.id in current)
            else:
                self._count(one.source, one.outcome)
        self._more.set()

    def _apply(self, source: Source, outcome: Response | Failure, feed: Feed | None, now: datetime) -> None:
        """Save the result of a poll, and subscribe to the source's hub if it offers one."""
        store, jitter = self._newsroom.store, random.random()  # noqa: S311 - no secret
        after = cadence.after(source, outcome, feed, now, jitter)
        entries = [] if feed is None else pending.entries(source, feed, now)
        new = store.save_poll(after, entries)
        look_again.note(self._newsroom, source, entries, now)
        self._done["new"] += new
        if new and websub.trusted(after, now):
            after = cadence.after(websub.missed(source), outcome, feed, now, jitter)
            store.save_source(after)
        if self._site and isinstance(outcome, Response):
            offer = websub.offered(feed, outcome.headers, outcome.url) if feed else None
            if websub.due(after, offer, now):
                asking = websub.begin(after, offer, now, secrets.token_urlsafe(32))
                store.save_source(asking)
                task = asyncio.create_task(self._subscribe(asking, self._site))
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)

    async def _subscribe(self, source: Source, site: str) -> None:
        have = source.subscription
        assert have is not None, "it was begun"
        outcome = await self._client.post(have.hub, websub.request(source, site), "application/x-www-form-urlencoded")
        if isinstance(outcome, Failure):
            log.info(
                "hub not subscribed to",
                source=source.title or secret_address.public_form(source.url),
                hub=have.hub,
                reason=say(outcome.reason),
            )

    def _count(self, source: Source, outcome: Response | Failure) -> None:
        self._done["answered"] += 1
        if isinstance(outcome, Response):
            self._done["unchanged"] += outcome.status == 304
        elif outcome.held:
            self._done["held"] += 1
        else:
            self._done["failed"] += 1
            log.warning(
                "source failed",
                source=source.title or secret_address.public_form(source.url),
                reason=say(outcome.reason),
            )

    def _count_late(self, source: Source, *, listed: bool) -> None:
        if listed:
            self._done["late"] += 1
            leases.note_late(source.title or secret_address.public_form(source.url))

    async def _read(self, source: Source, known: Known) -> tuple[Response | Failure, Feed | None]:
        """Fetch and parse a source; anything unreadable is a ``Failure``."""
        try:
            outcome = await self._client.get(source.url, etag=source.etag, modified=source.modified)
            if isinstance(outcome, Failure):
                return outcome, None
            if outcome.status == 304:
                return await self._read_parts(source, outcome, None) if source.parts else (outcome, None)
            kind = self._newsroom.kinds.get(source.kind, self._newsroom.kinds["feed"])
            more: dict[str, Any] = {}  # arguments that a plugin's reader need not accept
            if kind is parser.read:
                language = outcome.headers.get("content-language")
                more = {"known": known, "language": language, "most": self._newsroom.settings.fetch.max_bytes}
            feed = await asyncio.to_thread(
                kind, outcome.body, url=outcome.url, content_type=outcome.content_type, **more
            )
            return await self._read_parts(source, outcome, feed) if feed.kind == "sitemapindex" else (outcome, feed)
        except errors.CorantoError as why:
            return Failure(url=source.url, reason=why.reason), None
        except Exception as why:  # noqa: BLE001 - a failing reader affects only its source
            return Failure(
                url=source.url, reason=Reason("fetch.not_read", {"said": f"{type(why).__name__}: {why}"})
            ), None

    async def _read_parts(
        self, source: Source, outcome: Response, index: Feed | None
    ) -> tuple[Response | Failure, Feed | None]:
        """Read the sitemaps of an index, even if the index itself is unchanged."""
        found = await sitemap_index.read(self._client, source, index, self._newsroom.settings.fetch.max_bytes)
        return (found, None) if isinstance(found, Failure) else (outcome, found)
