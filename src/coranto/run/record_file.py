"""Files of records in ``_news``: write, remove, and keep aside those edited by hand.

The store has the SHA-256 of every file as it was written. A file with a different hash was edited by hand: it is copied
to ``_kept/`` beside ``_news`` before it is overwritten. Hashes are added before files are written and cleaned up
afterwards, so that a newsroom that is killed in between knows both.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from coranto.model.change import StoredRecord
from coranto.newsroom import Newsroom
from coranto.record import frontmatter, write

KEPT = "_kept"
NONE = "none"  # in place of a hash: no file exists


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(data).hexdigest()


def note_pending(newsroom: Newsroom, files: Iterable[tuple[str, bytes | None]]) -> dict[str, set[str]]:
    """Save hashes of (article, content) about to be written (None: removed); return all known hashes by article."""
    pending = [(article, _mark(data)) for article, data in files]
    newsroom.store.add_written(pending)
    return newsroom.store.get_written(article for article, _ in pending)


def confirm_written(newsroom: Newsroom, files: Iterable[tuple[str, bytes | None]]) -> None:
    """Save that these files, and no other versions, exist for their articles."""
    newsroom.store.settle_written([(article, _mark(data)) for article, data in files])


def update_file(
    newsroom: Newsroom, stored: StoredRecord, data: bytes | None, known: dict[str, set[str]]
) -> tuple[bool, str]:
    """Write a record's file, or remove it if ``data`` is None.

    Returns
    -------
    changed : bool
        Whether the file changed.
    kept : str
        Path of the copy of a file edited by hand; empty if it was not.

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


def edited_by_hand(newsroom: Newsroom, names: Iterable[str] | None = None) -> list[Path]:
    """Return the record files that differ from what was written; ``names`` limits it to these files of ``_news``."""
    store, found, folder = newsroom.store, list[Path](), newsroom.records / "_news"
    files = sorted(folder.glob("*.md") if names is None else (folder / name for name in names))
    paths = {f"_news/{file.name}": file for file in files}
    articles = store.article_ids_by_path(paths)
    known = store.get_written(articles.values())
    records = store.get_records(set(articles.values()) - known.keys())  # of a version that stored no hashes
    for path, article in sorted(articles.items()):
        data = _read(paths[path])
        marks = known.get(article) or {digest(frontmatter.emit(records[article].record).encode())}
        if data is not None and digest(data) not in marks:
            found.append(paths[path])
    return found


def _mark(data: bytes | None) -> str:
    return NONE if data is None else digest(data)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as why:
        raise write.trouble(path, why) from why


def _keep(folder: Path, name: str, data: bytes) -> Path:
    """Copy a hand-edited file to a place where nothing overwrites it; repeated calls make one copy."""
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
