"""Running a newsroom: one round, or round after round for ever."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import structlog

from coranto import errors, pipeline, roster
from coranto.desk import Desk
from coranto.fetch.client import Client
from coranto.gather import Gathering
from coranto.run.pages import PagePool
from coranto.serve import hubs

log = structlog.get_logger("coranto")

WEEK = timedelta(days=7)
NAP = 60.0  # seconds between two looks at who is due
PATIENCE = 60.0  # and after which a round publishes what it has


async def once(desk: Desk, done: Counter[str]) -> None:
    """Do one round: everything that is due now; ``done`` counts along."""
    for problem in roster.sync(desk):
        log.warning("source left out", reason=problem)
    with PagePool() as pool:
        async with Client(desk.settings.fetch, agent_site(desk)) as client:
            remember(desk, client)
            await pipeline.run_once(desk, client, pool, done)


async def forever(
    desk: Desk,
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
    with PagePool() as pool:
        async with Client(desk.settings.fetch, agent_site(desk)) as client:
            remember(desk, client)
            home = desk.settings.site.url
            public = served and client.outside(home)
            gathering = Gathering(desk, client, PATIENCE, home if public else None)
            while not stop.is_set():
                done = Counter[str]()
                try:
                    if (stamp := roster.stamp(desk)) != listed:
                        for problem in roster.sync(desk):
                            log.warning("source left out", reason=problem)
                        listed = stamp
                    await pipeline.run_once(desk, client, pool, done, gathering, PATIENCE)
                    if public:
                        await hubs.tell(desk, client)
                    if done["answered"] or done["articles"]:
                        told(done)
                except errors.CorantoError as why:  # a full disk may be empty again in a minute
                    log.error("round failed", reason=str(why))  # noqa: TRY400 - the message says it all
                if not done["left"]:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), nap)
            await gathering.stop()


def remember(desk: Desk, client: Client) -> None:
    """Tell the client who asked to be left alone: what a host asks holds over a restart."""
    for source in desk.store.sources():
        if source.held and source.held > desk.now():
            client.hold(source.url, (source.held - desk.now()).total_seconds())


def agent_site(desk: Desk) -> str:
    """Give what the user agent names: whom to ask about us."""
    return desk.settings.fetch.contact or desk.settings.site.url
