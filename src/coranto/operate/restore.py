"""Restore a backup into an empty folder, prove that it is whole, and see to it that nothing is sent twice.

Between the backup and the loss, webhooks may have been notified and an issue may have gone out: the restored store does
not know. So webhooks are off until an owner switches them on, planned issues are drafts that ask, mails are
uncertain that were on their way, and people sign in again (a session that was ended since would otherwise be back).
"""

import contextlib
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import URL

from coranto.errors import BackupError
from coranto.operate import archive, backup
from coranto.record import frontmatter, write
from coranto.store import copy, migrate, open_store, restored
from coranto.store.open import address_of, place_of
from coranto.store.protocol import Store

_PART = re.compile(r"\.coranto-[0-9a-f]+\.part")
_NEWS = "_news"
_FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was restored: the manifest, what is not as it should be, and what waits for a decision."""

    manifest: archive.Manifest
    findings: tuple[str, ...] = ()
    webhooks: tuple[int, ...] = ()  # numbers of those that are off now
    deliveries: int = 0  # that waited
    mails: int = 0  # that may have been sent
    subscribers: int = 0
    issues: tuple[str, ...] = ()  # that were planned


def restore(path: Path, folder: Path, now: datetime, database: str = "", *, verify: bool = False) -> Report:
    """Restore a backup into a folder that is empty or does not exist.

    Parameters
    ----------
    path : Path
        The backup.
    folder : Path
        Becomes the newsroom's folder.
    now : datetime
        The time of the restore.
    database : str
        Where a backup of PostgreSQL is restored to: the address of a database without a newsroom in it.
    verify : bool
        Compare the restored store with the manifest, table by table, and record files with their records.

    Raises
    ------
    BackupError
        The backup is damaged, the folder is not empty, or the database is missing or in use; nothing was changed.
    StoreError, WriteError
        The database or the folder cannot be written.

    """
    _refuse_used(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.iterdir():  # of a restore that was killed
            shutil.rmtree(stale)
        part = folder / f".coranto-{secrets.token_hex(8)}.part"
        part.mkdir(mode=0o700)
    except OSError as why:
        raise write.trouble(folder, why) from why
    try:
        manifest = archive.unpack(path, part)
        address = _store(manifest, part, database, path)
        opened = open_store(address)
        try:
            findings = tuple(_findings(opened, manifest)) if verify else ()
            report = _ask_again(opened, manifest, now, path.stat().st_size)
        finally:
            opened.close()
        _move(part, folder, manifest)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return msgspec.structs.replace(report, findings=findings)


def drill(path: Path, now: datetime, database: str = "") -> Report:
    """Restore a backup into a folder of its own, verify it, and delete that again; errors as in ``restore``.

    A backup of PostgreSQL is restored into ``database`` if that is empty, and is empty again at the end; otherwise into
    a database that is made for it beside ``database``, and dropped.
    """
    with tempfile.TemporaryDirectory(prefix="coranto-drill-") as temporary, _drill_database(database) as address:
        return restore(path, Path(temporary) / "newsroom", now, address, verify=True)


def _refuse_used(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise BackupError("it is a file; name a folder to restore into", str(folder))
    if folder.is_dir() and any(not _PART.fullmatch(one.name) for one in folder.iterdir()):
        raise BackupError(
            "it is not empty, and a restore overwrites nothing; name an empty or a new folder", str(folder)
        )


def _store(manifest: archive.Manifest, part: Path, database: str, path: Path) -> str:
    """Bring the store of the backup to where it is opened; return its address."""
    copied = part / manifest.store
    if manifest.database == "sqlite":
        place = part / archive.NEWSROOM / manifest.place
        place.parent.mkdir(parents=True, exist_ok=True)
        copied.replace(place)
        return f"sqlite:///{place.resolve()}"
    if not database:
        what = (
            "it is a backup of PostgreSQL; name the database that it is restored to with --database or CORANTO_DATABASE"
        )
        raise BackupError(what, str(path))
    address = address_of(database)
    if address.get_backend_name() != "postgresql":
        raise BackupError(
            "it is a backup of PostgreSQL, and `--database` is not; restore it into PostgreSQL, then `coranto move "
            "--to` brings it to SQLite",
            str(path),
        )
    where = place_of(address)
    schema = copy.schema_of(copied, where)
    if copy.has_newsroom(address, where, schema):
        what = (
            f"there is a newsroom in it already (schema {schema}); a restore overwrites nothing: name another database"
        )
        raise BackupError(what, where)
    copy.restore(address, where, copied, schema)
    copied.unlink()
    return _in_schema(address, schema)


def _in_schema(address: URL, schema: str) -> str:
    """Return the address of a restored store, which looks for its tables in their schema."""
    given = str(address.query.get("options", ""))
    if schema != "public" and "search_path" not in given:
        address = address.update_query_dict({"options": f"{given} -csearch_path={schema}".strip()})
    return address.render_as_string(hide_password=False)


def _findings(store: Store, manifest: archive.Manifest) -> Iterator[str]:
    """Yield what is not as the manifest says: tables, counts, damage, record files without their record."""
    found = store.get_contents()
    tables = manifest.tables if manifest.schema == migrate.head() else {}  # an older one has been brought up to date
    for name, contents in tables.items():
        if (there := found.get(name)) != contents:
            rows = f"{there.rows:,} rows instead of {contents.rows:,}" if there else "it is missing"
            yield f"table {name} is not as it was backed up ({rows})"
    if store.count_all() != manifest.counts:
        yield f"the counts differ: {store.count_all()} instead of {manifest.counts}"
    yield from store.find_damage()
    files = [name for name in manifest.files if f"/{_NEWS}/" in name and name.endswith(".md")]
    articles = store.article_ids_by_path([f"{_NEWS}/{Path(name).name}" for name in files])
    records, written = store.get_records(articles.values()), store.get_written(articles.values())
    for name in files:
        article = articles.get(f"{_NEWS}/{Path(name).name}")
        if article is None or manifest.files[name].sha256 in written.get(article, ()):
            continue
        emitted = archive.digest(frontmatter.emit(records[article].record).encode())
        if emitted != manifest.files[name].sha256:
            yield f"{name} was edited by hand before the backup; the next round takes over what it says"


def _ask_again(store: Store, manifest: archive.Manifest, now: datetime, size: int) -> Report:
    """Hold back whatever the lost newsroom may have sent since the backup, and end all sessions."""
    with store.transaction(writes=True):
        restored.mark(store, now, manifest.made)
        backup.note(store, made=manifest.made, bytes=size)
        off = f"it was restored on {now:%Y-%m-%d} from a backup of {manifest.made:%Y-%m-%d %H:%M} UTC"
        hooks = [hook for hook in store.get_webhooks() if not hook.off]
        for hook in hooks:
            store.save_webhook(msgspec.structs.replace(hook, off=off))
        planned = [issue for issue in store.get_issues() if issue.state in ("planned", "ready")]
        for issue in planned:
            store.save_issue(msgspec.structs.replace(issue, state="draft", due=None, late=True))
        mails = sum(store.change_deliveries(state, "uncertain", now) for state in ("waiting", "sending"))
        for request in store.due_mail_requests(_FOR_EVER, 1_000_000):
            store.delete_mail_request(request.number)
            mails += 1
        for person in store.get_people():
            store.delete_sessions(person.number)
        numbers = {hook.number for hook in hooks}
        waiting = [one for one in store.get_deliveries() if one.ended is None and one.hook in numbers]
    return Report(
        manifest=manifest,
        webhooks=tuple(sorted(numbers)),
        deliveries=len(waiting),
        mails=mails,
        subscribers=sum(store.count_subscribers().values()),
        issues=tuple(issue.issue.ident for issue in planned),
    )


def _move(part: Path, folder: Path, manifest: archive.Manifest) -> None:
    """Move what was unpacked to its place; the configuration comes last, since it makes a newsroom of a folder."""
    made = part / archive.NEWSROOM
    try:
        for one in sorted(made.iterdir() if made.is_dir() else (), key=lambda one: one.name == manifest.config):
            one.replace(folder / one.name)
        write.settle(folder)
    except OSError as why:
        raise write.trouble(folder, why) from why


@contextlib.contextmanager
def _drill_database(database: str) -> Iterator[str]:
    """Find or make an empty database for a drill and leave nothing in it; yield its address ("": none is needed)."""
    if not database or address_of(database).get_backend_name() != "postgresql":
        yield ""
        return
    address = address_of(database)
    with copy.empty_database(address, place_of(address), f"coranto_drill_{secrets.token_hex(6)}") as made:
        yield made.render_as_string(hide_password=False)
