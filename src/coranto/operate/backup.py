"""A backup: one file with the store as of one instant and the newsroom's files, without the secrets of its settings.

A record file belongs to a state of the store. One that was written after the store was copied is put in as the copied
store has it, so that nobody takes it for a file edited by hand when the backup is restored.
"""

import re
import shutil
import tempfile
import time
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import make_url

from coranto import __version__
from coranto.config import crawlers, outlet_cards, ratings
from coranto.errors import BackupError, StoreError
from coranto.newsroom import HUBS, Newsroom, database
from coranto.operate import archive
from coranto.record import frontmatter, image_cache, write
from coranto.store import migrate
from coranto.store.protocol import Store

LAST = "backup.last"
_FILES = (
    "theme.css",
    "poster.ttf",
    "poster.otf",
    HUBS,
    crawlers.FILE,
    ratings.FILE,
    outlet_cards.FILE,
    image_cache.FILE,
)
_FOLDERS = ("templates", "languages", "pictures")
_OF_RECORDS = ("_newsletters", "_kept")
_SECRETS = ("key", "password", "secret", "token")  # settings of these names are emptied, in comments too
_STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_SECRET = re.compile(rf"\b({'|'.join(_SECRETS)})\s*=\s*{_STRING}")
_DATABASE = re.compile(rf"^\s*database\s*=\s*{_STRING}", re.MULTILINE)
_PASSWORD = re.compile(r"""(://[^\s"'/?#:@]*):[^\s"'/?#]*@""")  # within an address, in the text of the file
_HAS_PASSWORD = re.compile(r"://[^\s/?#@]*:[^\s/?#]+@")  # in a value
_NEWS = "_news"
_STALE = 24 * 3600  # seconds


class LastBackup(msgspec.Struct, frozen=True):
    """The last backup: when it was made, its size, and how the last restore drill went ("" if it went well)."""

    made: datetime | None = None
    bytes: int = 0
    drilled: datetime | None = None
    trouble: str = ""


def last(store: Store) -> LastBackup:
    """Return what is known of the last backup and of the last drill."""
    kept = store.get_value(LAST)
    return msgspec.msgpack.decode(kept, type=LastBackup) if kept else LastBackup()


def note(store: Store, **changes: Any) -> None:
    """Remember a backup or a drill, for ``/health`` and ``coranto doctor``."""
    with store.transaction(writes=True):
        store.put_value(LAST, msgspec.msgpack.encode(msgspec.structs.replace(last(store), **changes)))


def backup(newsroom: Newsroom, path: Path) -> archive.Manifest:
    """Write a backup to a file while the newsroom goes on; return its manifest.

    Raises
    ------
    BackupError
        A secret of the settings cannot be taken out.
    StoreError, WriteError
        The store cannot be copied, or the file cannot be written; no part of it is left.

    """
    now = newsroom.now()
    config = Path(newsroom.settings.folder, Path(newsroom.settings.file).name)
    kind, place = _database(newsroom)
    settings = without_secrets(config, place) if config.is_file() else b""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _tidy(path.parent)
        with tempfile.TemporaryDirectory(prefix=".coranto-", suffix=".part", dir=path.parent) as temporary:
            copied = Path(temporary) / ("coranto.db" if kind == "sqlite" else "coranto.dump")
            with archive.writing(path, now) as writer:
                with newsroom.store.copy_to(copied) as store:
                    counts, tables = store.count_all(), store.get_contents()
                    for name, data in _records(newsroom, store):
                        writer.add(
                            f"{archive.NEWSROOM}/{name}", data, _mode(newsroom.records / _NEWS / Path(name).name)
                        )
                writer.add_file(f"{archive.STORE}/{copied.name}", copied)
                if settings:
                    writer.add(f"{archive.NEWSROOM}/{config.name}", settings, _mode(config))
                for name, file in _others(newsroom):
                    writer.add(f"{archive.NEWSROOM}/{name}", file.read_bytes(), _mode(file))
                manifest = archive.Manifest(
                    version=__version__,
                    made=now,
                    site=newsroom.settings.site.title,
                    database=kind,
                    schema=migrate.head(),
                    store=f"{archive.STORE}/{copied.name}",
                    place=place,
                    config=config.name if settings else "",
                    counts=counts,
                    tables=tables,
                    files=dict(writer.files),
                    left_out=_elsewhere(newsroom),
                )
                archive.finish(writer, manifest)
    except OSError as why:
        raise write.trouble(path, why) from why
    except StoreError as why:
        raise StoreError(why.what, str(path) if ".part" in why.where else why.where) from None
    note(newsroom.store, made=now, bytes=path.stat().st_size)
    return manifest


def _tidy(folder: Path) -> None:
    """Delete what a backup that was killed has left; one that is at work now is not that old."""
    for stale in folder.glob(".coranto-*.part"):
        if time.time() - stale.stat().st_mtime > _STALE:
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()


