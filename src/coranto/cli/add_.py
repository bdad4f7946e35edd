"""``coranto add``: one source, found from any address of it."""

import asyncio

import click
import msgspec

from coranto import roster, schedule
from coranto.cli import site
from coranto.desk import Desk
from coranto.fetch.client import Client
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

    \b
    Example:
      coranto add https://news.example/ --topic AI
    """  # noqa: D301 - Click's \b keeps the lines
    with site.open_site(ctx) as desk:
        found = asyncio.run(_find(desk, address))
        source = msgspec.structs.replace(found.source, topics=topics or found.source.topics, folder=folder)
        roster.on_list(desk)  # one that cannot be read is spoken of first
        roster.sync(desk)
        repeats = None if anyway else roster.alike(desk, source, found.entries)
        new = [] if repeats else roster.add(desk, [source])
    verdict = "added" if new else "not added" if repeats else "known already"
    click.echo(f"{verdict}: {source.title or source.url} <{source.url}>")
    for entry in found.entries[:PREVIEW]:
        date = f"{entry.published:%Y-%m-%d %H:%M}" if entry.published else "no date         "
        click.echo(f"  {date}  {entry.title or entry.url}")
    for other in found.others:
        click.echo(f"its page also names {other.title or 'a feed'} <{other.url}>")
    if repeats:
        click.echo(f"{repeats}; add it with --anyway if it is meant", err=True)
    if new:
        click.echo("It is looked at in the next round: `coranto run --once`.")


async def _find(desk: Desk, address: str) -> discover.Found:
    async with Client(desk.settings.fetch, schedule.agent_site(desk)) as client:
        return await discover.find(client, address)
