"""Findings about how a newsroom is operated: its disk, its last rounds, its backups."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import make_url

from coranto.newsroom import Newsroom, database
from coranto.operate import backup, round_log
from coranto.web import unnamed_proxy

_LOW = 1_000_000_000  # bytes of free disk space below which it is reported
_LATE = timedelta(days=8)  # after which a newsroom that is backed up misses its backup
_MOUNTS = Path("/proc/mounts")
_NETWORK = ("nfs", "nfs4", "cifs", "smbfs", "smb3", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs", "ncpfs")


def disk(newsroom: Newsroom) -> Iterator[str]:
    """Print how much room there is; yield what is wrong with the disk of the newsroom or its database."""
    folder = Path(newsroom.settings.folder)
    free = shutil.disk_usage(folder).free
    size = newsroom.store.get_queues(newsroom.now()).bytes
    click.echo(f"disk      {free / 1e9:.1f} GB free at {folder}, the database has {size / 1e6:,.1f} MB")
    address = make_url(database(newsroom.settings))
    local = address.get_backend_name() == "sqlite"
    if free < _LOW:
        yield f"only {free / 1e6:.0f} MB of disk are free; records cannot be written on a full one"
    elif local and free < 2 * size:
        yield f"{free / 1e6:,.0f} MB of disk are free, the database has {size / 1e6:,.0f}: a backup may not fit"
    if local and address.database and _MOUNTS.exists():
        kind = network_disk(Path(address.database).resolve(), _MOUNTS.read_text("utf-8", "replace"))
        if kind:
            yield (
                f"{address.database} is on a network disk ({kind}), where SQLite's log (WAL) can lose what is written; "
                "put it on a disk of this machine, or use PostgreSQL"
            )


def network_disk(path: Path, mounts: str) -> str:
    """Return the file system of a path by the text of ``/proc/mounts`` if it is one over a network; else ""."""
    found = (Path("/"), "")
    for line in mounts.splitlines():
        _, place, kind = (*line.split(), "", "", "")[:3]
        where = Path(place.replace("\\040", " "))
        if path.is_relative_to(where) and len(where.parts) >= len(found[0].parts):
            found = (where, kind)
    kind = found[1]
    return kind if kind in _NETWORK or kind.startswith(("fuse.sshfs", "fuse.gluster", "fuse.s3", "fuse.rclone")) else ""


def rounds(newsroom: Newsroom) -> Iterator[str]:
    """Print when the last round was; yield why it ended early, or that the clock went back."""
    known = round_log.read(newsroom.store)
    if not known:
        click.echo("round     none yet; `coranto run` gathers")
        return
    last, now = known[-1], newsroom.now()
    pace = round_log.articles_a_minute(known, now)
    click.echo(f"round     ended {_ago(now, last.ended)}, took {last.seconds:.1f} s; {pace:.1f} articles a minute")
    if last.trouble:
        yield f"the last round ended early: {last.trouble}"
    if last.ended > now + timedelta(minutes=5):
        yield f"the clock is behind: the last round ended on {last.ended:%Y-%m-%d %H:%M}; set the clock"


def proxy(newsroom: Newsroom) -> Iterator[str]:
    """Yield a reverse proxy near by that speaks for readers and is not named in the settings."""
    seen = unnamed_proxy.of(newsroom.store, newsroom.settings.serve.proxies, newsroom.now())
    if seen is not None:
        yield (
            f"a proxy at {seen.peer} sent {seen.header} on {seen.at:%Y-%m-%d %H:%M} and is not named: all its readers "
            f'count as one; write `proxies = ["{seen.peer}"]` below [serve]'
        )


def backups(newsroom: Newsroom) -> Iterator[str]:
    """Print when the last backup and restore drill were; yield a backup that is late, and a drill that failed."""
    kept, now = backup.last(newsroom.store), newsroom.now()
    if kept.made is None:
        click.echo("backup    none yet; `coranto backup FILE` makes one")
    else:
        drill = f", restore drill {_ago(now, kept.drilled)}" if kept.drilled else ", no restore drill yet"
        click.echo(f"backup    {_ago(now, kept.made)}, {kept.bytes / 1e6:,.1f} MB{drill}")
        if now - kept.made > _LATE:
            yield f"the last backup is of {kept.made:%Y-%m-%d}; does what made it still run?"
    if kept.trouble:
        yield f"the last restore drill failed: {kept.trouble}"


def _ago(now: datetime, then: datetime) -> str:
    minutes = max((now - then).total_seconds(), 0) / 60
    if minutes < 120:
        return f"{minutes:.0f} min ago"
    return f"{minutes / 60:.0f} h ago" if minutes < 48 * 60 else f"{minutes / 60 / 24:.0f} days ago"
