"""``coranto import``: a list of sources, another feed reader's export, or a folder of records written elsewhere."""

import sys
from pathlib import Path

import click

from coranto import errors
from coranto.cli import open_site
from coranto.newsroom import Newsroom
from coranto.run import import_records, import_stars, source_list
from coranto.source import opml, reader_export


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.pass_context
def command(ctx: click.Context, path: Path) -> None:
    """Take over an OPML list of sources, an export of FreshRSS, Feedly or Miniflux, or a folder of record files.

    An export is OPML, JSON or a ZIP archive of both: sources with their folders, and what was starred, which becomes
    published. A row or a record that cannot be used is named and left alone; the others are taken over. Of a list that
    breaks off, so are those that could be read.

    \b
    Example:
      coranto import subscriptions.opml
      coranto import freshrss-export.zip
      coranto import ../old-site/_news
    """
    with open_site.open_site(ctx) as newsroom:
        if path.is_dir():
            taken, known, problems = import_records.import_folder(newsroom, path)
            click.echo(f"{taken} records taken over, {known} known already, {len(problems)} left out")
            broken = None
        else:
            problems, broken = _import_file(newsroom, path)
        for problem in problems:
            click.echo(f"left out: {problem}", err=True)
        if not import_records.group(newsroom):
            click.echo("The newsroom is at work; it groups imported records in its next round.", err=True)
    sys.exit(1 if problems or broken else 0)


def _import_file(newsroom: Newsroom, path: Path) -> tuple[list[str], str | None]:
    """Import an export; return what was left out, and where a list breaks off."""
    data = path.read_bytes()
    try:
        export = reader_export.read(data)
    except errors.NotAFeed as why:
        raise errors.NotAFeed(why.reason, str(path)) from why
    listed, problems = export.sources, export.problems
    new = source_list.add(newsroom, listed)
    click.echo(f"{len(new)} sources added, {len(listed) - len(new)} known already, {len(problems)} left out")
    if export.stars:
        taken, known, unfit = import_stars.import_stars(newsroom, export.stars)
        click.echo(f"{taken} starred articles published, {known} known already, {len(unfit)} left out")
        problems = problems + unfit
    broken = opml.broken(data) if data.lstrip()[:1] == b"<" else None
    if broken:
        what = f"{broken}; {len(listed)} sources were read, others may be missing: mend it and import again"
        click.echo(f"{path}: {what}", err=True)
    return problems, broken
