"""Running a newsroom: one round, or round after round for ever."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import structlog

from coranto import errors, pipeline
from coranto.extract.pool import Pool
from coranto.fetch.client import Client
from coranto.newsroom import Newsroom
from coranto.notify import websub_publish
from coranto.run import source_list
from coranto.run.poll import Poller

log = structlog.get_logger("coranto")

WEEK = timedelta(days=7)
NAP = 60.0  # seconds between two looks at who is due
PATIENCE = 60.0  # and after which a round publishes what it has


async def run_once(newsroom: Newsroom, done: Counter[str]) -> None:
    """Do one round: everything that is due now; ``done`` counts along."""
    for problem in source_list.sync(newsroom):
        log.warning("source left out", reason=problem)
    with Pool() as pool:
        async with Client(newsroom.settings.fetch, agent_site(newsroom)) as client:
            restore_holds(newsroom, client)
            await pipeline.run_once(newsroom, client, pool, done)


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
    with Pool() as pool:
        async with Client(newsroom.settings.fetch, agent_site(newsroom)) as client:
            restore_holds(newsroom, client)
            home = newsroom.settings.site.url
            public = served and client.outside(home)
            poller = Poller(newsroom, client, PATIENCE, home if public else None)
            while not stop.is_set():
                done = Counter[str]()
                try:
                    if (stamp := source_list.stamp(newsroom)) != listed:
                        for problem in source_list.sync(newsroom):
                            log.warning("source left out", reason=problem)
                        listed = stamp
                    await pipeline.run_once(newsroom, client, pool, done, poller, PATIENCE)
                    if public:
                        await websub_publish.publish_updates(newsroom, client)
                    if done["answered"] or done["articles"]:
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
