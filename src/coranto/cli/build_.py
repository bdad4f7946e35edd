"""``coranto build``: the site and the API as static files."""

from pathlib import Path
from urllib.parse import urlsplit

import click

from coranto import config, errors
from coranto.cli import lines, site
from coranto.model.settings import Settings
from coranto.serve import export

_HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - nobody listens on it here
_MOVE = (
    "feeds, sitemaps and pictures of this build name {url}, which is this machine; set `site.url` to the public "
    "address and build again before you put it anywhere else"
)


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
        refuse_own(desk.settings, folder)
        lines.put(export.build(desk, folder, whole=whole))
        host = urlsplit(desk.settings.site.url).hostname or ""
        if host in _HERE and ctx.obj["verbose"] >= 0:
            where = config.place(desk.settings, "site.url")
            click.echo(f"{where}: {_MOVE.format(url=desk.settings.site.url)}", err=True)


def refuse_own(settings: Settings, folder: Path) -> None:
    """Refuse a folder that a newsroom works in: the pages would come to stand among its files.

    Raises
    ------
    ConfigError
        With what to do instead; nothing was written.

    """
    home, there = Path(settings.folder).resolve(), folder.resolve()
    whose = {
        home: "this newsroom",
        (home / settings.paths.topics).resolve(): "this newsroom's topics",
        (home / settings.paths.records / "_news").resolve(): "this newsroom's records",
    }.get(there)
    if whose is None and (there / config.FILE).exists():
        whose = f"a newsroom: {config.FILE} stands in it"
    if whose:
        raise errors.ConfigError(
            f"this is the folder of {whose}; nothing was written. Name a folder for the site alone, like "
            "`coranto build public`",
            str(folder),
        )
