"""``coranto backup``: one file with everything, while the newsroom goes on."""

import sys
from pathlib import Path

import click

from coranto import errors
from coranto.cli import open_site, restore_


@click.command()
@click.argument("file")
@click.option("--keep", metavar="D,W,M", help="Of a folder: how many days, weeks and months keep their newest backup.")
@click.option("--verify", is_flag=True, help="Prove it by a restore drill.")
@click.pass_context
def command(ctx: click.Context, file: str, keep: str | None, verify: bool) -> None:
    """Write a backup: the store as of one instant, records, pictures, lists, topics and settings without their secrets.

    The newsroom may be at work meanwhile. FILE is a new file, or a folder that gets a file named by the time. A backup
    has texts, people and webhooks' secrets, so only its owner may read it. Keep `key` and the passwords of the
    database and of servers of mail elsewhere: they are not in it.

    \b
    Example:
      coranto backup news.tar.zst
      coranto backup --keep 7,4,12 --verify /backups/
    """
    from coranto.operate import backup, kept_copies

    rule = kept_copies.rule(keep) if keep else None
    with open_site.open_site(ctx) as newsroom:
        named = Path(file)
        path = named / kept_copies.name(newsroom.now()) if named.is_dir() or file.endswith("/") else named
        if rule and path == named:
            raise errors.BackupError("`--keep` needs a folder of backups; end its name with /", file)
        if path.exists():
            raise errors.BackupError("there is a file already, and a backup overwrites none; name another", str(path))
        manifest = backup.backup(newsroom, path)
        size = path.stat().st_size / 1e6
        click.echo(f"{path}: {size:,.1f} MB, {manifest.counts['articles']:,} articles, {len(manifest.files):,} files")
        for elsewhere in manifest.left_out:
            click.echo(f"left out, since it is not in the newsroom's folder: {elsewhere}", err=True)
        went_well = restore_.drill(newsroom, path) if verify else True
        if rule and went_well:
            for old in kept_copies.superfluous(named.iterdir(), rule):
                old.unlink(missing_ok=True)
                click.echo(f"no longer kept: {old}", err=True)
    sys.exit(0 if went_well else 1)
