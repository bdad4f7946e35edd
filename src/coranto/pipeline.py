"""The newsroom on one page: poll, read, ingest, publish, notify; once, or round after round.

When the rules have changed, what is recent is judged again first (``run.rejudge``).

An article's way: its source is polled (``run.poll``), its page is read and judged (``run.read``, ``run.assemble``), it
finds its story and is saved with all that changes (``run.ingest``), and what is published of it leaves through the
outbox (``run.publish``); webhooks are notified (``notify.webhooks``). Each step saves its result before the next one
begins, so a run that is killed goes on where it stopped.
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
NAP = 60.0  # seconds between two looks at who is due
PATIENCE = 60.0  # and after which a round publishes what it has


async def run_round(
    newsroom: Newsroom,
    client: Client,
    pool: PagePool,
    done: Counter[str],
    poller: Poller | None = None,
    patience: float | None = None,
) -> None:
    """Look at every source that is due, read what is new, publish; ``done`` counts along.

    With ``patience`` a round goes on to publish after as many seconds, and what is not read by then is ``left``.
    """
    write.tidy(newsroom.records / "_news")  # what a killed run may have begun to write
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
    """Do one round: everything that is due now; ``done`` counts along."""
    for problem in source_list.sync(newsroom):
        log.warning("source left out", reason=problem)
    with PagePool() as pool:
        async with Client(newsroom.settings.fetch, agent_site(newsroom)) as client:
            restore_holds(newsroom, client)
            await run_round(newsroom, client, pool, done)


async def run_forever(
    newsroom: Newsroom,
    stop: asyncio.Event,
    told: Callable[[Counter[str]], None],
    nap: float = NAP,
    *,
    served: bool = False,
) -> None:
    """Do round after round until told to stop.

    A round does not wait for hosts that take their time: their looks end in a later one.

    Parameters
    ----------
    desk : Desk
        The newsroom.
    stop : asyncio.Event
        Ends the work after the round under way.
    told : callable
        Gets the counts of every round in which something was looked at.
    nap : float
        Seconds between two looks at who is due.
    served : bool
        Whether the site is served beside it, so that hubs can tell us what is new, and we them.

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
                        told(done)
                except errors.CorantoError as why:  # a full disk may be empty again in a minute
                    log.error("round failed", reason=str(why))  # noqa: TRY400 - the message says it all
                if not done["left"]:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), nap)
            await poller.stop()


def restore_holds(newsroom: Newsroom, client: Client) -> None:
    """Tell the client who asked to be left alone: what a host asks holds over a restart."""
    for source in newsroom.store.get_sources():
        if source.held and source.held > newsroom.now():
            client.hold(source.url, (source.held - newsroom.now()).total_seconds())


def agent_site(newsroom: Newsroom) -> str:
    """Give what the user agent names: whom to ask about us."""
    return newsroom.settings.fetch.contact or newsroom.settings.site.url
