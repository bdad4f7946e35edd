"""``coranto import``: import an OPML list, or a folder of records written elsewhere."""

import sys
from pathlib import Path

import click

from coranto import errors
from coranto.cli import open_site
from coranto.run import import_records, source_list
from coranto.source import opml


@click.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.pass_context
def command(ctx: click.Context, path: Path) -> None:
    """Take over an OPML list of sources, or a folder of record files.

    A row or a record that cannot be used is named and left alone; the others are taken over. Of a list that breaks
    off, so are those that could be read.

    \b
    Example:
      coranto import subscriptions.opml
      coranto import ../old-site/_news
    """  # noqa: D301 - Click's \b keeps the lines
    broken = None
    with open_site.open_site(ctx) as newsroom:
        if path.is_dir():
            taken, known, problems = import_records.import_folder(newsroom, path)
            click.echo(f"{taken} records taken over, {known} known already, {len(problems)} left out")
        else:
            try:
                data = path.read_bytes()
                listed, problems = opml.read(data)
            except errors.NotAFeed as why:
                raise errors.NotAFeed(why.reason, str(path)) from why
            new = source_list.add(newsroom, listed)
            click.echo(f"{len(new)} sources added, {len(listed) - len(new)} known already, {len(problems)} left out")
            if broken := opml.broken(data):
                what = f"{broken}; {len(listed)} sources were read, others may be missing: mend it and import again"
                click.echo(f"{path}: {what}", err=True)
        for problem in problems:
            click.echo(f"left out: {problem}", err=True)
    sys.exit(1 if problems or broken else 0)