def without_secrets(config: Path, place: str) -> bytes:
    """Return the configuration with its secrets emptied, and an SQLite database at its place in the folder."""
    text = config.read_text(encoding="utf-8")
    named = tomllib.loads(text).get("database", "")
    text = _PASSWORD.sub(r"\1@", _SECRET.sub(r'\1 = ""', text))
    bare = f"sqlite:///{place}" if place and named else _without_password(named) if named else ""
    if bare != named:
        text = _DATABASE.sub(lambda _: f"database = {msgspec.json.encode(bare).decode()}", text, count=1)
    tree = tomllib.loads(text)
    if tree.get("database", "") != bare or any(_secrets(tree)):
        raise BackupError("a secret of it cannot be taken out; write it in the environment instead", str(config))
    return text.encode()


def _secrets(tree: Any, name: str = "") -> list[str]:
    """Return the values of the settings that are secrets: those named so, and addresses with a password."""
    if isinstance(tree, dict):
        return [value for inner, below in tree.items() for value in _secrets(below, inner)]
    if isinstance(tree, list):
        return [value for below in tree for value in _secrets(below, name)]
    if not isinstance(tree, str):
        return []
    return [tree] if tree and (name in _SECRETS or _HAS_PASSWORD.search(tree)) else []


def _without_password(address: str) -> str:
    url = make_url(address)
    kept = url.difference_update_query(["password"])._replace(password=None)
    return kept.render_as_string(hide_password=False)


def _database(newsroom: Newsroom) -> tuple[str, str]:
    """Return the kind of database, and where its file belongs in the newsroom's folder ("" for PostgreSQL)."""
    address = make_url(database(newsroom.settings))
    if address.get_backend_name() != "sqlite":
        return "postgresql", ""
    file = Path(address.database or "coranto.db")
    folder = Path(newsroom.settings.folder).resolve()
    return "sqlite", file.relative_to(folder).as_posix() if file.is_relative_to(folder) else "coranto.db"


def _records(newsroom: Newsroom, copied: Store) -> Iterator[tuple[str, bytes]]:
    """Yield the record files as of the copied store, by their place in the newsroom's folder."""
    base = _inside(newsroom, newsroom.records)
    if base is None:
        return
    paths = copied.record_paths()
    for file in sorted((newsroom.records / _NEWS).glob("*.md")):
        data = _read(file)
        if data is None:
            continue
        article = paths.get(f"{_NEWS}/{file.name}")
        if article is None:
            if newsroom.store.article_ids_by_path([f"{_NEWS}/{file.name}"]):
                continue  # of an article that came after the copy
        elif _later(newsroom, copied, article, data):
            data = frontmatter.emit(copied.get_records([article])[article].record).encode()
        yield (base / _NEWS / file.name).as_posix(), data


def _later(newsroom: Newsroom, copied: Store, article: str, data: bytes) -> bool:
    """Whether a record file was written after the copy was made: only the store of now knows its hash."""
    mark = archive.digest(data)
    if mark in copied.get_written([article]).get(article, set()):
        return False
    return mark in newsroom.store.get_written([article]).get(article, set())


def _others(newsroom: Newsroom) -> Iterator[tuple[str, Path]]:
    """Yield all other files of the newsroom, by their place in its folder."""
    folder, paths = Path(newsroom.settings.folder), newsroom.settings.paths
    named = [folder / name for name in (*_FILES, *_FOLDERS, paths.topics, paths.sources, paths.word_pairs) if name]
    found: dict[str, Path] = {}
    for path in (*named, *(newsroom.records / name for name in _OF_RECORDS)):
        for file in sorted(path.rglob("*")) if path.is_dir() else (path,):
            place = _inside(newsroom, file)
            if place is not None and file.is_file() and not file.name.startswith(".coranto"):
                found[place.as_posix()] = file
    yield from sorted(found.items())


def _elsewhere(newsroom: Newsroom) -> list[str]:
    """Return the paths of the settings that lie outside of the newsroom's folder."""
    folder, paths = Path(newsroom.settings.folder), newsroom.settings.paths
    named = (paths.topics, paths.sources, paths.records, paths.word_pairs)
    return [name for name in named if name and _inside(newsroom, folder / name) is None]


def _inside(newsroom: Newsroom, path: Path) -> Path | None:
    """Return a path's place in the newsroom's folder; None if it lies elsewhere."""
    folder, whole = Path(newsroom.settings.folder).resolve(), path.resolve()
    return whole.relative_to(folder) if whole.is_relative_to(folder) else None


def _mode(file: Path) -> int:
    """Return who may do what with a file; its owner alone where it is gone meanwhile."""
    try:
        return file.stat().st_mode
    except FileNotFoundError:
        return 0o600


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
