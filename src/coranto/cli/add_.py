"""``coranto add``: add one source, found from any of its addresses."""

import asyncio
from pathlib import Path

import click
import msgspec

from coranto import errors
from coranto.cli import open_site, source_list_findings
from coranto.fetch.client import Client
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.run import source_change, source_list
from coranto.source import discover

PREVIEW = 5  # entries shown


@click.command()
@click.argument("address")
@click.option("--topic", "topics", multiple=True, help="A topic for everything it writes; may be repeated.")
@click.option("--folder", default="", help="Its place in the list.")
@click.option("--unseen", is_flag=True, help="Try it for a week: judged, and nothing of it published.")
@click.option("--anyway", is_flag=True, help="Also where it seems to repeat a source there is.")
@click.pass_context
def command(ctx: click.Context, address: str, topics: tuple[str, ...], folder: str, unseen: bool, anyway: bool) -> None:
    """Add a source: a feed, a sitemap, or a page that names its feed. Shows its newest entries.

    One that is on the list already gets the topics beside those it has, and the place.

    \b
    Example:
      coranto add https://news.example/ --topic AI
    """
    with open_site.open_site(ctx) as newsroom:
        _refuse(newsroom, address, topics)
        discovered = asyncio.run(_find(newsroom, address))
        source = msgspec.structs.replace(discovered.source, topics=topics or discovered.source.topics, folder=folder)
        if unseen:
            until = (newsroom.now() + source_change.TRIAL).date()
            source = msgspec.structs.replace(source, unseen=until)
        source_list.on_list(newsroom)  # report an unreadable list before anything else
        source_list.sync(newsroom)
        repeats = None if anyway else source_list.alike(newsroom, source, discovered.entries)
        new = [] if repeats else source_list.add(newsroom, [source])
        old = None if repeats or new else source_list.amend(newsroom, source.id, topics, folder)
    verdict = "added" if new else "not added" if repeats else "known already"
    click.echo(f"{verdict}: {source.title or source.url} <{source.url}>{_standing(old) if old else ''}")
    for entry in discovered.entries[:PREVIEW]:
        date = f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "no date         "
        click.echo(f"  {date}  {entry.title or entry.url}")
    for other in discovered.others:
        click.echo(f"its page also names {other.title or 'a feed'} <{other.url}>")
    if repeats:
        click.echo(f"{repeats}; add it with --anyway if it is meant", err=True)
    if new:
        click.echo("It is looked at in the next round: `coranto run --once`.")
        if source.unseen:
            click.echo(f"Nothing of it is published until `coranto sources keep {source.id}`.")


def _refuse(newsroom: Newsroom, address: str, topics: tuple[str, ...]) -> None:
    """Refuse a local file and unknown topics before any request is sent."""
    if "://" not in address and Path(address).is_file():
        raise errors.ConfigError(
            "this is a file, and a source is an address of the web; a list of sources (OPML) is taken over by "
            f"`coranto import {address}`",
            address,
        )
    names = list(newsroom.taxonomy.by_name)
    for name in topics:
        if name not in names:
            raise errors.ConfigError(f"names {source_list_findings.unknown(name, names)}; nothing was added", "--topic")


def _standing(source: Source) -> str:
    """Describe a source's entry in the source list."""
    topics = f"for the topics {', '.join(source.topics)}" if source.topics else "without a topic"
    return f", {topics}" + (f", in {source.folder}" if source.folder else "")


async def _find(newsroom: Newsroom, address: str) -> discover.Found:
    async with Client(newsroom.settings.fetch, newsroom.contact) as client:
        return await discover.find(client, address)
