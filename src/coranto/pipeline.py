"""The newsroom on one page: poll, read, ingest, publish, notify; once, round after round, or by many workers.

When the rules have changed, recent articles are rejudged first (``run.rejudge``).

The path of an article: its source is polled (``run.poll``), its page is read and judged (``run.read``,
``run.assemble``), it joins a story and is saved with all that changes (``run.ingest``), its record is published through
the outbox (``run.publish``), and webhooks are notified (``notify.webhooks``). Each step saves its result before the
next one begins, so a run that is killed continues where it stopped. Several workers do the same steps side by side
(``run.worker``): they take due work from the queues with leases, and one of them each groups and publishes.
"""

import asyncio
import contextlib
import functools
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterator

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
    http_client,
    issue_due,
    leases,
    link_languages,
    look_again,
    publish,
    read,
    rejudge,
    release,
    reload,
    send_mail,
    teach,
    worker,
)
from coranto.run.ingest import Ingest, log_edits
from coranto.run.kept import Kept
from coranto.run.pages import PagePool
from coranto.run.poll import Poller
from coranto.run.source_list_watch import SourceListWatch
from coranto.run.waiting import together, until

log = structlog.get_logger("coranto")

NAP = 60.0  # seconds between two rounds
PATIENCE = 60.0  # seconds after which a round publishes what it has
_GLANCE = 2.0  # seconds between two looks at the source list while it rests


