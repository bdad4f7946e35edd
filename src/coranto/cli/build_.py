"""``coranto build``: the site and the API as static files."""

from pathlib import Path

import click

from coranto.cli import lines, site
from coranto.serve import export


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def command(ctx: click.Context, folder: Path) -> None:
    """Write the site, the API and the feeds as static files to FOLDER.

    Only what changed is written; files that are not ours are never touched.

    \b
    Example:
      coranto build public
    """  # noqa: D301 - Click's \b keeps the lines
    with site.open_site(ctx) as desk:
        lines.put(export.build(desk, folder))
