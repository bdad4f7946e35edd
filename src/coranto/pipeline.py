"""The newsroom on one page: poll, read, ingest, publish, notify; once, or round after round.

When the rules have changed, recent articles are rejudged first (``run.rejudge``).

The path of an article: its source is polled (``run.poll``), its page is read and judged (``run.read``,
``run.assemble``), it joins a story and is saved with all that changes (``run.ingest``), its record is published through
the outbox (``run.publish``), and webhooks are notified (``notify.webhooks``). Each step saves its result before the
next one begins, so a run that is killed continues where it stopped.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import structlog

from coranto import errors
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.newsroom import Newsroom
from coranto.notify import webhooks, websub_publish
from coranto.record import write
from coranto.run import publish, read, rejudge, reload, source_list
from coranto.run.ingest import Ingest
from coranto.run.pages import PagePool
from coranto.run.poll import Poller

log = structlog.get_logger("coranto")

WEEK = timedelta(days=7)
NAP = 60.0  # seconds between two rounds
PATIENCE = 60.0  # seconds after which a round publishes what it has


async def run_round(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    done: Counter[str],
    poller: Poller | None = None,
    patience: float | None = None,
) -> None:
    """Poll every due source, read new pages, publish; ``done`` counts the results.

    With ``patience`` the round publishes after that many seconds; pages not read by then are counted as ``left``.
    """
    write.tidy(newsroom.records / "_news")  # unfinished files of a killed run
    more = asyncio.Event()
    ingest = Ingest(newsroom)
    for edit in ingest.apply_edits():
        trouble = say(edit.trouble) if edit.trouble else ""
        log.info("edit", number=edit.number, kind=edit.kind, made=edit.made, trouble=trouble)
    if again := await asyncio.to_thread(rejudge.follow_rules, newsroom, ingest.open_stories()):
        rejudge.count(again, done)
        publish.publish(newsroom, done)
    poller = poller or Poller(newsroom, client)

    async def poll() -> None:
        try:
            await poller.round(done, more)
        finally:
            done["gathered"] = 1
            more.set()

    await asyncio.gather(poll(), read.read_pages(newsroom, client, pool, ingest, done, more, patience))
    del done["gathered"]
    ingest.snapshot()
    publish.publish(newsroom, done)
    await webhooks.notify(newsroom, client, patience)


async def run_once(newsroom: Newsroom, done: Counter[str]) -> None:
    """Run one round over everything that is due now; ``done`` counts the results."""
    for problem in source_list.sync(newsroom):
        log.warning("source left out", reason=problem)
    with PagePool() as pool:
        async with Client(newsroom.settings.fetch, agent_site(newsroom)) as client:
            restore_holds(newsroom, client)
            await run_round(newsroom, client, pool, done)


async def run_forever(
    newsroom: Newsroom,
    stop: asyncio.Event,
    report: Callable[[Counter[str]], None],
    nap: float = NAP,
    *,
    served: bool = False,
) -> None:
    """Run round after round until ``stop`` is set.

    A round does not wait for slow hosts: their polls finish in a later round.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom to run.
    stop : asyncio.Event
        Ends the loop after the current round.
    report : callable
        Called with the counts of every round that had something to do.
    nap : float
        Seconds between two rounds.
    served : bool
        Whether the site is served too, so that WebSub hubs can reach us and be notified.

    """
    listed = None
    files = reload.Reload(newsroom)
    with PagePool() as pool:
        async with Client(newsroom.settings.fetch, agent_site(newsroom)) as client:
            restore_holds(newsroom, client)
            home = newsroom.settings.site.url
            public = served and client.outside(home)
            poller = Poller(newsroom, client, PATIENCE, home if public else None)
            while not stop.is_set():
                done = Counter[str]()
                try:
                    files.look()
                    if (stamp := source_list.stamp(newsroom)) != listed:
                        for problem in source_list.sync(newsroom):
                            log.warning("source left out", reason=problem)
                        listed = stamp
                    await run_round(newsroom, client, pool, done, poller, PATIENCE)
                    if public:
                        await websub_publish.publish_updates(newsroom, client)
                    if done["answered"] or done["articles"] or done["rejudged"]:
                        report(done)
                except errors.CorantoError as why:  # a full disk may have room again in a minute
                    log.error("round failed", reason=str(why))  # noqa: TRY400 - the message says it all
                if not done["left"]:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), nap)
            await poller.stop()


def restore_holds(newsroom: Newsroom, client: Client) -> None:
    """Restore the pauses that hosts asked for, so that they outlast a restart."""
    for source in newsroom.store.get_sources():
        if source.held and source.held > newsroom.now():
            client.hold(source.url, (source.held - newsroom.now()).total_seconds())


def agent_site(newsroom: Newsroom) -> str:
    """Return the contact that the user agent names."""
    return newsroom.settings.fetch.contact or newsroom.settings.site.url
