"""``coranto init``: write a site that is ready to edit."""

import shlex
from pathlib import Path

import click

from coranto.run import scaffold


@click.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--example", type=click.Choice(scaffold.EXAMPLES), help="A filled one.")
def command(folder: Path, example: str | None) -> None:
    """Write a site to FOLDER: coranto.toml, topics/*.yaml and sources.opml. Files that exist are left alone.

    \b
    Example:
      coranto init mysite && cd mysite
      coranto init --example ai mysite
    """  # noqa: D301 - Click's \b keeps the lines
    for file, new in scaffold.write(folder, example):
        click.echo(f"{'wrote' if new else 'kept '} {file}")
    there = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))}, then "
    click.echo(f"\nNext: {there}{'coranto run' if example else 'coranto add ADDRESS, then coranto run'}")
