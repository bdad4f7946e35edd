"""``coranto doctor``: check the machine, the database and every source."""

import email.utils
import importlib.metadata
import platform
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from coranto import __version__
from coranto.cli import hook_, open_site
from coranto.cli.sources_ import health
from coranto.config import extras
from coranto.newsroom import Newsroom, database
from coranto.run import source_list

_PARTS = ("aiohttp", "lxml", "msgspec", "sqlalchemy", "starlette", "trafilatura")
_LOW = 1_000_000_000  # bytes of free disk space below which it is reported


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Report versions, database, disk, clock, and the sources, pages and hooks that fail, with the reason.

    Exits with 1 where something needs a look.

    \b
    Example:
      coranto doctor
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        worries = [f"source left out: {problem}" for problem in source_list.sync(newsroom)]
        worries += report(newsroom)
    for worry in worries:
        click.echo(f"! {worry}")
    click.echo("all is well" if not worries else f"{len(worries)} to look at", err=True)
    sys.exit(1 if worries else 0)


def report(newsroom: Newsroom) -> Iterator[str]:
    """Print the state of the newsroom; yield what needs attention."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PARTS)
    click.echo(
        f"coranto {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}"
    )
    _extras()
    counts = newsroom.store.count_all()
    click.echo(f"database  {_without_password(database(newsroom.settings))}")
    click.echo("          " + ", ".join(f"{count:,} {name}" for name, count in counts.items()))
    folder = Path(newsroom.settings.folder)
    free = shutil.disk_usage(folder).free
    click.echo(f"disk      {free / 1e9:.1f} GB free at {folder}")
    if free < _LOW:
        yield f"only {free / 1e6:.0f} MB of disk are free; records cannot be written on a full one"
    yield from _clock(newsroom)
    yield from hook_.worries(newsroom)
    for problem in newsroom.problems:
        yield f"topic left out: {problem}"
    sources = newsroom.store.get_sources()
    click.echo(f"sources   {len(sources)}, {sum(1 for s in sources if not s.failures and not s.retired)} well")
    for source in sources:
        if source.failures or source.retired:
            yield f"{source.title or source.url}: {health(source, newsroom.now())}"
    pages = newsroom.store.failed_entries(20)
    for url, trouble in pages:
        yield f"page {url}: {trouble}"


def _extras() -> None:
    """Print which extras are installed, and what the missing ones would add."""
    there = [name for name in extras.EXTRAS if extras.there(name)]
    click.echo(f"extras    {', '.join(there) or 'none'}")
    for name, (_, purpose) in extras.EXTRAS.items():
        if name not in there:
            click.echo(f"          without {name}: {purpose} (`pip install 'coranto[{name}]'`)")


def _clock(newsroom: Newsroom) -> Iterator[str]:
    now = datetime.now(UTC)
    click.echo(f"clock     {email.utils.format_datetime(now)}")
    last = max((source.last_look for source in newsroom.store.get_sources() if source.last_look), default=None)
    if last and last > now:
        ahead = (last - now).total_seconds()
        yield f"the clock is behind: a source was looked at {ahead:.0f} s from now; set the clock"


def _without_password(address: str) -> str:
    return re.sub(r"://([^:/@]+):[^@]*@", r"://\1:…@", address)
