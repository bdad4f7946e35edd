"""What editors did to the files in ``_news`` by hand: a change becomes an edit, a deleted file is written again.

Every round looks for files that changed since the last one. A changed headline, excerpt or ``published`` is entered as
an edit, as ``coranto edit`` does, so that site, API and feeds show it and no later round undoes it. Any other change is
kept aside when the file is written again (``run.record_file``), which happens in the same round.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import structlog

from coranto import errors
from coranto.edit import verbs
from coranto.model.change import StoredRecord
from coranto.model.record import Record
from coranto.newsroom import Newsroom
from coranto.record import frontmatter, markdown
from coranto.run import record_file

log = structlog.get_logger("coranto")

_STATE = "record files"
_AT_ONCE = 1_000  # files, or paths of records, that are held against the store at a time
_WHO, _WHY = "file", "the record's file was edited by hand"


class _Seen(msgspec.Struct, frozen=True, array_like=True):
    """The state of the folder at the last look: its latest changes of a file and of its list, in nanoseconds."""

    changed: int = 0
    listing: int = 0


def adopt(newsroom: Newsroom, done: Counter[str]) -> None:
    """Enter what editors changed in record files as edits, and queue deleted files to be written again."""
    folder = newsroom.records / "_news"
    outputs = [newsroom.outputs[name] for name in newsroom.settings.publish.outputs]
    if markdown.deliver not in outputs or not folder.is_dir():
        return
    kept = newsroom.store.get_value(_STATE)
    seen = msgspec.msgpack.decode(kept, type=_Seen) if kept else _Seen()
    listing = folder.stat().st_ctime_ns
    now = newsroom.now().timestamp() * 1e9
    if max(seen.changed, seen.listing) > now:  # the clock was ahead: nothing can be said of what changed since
        seen = _Seen()
    latest, changed = _changes(folder, seen.changed)
    for start in range(0, len(changed), _AT_ONCE):
        for path in record_file.edited_by_hand(newsroom, changed[start : start + _AT_ONCE]):
            _adopt(newsroom, path, done)
    if listing != seen.listing:
        gone = _missing(newsroom, folder)
        newsroom.store.add_to_outbox(gone)
        done["restored"] += len(gone)
        for name in gone:
            log.warning("record file deleted by hand, written again", article=name)
    if (now_seen := _Seen(latest, listing)) != seen:
        newsroom.store.put_value(_STATE, msgspec.msgpack.encode(now_seen))


def _changes(folder: Path, since: int) -> tuple[int, list[str]]:
    """Return when a record file last changed, and the names of those that changed later than ``since``.

    By the clock of the file system, which no copy can set.
    """
    latest, changed = 0, []
    for file in _files(folder):
        time = file.stat().st_ctime_ns
        latest = max(latest, time)
        if time > since:
            changed.append(file.name)
    return latest, changed


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        yield from (file for file in found if file.name.endswith(".md") and file.is_file())


def missing(newsroom: Newsroom) -> list[str]:
    """Return the articles whose record files were written and are gone; none where no record files are kept."""
    folder = newsroom.records / "_news"
    outputs = [newsroom.outputs[name] for name in newsroom.settings.publish.outputs]
    return _missing(newsroom, folder) if markdown.deliver in outputs else []


def _missing(newsroom: Newsroom, folder: Path) -> list[str]:
    """Return the articles whose files we wrote and that are gone.

    Of the files there are only the hashes of their names in memory: there may be millions, and a round that has
    written one looks.
    """
    store, found, after = newsroom.store, list[str](), ""
    names = (hash(file.name) for file in _files(folder)) if folder.is_dir() else ()
    files = np.sort(np.fromiter(names, dtype=np.int64))
    while paths := store.record_paths(after, _AT_ONCE):
        after = next(reversed(paths))
        wanted = np.fromiter((hash(path.rpartition("/")[2]) for path in paths), dtype=np.int64)
        there = np.searchsorted(files, wanted, "right") > np.searchsorted(files, wanted)
        gone = [article for article, is_there in zip(paths.values(), there, strict=True) if not is_there]
        hidden = {name for name, override in store.get_overrides(gone).items() if override.hidden}
        marks = store.get_written(gone)
        found += [name for name in gone if name in marks and marks[name] != {record_file.NONE} and name not in hidden]
    return sorted(found)


def _adopt(newsroom: Newsroom, path: Path, done: Counter[str]) -> None:
    store = newsroom.store
    name = store.article_ids_by_path([f"_news/{path.name}"]).get(f"_news/{path.name}")
    stored = store.get_records([name]).get(name) if name else None
    if stored is None:
        return
    try:
        theirs = frontmatter.read(path.read_text(encoding="utf-8"), str(path))
    except (errors.RecordError, OSError, UnicodeDecodeError) as why:
        log.warning("record edited by hand cannot be read", file=str(path), reason=str(why))
        return
    changes = _decisions(stored, theirs)
    for verb, arguments in changes:
        try:
            edit = verbs.say(newsroom, verb, {"article": stored.article, **arguments}, who=_WHO, why=_WHY)
        except errors.EditError as why:
            log.warning("change by hand not taken over", file=str(path), change=verb, reason=str(why))
            continue
        done["edited by hand"] += 1
        log.info("change by hand taken over", file=str(path), edit=edit.number, change=verb)
    store.add_to_outbox([stored.article])  # what else was changed is kept aside


def _decisions(stored: StoredRecord, theirs: Record) -> list[tuple[str, dict[str, object]]]:
    """Return the verbs and their arguments by which the record becomes what the file says."""
    ours, found = stored.record, list[tuple[str, dict[str, object]]]()
    if theirs.title and theirs.title != ours.title:
        found.append(("headline", {"text": theirs.title}))
    if (theirs.excerpt or "") != (ours.excerpt or ""):
        found.append(("excerpt", {"text": theirs.excerpt or ""}))
    if theirs.published is not None and theirs.published != bool(ours.published):
        found.append(("publish", {"withhold": not theirs.published}))
    return found
