"""``coranto doctor``: check the machine, the database and every source."""

import email.utils
import importlib.metadata
import platform
import re
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from coranto import __version__
from coranto.cli import (
    open_site,
    operating_findings,
    placeholder_findings,
    profile_notice,
    source_list_findings,
    webhook_,
)
from coranto.cli.sources_ import health
from coranto.config import extras
from coranto.decide import intake, line
from coranto.decide.intake import Intake
from coranto.newsroom import Newsroom, database
from coranto.run import hand_edits, source_list

_PARTS = ("aiohttp", "lxml", "msgspec", "sqlalchemy", "starlette", "trafilatura")
_DAYS = 7  # of what came in
_MANY = 1_000_000  # of the outbox


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Report versions, database, disk, clock, and the sources, pages and hooks that fail, with the reason.

    Exits with 1 where something needs a look.

    \b
    Example:
      coranto doctor
    """
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
    yield from operating_findings.disk(newsroom)
    yield from newsroom.store.find_damage()
    yield from _files(newsroom)
    yield from _clock(newsroom)
    yield from operating_findings.rounds(newsroom)
    yield from operating_findings.backups(newsroom)
    yield from operating_findings.proxy(newsroom)
    yield from webhook_.worries(newsroom)
    for problem in newsroom.problems:
        yield f"topic left out: {problem}"
    sources = newsroom.store.get_sources()
    click.echo(f"sources   {len(sources)}, {sum(1 for s in sources if not s.failures and not s.retired)} well")
    for source in sources:
        if source.failures or source.retired:
            yield f"{source.title or source.url}: {health(source, newsroom.now())}"
    for url, trouble in newsroom.store.failed_entries(20):
        yield f"page {url}: {trouble}"
    yield from placeholder_findings.of(newsroom.settings, list(newsroom.taxonomy))
    if not sources:
        yield f"{newsroom.settings.paths.sources}: {source_list_findings.EMPTY}"
        return
    yield from _intake(newsroom)
    if notice := profile_notice.notice(newsroom):
        click.echo(f"profile   {notice}")


def _intake(newsroom: Newsroom) -> Iterator[str]:
    """Print what came in during the last days; yield what to do where none of it is published."""
    settings = newsroom.settings
    counts = intake.since(newsroom.store, settings, newsroom.now() - timedelta(days=_DAYS))
    bar = "the line is at" if line.lined(settings) else "the threshold is"
    on = f"{counts.on_subject:,} of them on the subject, " if newsroom.taxonomy.by_name else ""
    click.echo(
        f"news      {counts.articles:,} articles in {_DAYS} days, {on}{counts.stories:,} "
        f"{'story' if counts.stories == 1 else 'stories'}, {counts.published:,} published; {bar} {counts.line}"
    )
    if not counts.published:
        yield _nothing(newsroom, counts)


def _nothing(newsroom: Newsroom, counts: Intake) -> str:
    """Say why nothing was published lately, and what to do."""
    settings = newsroom.settings
    if not counts.articles:
        return (
            f"nothing came in during {_DAYS} days; `coranto run --once` looks at the sources that are due, "
            "`coranto sources` says how each is doing"
        )
    if not counts.on_subject:
        return (
            f"none of {counts.articles:,} articles is on the subject; more words in {settings.paths.topics} find more "
            "(`coranto tune --word 'TOPIC: WORDS'` shows what they would find), or other sources"
        )
    if line.lined(settings):
        return (
            f"{counts.on_subject:,} articles are on the subject and none is published; `coranto explain` says why of "
            "each, and `coranto tune --set publish.per_day=20` shows what a larger number would bring"
        )
    return (
        f"{counts.on_subject:,} articles are on the subject and none reached {counts.line}; `coranto tune --set "
        "publish.threshold=30` shows what a lower threshold would bring"
    )


def _files(newsroom: Newsroom) -> Iterator[str]:
    """Print how many records wait for their files; yield the files that are missing though none waits."""
    with newsroom.store.transaction():
        waiting = set(newsroom.store.outbox_ids(_MANY))
        missing = [name for name in hand_edits.missing(newsroom) if name not in waiting]
    if waiting:
        click.echo(f"outbox    {len(waiting):,} records are written in the next round")
    if missing:
        records = newsroom.store.get_records(missing[:3])
        few = ", ".join(one.path for one in records.values())
        yield f"{len(missing):,} record files are missing ({few}); the next round of `coranto run` writes them again"


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
    built = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if built > now + timedelta(days=1):
        yield f"the clock is behind: this program was installed on {built:%Y-%m-%d}; set the clock"
    last = max((source.last_look for source in newsroom.store.get_sources() if source.last_look), default=None)
    if last and last > now:
        ahead = (last - now).total_seconds()
        yield f"the clock is behind: a source was looked at {ahead:.0f} s from now; set the clock"


def _without_password(address: str) -> str:
    return re.sub(r"://([^:/@]+):[^@]*@", r"://\1:…@", address)
