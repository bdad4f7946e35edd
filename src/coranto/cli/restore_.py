"""``coranto restore``: a backup becomes a newsroom again, or proves in a drill that it could."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coranto import errors
from coranto.cli import open_site
from coranto.config import settings_file
from coranto.newsroom import Newsroom

if TYPE_CHECKING:
    from coranto.operate import restore


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into", metavar="DIR", type=click.Path(path_type=Path), help="An empty or a new folder for the newsroom."
)
@click.option("--verify", is_flag=True, help="Compare all tables and records; without --into: only a drill.")
@click.option("--database", metavar="ADDRESS", default="", help="Where a backup of PostgreSQL is restored to.")
@click.pass_context
def command(ctx: click.Context, file: Path, into: Path | None, verify: bool, database: str) -> None:
    """Restore a backup into an empty folder; nothing that exists is overwritten.

    Every file is held to the backup's manifest; --verify compares the tables of the store and the records too. With
    --verify alone it is a drill: the backup is restored to a place of its own, verified and deleted again; `/health` of
    the newsroom in this folder tells when that was and whether it went well.

    What the lost newsroom may have sent since the backup is not sent again by itself: webhooks are off until
    `coranto webhook test` switches them on, and issues that were planned ask.

    \b
    Example:
      coranto restore news.tar.zst --into /srv/news --verify
      coranto restore news.tar.zst --verify
    """
    from coranto.operate import restore

    database = database or os.environ.get("CORANTO_DATABASE", "")
    if into is None:
        if not verify:
            raise errors.BackupError("say where to with --into DIR, or --verify for a drill", str(file))
        open_site.listen(ctx)
        config = Path(ctx.obj["config"] or settings_file.FILE)
        if config.is_file():
            with open_site.open_site(ctx) as newsroom:
                sys.exit(0 if drill(newsroom, file, database) else 1)
        sys.exit(0 if _told(restore.drill(file, datetime.now(UTC), database), file) else 1)
    report = restore.restore(file, into, datetime.now(UTC).replace(microsecond=0), database, verify=verify)
    counts = report.manifest.counts
    click.echo(f"{into}: as of {report.manifest.made:%Y-%m-%d %H:%M} UTC, {counts['articles']:,} articles, "
               f"{counts['published']:,} published")  # fmt: skip
    if report.manifest.database == "postgresql":
        click.echo("its secrets are not in a backup: write `database` with its password, or CORANTO_DATABASE", err=True)
    for number in report.webhooks:
        click.echo(f"webhook {number} is off until you say so: `coranto webhook test {number}`", err=True)
    if report.deliveries:
        click.echo(
            f"{report.deliveries} messages to webhooks waited and may have been sent since: they are given up then, "
            "unless you add --send-waiting",
            err=True,
        )
    if report.mails:
        click.echo(f"{report.mails} mails were on their way and may have arrived: they are not sent again", err=True)
    if report.subscribers:
        click.echo(
            f"who left the newsletter since {report.manifest.made:%Y-%m-%d %H:%M} UTC gets it again: `coranto "
            "subscriber left` takes them out, with the file .coranto-left of the folder that was lost, if it is there",
            err=True,
        )
    for issue in report.issues:
        click.echo(
            f"issue {issue} was planned and is a draft now: `coranto issue plan {issue}` plans it again", err=True
        )
    sys.exit(0 if _told(report, file, verified=verify) else 1)


def drill(newsroom: Newsroom, file: Path, database: str = "") -> bool:
    """Run a restore drill, print how it went, and remember it in the newsroom's store; return whether it went well."""
    from coranto.newsroom import database as address_of
    from coranto.operate import backup, restore

    try:
        report = restore.drill(file, newsroom.now(), database or address_of(newsroom.settings))
    except errors.CorantoError as why:
        backup.note(newsroom.store, drilled=newsroom.now(), trouble=why.what)
        raise
    backup.note(newsroom.store, drilled=newsroom.now(), trouble="; ".join(report.findings[:3]))
    return _told(report, file)


def _told(report: "restore.Report", file: Path, *, verified: bool = True) -> bool:
    """Print what is not as it should be; return whether everything is."""
    for finding in report.findings:
        click.echo(f"! {finding}")
    if verified and not report.findings:
        tables, files = len(report.manifest.tables), len(report.manifest.files)
        click.echo(f"{file}: restored and verified, {tables} tables and {files:,} files by their hashes")
    return not report.findings
