"""A record's file in ``_news``: written, removed, and kept aside where somebody edited it by hand.

The store has the SHA-256 of every file as it was written. A file with another one was edited by hand: it is copied to
``_kept/`` beside ``_news`` before the record's file is written anew. Hashes are noted before files are written and
tidied afterwards, so that a newsroom that is killed in between knows both.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from coranto.model.change import StoredRecord
from coranto.newsroom import Newsroom
from coranto.record import frontmatter, write

KEPT = "_kept"
_NONE = "none"  # in place of a hash: there is no file


def digest(data: bytes) -> str:
    """Return the hash that a file is known by."""
    return hashlib.sha256(data).hexdigest()


def expect(newsroom: Newsroom, files: Iterable[tuple[str, bytes | None]]) -> dict[str, set[str]]:
    """Note what is about to be written for which article (None: the file is removed); all hashes that are known."""
    coming = [(article, _mark(data)) for article, data in files]
    newsroom.store.add_written(coming)
    return newsroom.store.get_written(article for article, _ in coming)


def settle(newsroom: Newsroom, files: Iterable[tuple[str, bytes | None]]) -> None:
    """Note that these files, and nothing else, are there for their articles."""
    newsroom.store.settle_written([(article, _mark(data)) for article, data in files])


def bring(newsroom: Newsroom, stored: StoredRecord, data: bytes | None, known: dict[str, set[str]]) -> tuple[bool, str]:
    """Write a record's file, or remove it.

    Returns
    -------
    changed : bool
        Whether there was something to do.
    kept : str
        Where the file is that was edited by hand; empty where it was not.

    """
    path = newsroom.records / stored.path
    now = _read(path)
    kept = ""
    if now is not None and now != data and digest(now) not in known.get(stored.article, set()):
        kept = str(_keep(newsroom.records / KEPT, path.name, now))
    if data is not None:
        return write.write_if_changed(path, data, root=newsroom.records), kept
    if now is None:
        return False, kept
    try:
        path.unlink(missing_ok=True)
    except OSError as why:
        raise write.trouble(path, why) from why
    return True, kept


def edited_by_hand(newsroom: Newsroom) -> list[Path]:
    """Return the record files that are not as they were written."""
    store, found = newsroom.store, []
    files = sorted((newsroom.records / "_news").glob("*.md"))
    paths = {f"_news/{file.name}": file for file in files}
    articles = store.article_ids_by_path(paths)
    known, records = store.get_written(articles.values()), store.get_records(articles.values())
    for path, article in sorted(articles.items()):
        data = _read(paths[path])
        marks = known.get(article) or {digest(frontmatter.emit(records[article].record).encode())}
        if data is not None and digest(data) not in marks:
            found.append(paths[path])
    return found


def _mark(data: bytes | None) -> str:
    return _NONE if data is None else digest(data)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as why:
        raise write.trouble(path, why) from why


def _keep(folder: Path, name: str, data: bytes) -> Path:
    """Copy what somebody wrote to where nothing overwrites it, once however often it is tried."""
    stem, _, ending = name.rpartition(".")
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{stem}.{number}.{ending}")
        there = _read(path)
        if there is None:
            write.write_if_changed(path, data, root=folder.parent)
        if there is None or there == data:
            return path
        number += 1
