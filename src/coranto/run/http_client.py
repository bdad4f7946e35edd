"""The client of a newsroom that polls: with its contact, its turns at hosts, and the pauses that hosts asked for."""

import contextlib
from collections.abc import AsyncIterator

from coranto.fetch.client import Client
from coranto.newsroom import Newsroom
from coranto.run import host_turns


@contextlib.asynccontextmanager
async def opened(newsroom: Newsroom) -> AsyncIterator[Client]:
    """Open a client that goes on as the last one ended."""
    async with Client(newsroom.settings.fetch, newsroom.contact, turns=host_turns.of(newsroom)) as client:
        restore_holds(newsroom, client)
        yield client


def restore_holds(newsroom: Newsroom, client: Client) -> None:
    """Restore the pauses that hosts asked for, so that they outlast a restart."""
    for source in newsroom.store.get_sources():
        if source.held and source.held > newsroom.now():
            client.hold(source.url, (source.held - newsroom.now()).total_seconds())
