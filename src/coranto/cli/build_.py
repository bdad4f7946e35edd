"""``coranto build``: the site and the API as static files."""

from pathlib import Path

import click

from coranto.cli import lines, site
from coranto.serve import export


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--whole", is_flag=True, help="Make every page, also those for which nothing has changed.")
@click.pass_context
def command(ctx: click.Context, folder: Path, whole: bool) -> None:
    """Write the site, the API and the feeds as static files to FOLDER.

    Only the pages are made for which something has changed since the last build, and only what changed is written;
    files that are not ours are never touched. --whole brings back files that somebody changed or removed, and is
    needed after the database was put back to an older state.

    \b
    Example:
      coranto build public
    """  # noqa: D301 - Click's \b keeps the lines
    with site.open_site(ctx) as desk:
        lines.put(export.build(desk, folder, whole=whole))
