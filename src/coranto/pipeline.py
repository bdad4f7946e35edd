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
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator
from datetime import timedelta
from typing import Any

import structlog

from coranto import errors
from coranto.config import extras
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.newsroom import Newsroom
from coranto.notify import webhooks, websub_publish
from coranto.operate import clock, round_log
from coranto.record import write
from coranto.run import (
    alerts,
    first_start,
    hand_edits,
    host_turns,
    issue_due,
    issue_mail,
    leases,
    link_languages,
    look_again,
    publish,
    read,
    rejudge,
    release,
    reload,
    source_list,
    teach,
    worker,
)
from coranto.run.ingest import Ingest
from coranto.run.kept import Kept
from coranto.run.pages import PagePool
from coranto.run.poll import Poller

log = structlog.get_logger("coranto")

WEEK = timedelta(days=7)
_LAST_MAIL = 10.0  # seconds for the answer to a mail that is under way when the newsroom stops
NAP = 60.0  # seconds between two rounds
_GLANCE = 2.0  # seconds between two looks at the source list while it rests
PATIENCE = 60.0  # seconds after which a round publishes what it has


async def run_round(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    done: Counter[str],
    poller: Poller | None = None,
    patience: float | None = None,
    stopping: Callable[[], bool] = lambda: False,
    links: link_languages.LinkLanguages | None = None,
    kept: Kept | None = None,
) -> None:
    """Poll every due source, read new pages, publish; ``done`` counts the results.

    With ``patience`` the round publishes after that many seconds; pages not read by then are counted as ``left``.
    When ``stopping`` says so, what is in the outbox waits for the next run.
    """
    start = time.monotonic()
    clock.mend(newsroom)
    write.tidy(newsroom.records / "_news")  # unfinished files of a killed run
    await asyncio.to_thread(hand_edits.adopt, newsroom, done)
    keeps = kept or Kept(newsroom)
    ingest = await asyncio.to_thread(keeps.take)
    await _gather(newsroom, client, pool, done, poller or Poller(newsroom, client), patience, stopping, keeps, ingest)
    keeps.keep(ingest)
    if kept is None:  # there is no next round
        keeps.close()
    publish.publish(newsroom, done, stopping)
    await asyncio.to_thread((links or link_languages.LinkLanguages(newsroom)).update)
    issue_due.run_due(newsroom)
    await asyncio.to_thread(alerts.look, newsroom)
    await webhooks.notify(newsroom, client, patience)
    round_log.add(newsroom.store, newsroom.now(), time.monotonic() - start, done)


async def _gather(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    done: Counter[str],
    poller: Poller,
    patience: float | None,
    stopping: Callable[[], bool],
    kept: Kept,
    ingest: Ingest,
) -> None:
    """Carry out edits, judge again where rules have changed, poll, read pages and group their articles."""
    for edit in ingest.apply_edits():
        trouble = say(edit.trouble) if edit.trouble else ""
        log.info("edit", number=edit.number, kind=edit.kind, made=edit.made, trouble=trouble)
    await asyncio.to_thread(ingest.group_imported, stopping)
    await asyncio.to_thread(release.release, newsroom, done)
    await asyncio.to_thread(teach.follow_decisions, newsroom)
    if again := await asyncio.to_thread(rejudge.follow_rules, newsroom, ingest.open_stories):
        rejudge.count(again, done)
        publish.publish(newsroom, done, stopping)
    more = asyncio.Event()

    async def poll() -> None:
        try:
            await poller.round(done, more)
        finally:
            done["all_polled"] = 1
            more.set()

    sources = kept.sources()
    hand_over = functools.partial(read.ingest_all, newsroom, ingest, sources, done)
    reading = read.read_pages(newsroom, client, pool, ingest.pace, sources, hand_over, done, more, patience)
    await _together(poll(), reading)
    del done["all_polled"]
    await look_again.look_again(newsroom, client, pool, ingest, done, patience)


