"""What editors did to the files in ``_news`` by hand: a change becomes an edit, a deleted file is written again.

Every round looks for files that changed since the last one. A changed headline, excerpt or ``published`` is entered as
an edit, as ``coranto edit`` does, so that site, API and feeds show it and no later round undoes it. Any other change is
kept aside when the file is written again (``run.record_file``), which happens in the same round.
"""

import os
from collections import Counter
from pathlib import Path

import msgspec
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
    files = _changes(folder)
    changed = [name for name, time in files.items() if time > seen.changed]
    if changed:
        for path in record_file.edited_by_hand(newsroom, changed):
            _adopt(newsroom, path, done)
    if listing != seen.listing:
        gone = _missing(newsroom, set(files))
        newsroom.store.add_to_outbox(gone)
        done["restored"] += len(gone)
        for name in gone:
            log.warning("record file deleted by hand, written again", article=name)
    latest = _Seen(max(files.values(), default=0), listing)
    if latest != seen:
        newsroom.store.put_value(_STATE, msgspec.msgpack.encode(latest))


def _changes(folder: Path) -> dict[str, int]:
    """Return when each record file last changed, by name; the clock of the file system, which no copy can set."""
    with os.scandir(folder) as found:
        return {file.name: file.stat().st_ctime_ns for file in found if file.name.endswith(".md") and file.is_file()}


def missing(newsroom: Newsroom) -> list[str]:
    """Return the articles whose record files were written and are gone; none where no record files are kept."""
    folder = newsroom.records / "_news"
    outputs = [newsroom.outputs[name] for name in newsroom.settings.publish.outputs]
    if markdown.deliver not in outputs:
        return []
    return _missing(newsroom, set(_changes(folder)) if folder.is_dir() else set())


def _missing(newsroom: Newsroom, files: set[str]) -> list[str]:
    """Return the articles whose files we wrote and that are gone."""
    paths = newsroom.store.record_paths()
    gone = {article for path, article in paths.items() if path.rpartition("/")[2] not in files}
    written = newsroom.store.get_written(gone)
    hidden = {name for name, override in newsroom.store.get_overrides(gone).items() if override.hidden}
    return sorted(name for name, marks in written.items() if marks != {record_file.NONE} and name not in hidden)


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
