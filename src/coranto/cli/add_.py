"""``coranto add``: one source, found from any address of it."""

import asyncio
from pathlib import Path

import click
import msgspec

from coranto import errors, roster, schedule
from coranto.cli import listed, site
from coranto.desk import Desk
from coranto.fetch.client import Client
from coranto.model.source import Source
from coranto.source import discover

PREVIEW = 5  # entries shown


@click.command()
@click.argument("address")
@click.option("--topic", "topics", multiple=True, help="A topic for everything it writes; may be repeated.")
@click.option("--folder", default="", help="Its place in the list.")
@click.option("--anyway", is_flag=True, help="Also where it seems to repeat a source there is.")
@click.pass_context
def command(ctx: click.Context, address: str, topics: tuple[str, ...], folder: str, anyway: bool) -> None:
    """Add a source: a feed, a sitemap, or a page that names its feed. Shows its newest entries.

    One that is on the list already gets the topics beside those it has, and the place.

    \b
    Example:
      coranto add https://news.example/ --topic AI
    """  # noqa: D301 - Click's \b keeps the lines
    with site.open_site(ctx) as desk:
        _refuse(desk, address, topics)
        found = asyncio.run(_find(desk, address))
        source = msgspec.structs.replace(found.source, topics=topics or found.source.topics, folder=folder)
        roster.on_list(desk)  # one that cannot be read is spoken of first
        roster.sync(desk)
        repeats = None if anyway else roster.alike(desk, source, found.entries)
        new = [] if repeats else roster.add(desk, [source])
        old = None if repeats or new else roster.amend(desk, source.id, topics, folder)
    verdict = "added" if new else "not added" if repeats else "known already"
    click.echo(f"{verdict}: {source.title or source.url} <{source.url}>{_standing(old) if old else ''}")
    for entry in found.entries[:PREVIEW]:
        date = f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "no date         "
        click.echo(f"  {date}  {entry.title or entry.url}")
    for other in found.others:
        click.echo(f"its page also names {other.title or 'a feed'} <{other.url}>")
    if repeats:
        click.echo(f"{repeats}; add it with --anyway if it is meant", err=True)
    if new:
        click.echo("It is looked at in the next round: `coranto run --once`.")


def _refuse(desk: Desk, address: str, topics: tuple[str, ...]) -> None:
    """Refuse what cannot be meant, before anybody is asked: a file here, a topic that there is not."""
    if "://" not in address and Path(address).is_file():
        raise errors.ConfigError(
            "this is a file, and a source is an address of the web; a list of sources (OPML) is taken over by "
            f"`coranto import {address}`",
            address,
        )
    names = list(desk.taxonomy.by_name)
    for name in topics:
        if name not in names:
            raise errors.ConfigError(f"names {listed.unknown(name, names)}; nothing was added", "--topic")


def _standing(source: Source) -> str:
    """Say how a source stands on the list."""
    topics = f"for the topics {', '.join(source.topics)}" if source.topics else "without a topic"
    return f", {topics}" + (f", in {source.folder}" if source.folder else "")


async def _find(desk: Desk, address: str) -> discover.Found:
    async with Client(desk.settings.fetch, schedule.agent_site(desk)) as client:
        return await discover.find(client, address)