async def run_once(newsroom: Newsroom, done: Counter[str]) -> None:
    """Run one round over everything that is due now; ``done`` counts the results."""
    for problem in source_list.sync(newsroom):
        log.warning("source left out", reason=problem)
    with PagePool() as pool, leases.kept(newsroom):
        async with Client(newsroom.settings.fetch, agent_site(newsroom), turns=host_turns.of(newsroom)) as client:
            restore_holds(newsroom, client)
            await run_round(newsroom, client, pool, done)
    if extras.there("mail"):
        from coranto.mailing import send  # noqa: PLC0415 - needs the extra

        await send.send_once(newsroom, issue_mail.parts)


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
    listed: tuple[int, int] | None = None
    failed, generation = 0, newsroom.generation
    stopping = stopping or stop.is_set
    files = reload.Reload(newsroom)
    with PagePool() as pool, _ended_at(stop, pool), leases.kept(newsroom):
        turns = host_turns.of(newsroom)
        async with Client(newsroom.settings.fetch, agent_site(newsroom), turns=turns) as client, _mail(newsroom, stop):
            restore_holds(newsroom, client)
            home = newsroom.settings.site.url
            public = served and client.outside(home)
            poller = Poller(newsroom, client, PATIENCE, home if public else None)
            links, kept = link_languages.LinkLanguages(newsroom), Kept(newsroom)
            while not stop.is_set():
                done = Counter[str]()
                try:
                    files.look()
                    generation = newsroom.generation
                    listed = _listed(newsroom, listed)
                    if first_start.waits(newsroom):
                        await _rest(newsroom, stop, nap, (listed, generation))
                        continue
                    round_ = run_round(newsroom, client, pool, done, poller, PATIENCE, stopping, links, kept)
                    if not await _finished(round_, stop):
                        break
                    if public:
                        await _finished(websub_publish.publish_updates(newsroom, client), stop)
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
                    await _rest(newsroom, stop, nap, (listed, generation))
            await poller.stop()
            with contextlib.suppress(errors.CorantoError):  # what is not saved is placed again
                kept.close()


async def work(
    newsroom: Newsroom, stop: asyncio.Event, kinds: Collection[str], stopping: Callable[[], bool]
) -> Counter[str]:
    """Work beside others on a shared store until ``stop`` is set; return the counts of what was done."""
    with PagePool() as pool, _ended_at(stop, pool), leases.kept(newsroom):
        async with Client(newsroom.settings.fetch, agent_site(newsroom), turns=host_turns.of(newsroom)) as client:
            restore_holds(newsroom, client)
            one = worker.Worker(newsroom, client, pool, stop, stopping)
            await one.work(kinds)
            return one.done


def _note_failure(newsroom: Newsroom, done: Counter[str], trouble: str) -> None:
    """Remember why a round ended early, if the store takes it."""
    with contextlib.suppress(errors.StoreError):
        round_log.add(newsroom.store, newsroom.now(), 0.0, done, trouble)


def _listed(newsroom: Newsroom, known: tuple[int, int] | None) -> tuple[int, int] | None:
    """Take up the source list if it changed since it had the stamp ``known``; return its stamp now."""
    if (stamp := source_list.stamp(newsroom)) != known:
        for problem in source_list.sync(newsroom):
            log.warning("source left out", reason=problem)
    return stamp


async def _rest(newsroom: Newsroom, stop: asyncio.Event, nap: float, known: tuple[tuple[int, int] | None, int]) -> None:
    """Wait for the next round: until ``stop`` is set, the nap is over, or sources or rules were changed.

    ``known`` are the stamp of the source list and the newsroom's generation in the last round.
    """
    end = asyncio.get_running_loop().time() + nap
    while not stop.is_set() and (left := end - asyncio.get_running_loop().time()) > 0:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), min(_GLANCE, left))
        if (source_list.stamp(newsroom), newsroom.generation) != known:
            return


async def _together(*work: Coroutine[Any, Any, None]) -> None:
    """Run coroutines at the same time; when one fails, the others end before its error is raised."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _finished(work: Coroutine[Any, Any, object], stop: asyncio.Event) -> bool:
    """Run a coroutine to its end, or give it up when ``stop`` is set; return whether it came to its end."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended = task.done()
        for one in (task, stopped):
            one.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)
    if ended:
        task.result()
    return ended


@contextlib.contextmanager
def _ended_at(stop: asyncio.Event, pool: PagePool) -> Iterator[None]:
    """End the pool's processes at once where the loop was stopped: their pages are still pending."""
    try:
        yield
    finally:
        if stop.is_set():
            pool.close(cancel=True, kill=True)


@contextlib.asynccontextmanager
async def _mail(newsroom: Newsroom, stop: asyncio.Event) -> AsyncIterator[None]:
    """Send the newsletter and the notes that forms ask for, beside the rounds; at the end a mail under way ends."""
    if not extras.there("mail"):
        yield
        return
    from coranto.mailing import send  # noqa: PLC0415 - needs the extra

    task = asyncio.create_task(send.send_forever(newsroom, issue_mail.parts, stop))
    try:
        yield
    finally:
        if stop.is_set():
            await asyncio.wait({task}, timeout=_LAST_MAIL)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def restore_holds(newsroom: Newsroom, client: Client) -> None:
    """Restore the pauses that hosts asked for, so that they outlast a restart."""
    for source in newsroom.store.get_sources():
        if source.held and source.held > newsroom.now():
            client.hold(source.url, (source.held - newsroom.now()).total_seconds())


def agent_site(newsroom: Newsroom) -> str:
    """Return the contact that the user agent names."""
    return newsroom.settings.fetch.contact or newsroom.settings.site.url