class Rounds:
    """Rounds of a newsroom, and what they keep from one to the next.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    client : Client
        Asks hosts.
    pool : PagePool
        Extracts pages.
    poller : Poller, optional
        Polls sources; by default one that waits for every answer.
    patience : float, optional
        Seconds after which a round publishes what it has; pages that are not read by then are counted as ``left``.
    stopping : callable, optional
        Whether the newsroom is about to stop: what is in the outbox then waits for the next run.

    """

    def __init__(
        self,
        newsroom: Newsroom,
        client: Client,
        pool: PagePool,
        poller: Poller | None = None,
        patience: float | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._newsroom, self._client, self._pool = newsroom, client, pool
        self._poller = poller or Poller(newsroom, client)
        self._patience, self._stopping = patience, stopping
        self._links, self._kept = link_languages.LinkLanguages(newsroom), Kept(newsroom)

    async def run(self, done: Counter[str]) -> None:
        """Run a round: poll every due source, read new pages, publish; ``done`` counts the results."""
        newsroom, start = self._newsroom, time.monotonic()
        clock.mend(newsroom)
        write.tidy(newsroom.records / "_news")  # unfinished files of a killed run
        await asyncio.to_thread(hand_edits.adopt, newsroom, done)
        ingest = await asyncio.to_thread(self._kept.take)
        await self._prepare(ingest, done)
        await self._poll_and_read(ingest, done)
        await look_again.look_again(newsroom, self._client, self._pool, ingest, done, self._patience)
        self._kept.keep(ingest)
        publish.publish(newsroom, done, self._stopping)
        await asyncio.to_thread(self._links.update)
        issue_due.run_due(newsroom)
        await asyncio.to_thread(alerts.look, newsroom)
        await webhooks.notify(newsroom, self._client, self._patience)
        round_log.add(newsroom.store, newsroom.now(), time.monotonic() - start, done)

    def close(self) -> None:
        """Save the open stories for the next program."""
        self._kept.close()

    async def _prepare(self, ingest: Ingest, done: Counter[str]) -> None:
        """Carry out edits, release what was held, and judge again where rules have changed."""
        newsroom = self._newsroom
        log_edits(ingest.apply_edits())
        await asyncio.to_thread(ingest.group_imported, self._stopping)
        await asyncio.to_thread(release.release, newsroom, done)
        await asyncio.to_thread(teach.follow_decisions, newsroom)
        if again := await asyncio.to_thread(rejudge.follow_rules, newsroom, ingest.open_stories):
            rejudge.count(again, done)
            publish.publish(newsroom, done, self._stopping)

    async def _poll_and_read(self, ingest: Ingest, done: Counter[str]) -> None:
        """Poll sources, and meanwhile read the pages of their entries and group the articles."""
        newsroom, more, sources = self._newsroom, asyncio.Event(), self._kept.sources()

        async def poll() -> None:
            try:
                await self._poller.round(done, more)
            finally:
                done["all_polled"] = 1
                more.set()

        hand_over = functools.partial(read.ingest_all, newsroom, ingest, sources, done)
        reading = read.read_pages(
            newsroom, self._client, self._pool, ingest.pace, sources, hand_over, done, more, self._patience
        )
        await together(poll(), reading)
        del done["all_polled"]


async def run_round(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    done: Counter[str],
    poller: Poller | None = None,
    patience: float | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Run one round that nothing follows; ``done`` counts the results (see ``Rounds``)."""
    rounds = Rounds(newsroom, client, pool, poller, patience, stopping)
    await rounds.run(done)
    rounds.close()


async def run_once(newsroom: Newsroom, done: Counter[str]) -> None:
    """Run one round over everything that is due now, and send the mail that waits; ``done`` counts the results."""
    SourceListWatch(newsroom).take_up()
    async with _equipped(newsroom) as (client, pool):
        await run_round(newsroom, client, pool, done)
    await send_mail.once(newsroom)


async def run_forever(
    newsroom: Newsroom,
    stop: asyncio.Event,
    report: Callable[[Counter[str]], None],
    nap: float = NAP,
    *,
    served: bool = False,
    stopping: Callable[[], bool] | None = None,
) -> None:
    """Run round after round until ``stop`` is set; a round under way is then given up, and nothing of it is lost.

    A round does not wait for slow hosts: their polls finish in a later round. Whatever goes wrong in a round is named
    in the log and counted, and the next round begins as usual.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom to run.
    stop : asyncio.Event
        Ends the loop.
    report : callable
        Called with the counts of every round that had something to do.
    nap : float
        Seconds between two rounds.
    served : bool
        Whether the site is served too, so that WebSub hubs can reach us and be notified.
    stopping : callable, optional
        Whether the loop is to end, where ``stop`` cannot be set yet because a step that is no coroutine is at work.

    """
    failed, generation = 0, newsroom.generation
    files, listed = reload.Reload(newsroom), SourceListWatch(newsroom)
    async with _equipped(newsroom, stop) as (client, pool), send_mail.beside(newsroom, stop):
        home = newsroom.settings.site.url
        public = served and client.outside(home)
        poller = Poller(newsroom, client, PATIENCE, home if public else None)
        rounds = Rounds(newsroom, client, pool, poller, PATIENCE, stopping or stop.is_set)
        while not stop.is_set():
            done = Counter[str]()
            try:
                files.look()
                generation = newsroom.generation
                listed.take_up()
                if not first_start.waits(newsroom):
                    await until(functools.partial(rounds.run, done), stop.wait())
                    if stop.is_set():
                        break
                    if public:
                        await until(functools.partial(websub_publish.publish_updates, newsroom, client), stop.wait())
                    if done["answered"] or done["articles"] or done["rejudged"]:
                        report(done)
            except errors.TakenOver:
                raise
            except errors.CorantoError as why:  # a full disk may have room again in a minute
                failed += 1
                _note_failure(newsroom, done, str(why))
                log.error("round failed", reason=str(why), failures=failed)  # noqa: TRY400 - the message says it all
            except Exception as why:
                failed += 1
                _note_failure(newsroom, done, f"{type(why).__name__}: {why}")
                log.exception("round failed", reason=f"{type(why).__name__}: {why}", failures=failed)
            if not done["left"]:
                await _rest(newsroom, stop, nap, listed, generation)
        await poller.stop()
        with contextlib.suppress(errors.CorantoError):  # what is not saved is placed again
            rounds.close()


async def work(
    newsroom: Newsroom, stop: asyncio.Event, kinds: Collection[str], stopping: Callable[[], bool]
) -> Counter[str]:
    """Work beside others on a shared store until ``stop`` is set; return the counts of what was done."""
    async with _equipped(newsroom, stop) as (client, pool):
        one = worker.Worker(newsroom, client, pool, stop, stopping)
        await one.work(kinds)
        return one.done


@contextlib.asynccontextmanager
async def _equipped(newsroom: Newsroom, stop: asyncio.Event | None = None) -> AsyncIterator[tuple[Client, PagePool]]:
    """Yield a client and processes that extract pages; leases are renewed meanwhile.

    Where ``stop`` is set, the processes end at once: their pages are still pending.
    """
    with PagePool() as pool, _ended_at(stop, pool), leases.kept(newsroom):
        async with http_client.opened(newsroom) as client:
            yield client, pool


@contextlib.contextmanager
def _ended_at(stop: asyncio.Event | None, pool: PagePool) -> Iterator[None]:
    try:
        yield
    finally:
        if stop is not None and stop.is_set():
            pool.close(cancel=True, kill=True)


def _note_failure(newsroom: Newsroom, done: Counter[str], trouble: str) -> None:
    """Remember why a round ended early, if the store takes it."""
    with contextlib.suppress(errors.StoreError):
        round_log.add(newsroom.store, newsroom.now(), 0.0, done, trouble)


async def _rest(newsroom: Newsroom, stop: asyncio.Event, nap: float, listed: SourceListWatch, generation: int) -> None:
    """Wait for the next round: until ``stop`` is set, the nap is over, or sources or rules were changed."""
    end = asyncio.get_running_loop().time() + nap
    while not stop.is_set() and (left := end - asyncio.get_running_loop().time()) > 0:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), min(_GLANCE, left))
        if newsroom.generation != generation or listed.changed():
            return
