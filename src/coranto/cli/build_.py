"""``coranto build``: write the site and the API as static files."""

from pathlib import Path
from urllib.parse import urlsplit

import click

from coranto import errors
from coranto.cli import lines, open_site
from coranto.config import settings_file
from coranto.model.settings import Settings
from coranto.site import build

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
    files that are not ours are never touched. --whole brings back files that were changed or removed, and is
    needed after the database was put back to an older state.

    \b
    Example:
      coranto build public
    """
    with open_site.open_site(ctx) as newsroom:
        refuse_own(newsroom.settings, folder)
        lines.put(build.build(newsroom, folder, whole=whole))
        host = urlsplit(newsroom.settings.site.url).hostname or ""
        if host in _HERE and ctx.obj["verbose"] >= 0:
            where = settings_file.place(newsroom.settings, "site.url")
            click.echo(f"{where}: {_MOVE.format(url=newsroom.settings.site.url)}", err=True)


def refuse_own(settings: Settings, folder: Path) -> None:
    """Refuse a folder in which a newsroom works: the pages would be mixed with its files.

    Raises
    ------
    ConfigError
        The folder belongs to a newsroom; the message says what to do instead. Nothing was written.

    """
    home, there = Path(settings.folder).resolve(), folder.resolve()
    whose = {
        home: "this newsroom",
        (home / settings.paths.topics).resolve(): "this newsroom's topics",
        (home / settings.paths.records / "_news").resolve(): "this newsroom's records",
    }.get(there)
    if whose is None and (there / settings_file.FILE).exists():
        whose = f"a newsroom: {settings_file.FILE} stands in it"
    if whose:
        raise errors.ConfigError(
            f"this is the folder of {whose}; nothing was written. Name a folder for the site alone, like "
            "`coranto build public`",
            str(folder),
        )
