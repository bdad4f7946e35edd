"""Edits and their log, in order."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model import edit_hash, reason
from coranto.model.edit import Edit, LogEntry
from coranto.store import change_log, tables, values
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(Edit)
_entry_decoder = msgspec.json.Decoder(LogEntry)
_edit, _article, _log = tables.verdict.c, tables.edit_article.c, tables.edit_log.c

_FACTS = ("story", "other", "made", "data")
_ADD = insert(tables.verdict).values({name: bindparam(name) for name in _FACTS}).returning(_edit.number)
_FINISH = (
    update(tables.verdict)
    .where(_edit.number == bindparam("its_number"))
    .values({name: bindparam(name) for name in _FACTS})
)
_ABOUT = (
    insert(tables.edit_article)
    .values({name: bindparam(name) for name in ("article", "number")})
    .on_conflict_do_nothing()
)
_AFTER = select(_edit.number, _edit.data).where(_edit.number > bindparam("after")).order_by(_edit.number)
_NEWEST = (
    select(_edit.number, _edit.data)
    .where(or_(bindparam("before") == 0, _edit.number < bindparam("before")))
    .order_by(_edit.number.desc())
    .limit(bindparam("limit"))
)
_ONE = select(_edit.number, _edit.data).where(_edit.number == bindparam("its_number"))
_OF_STORIES = (
    select(_edit.number, _edit.data)
    .where(or_(among(_edit.story, "ids"), among(_edit.other, "ids"), among(_edit.made, "ids")))
    .order_by(_edit.number)
)
_OF_ARTICLES = (
    select(_edit.number, _edit.data)
    .where(_edit.number.in_(select(_article.number).where(among(_article.article, "ids"))))
    .order_by(_edit.number)
)
_LAST_EDIT = select(_edit.number).order_by(_edit.number.desc()).limit(1)
_LAST = select(_log.data).order_by(_log.number.desc()).limit(1)
_ENTER = insert(tables.edit_log).values({name: bindparam(name) for name in ("number", "edit", "hash", "data")})
_LOG = select(_log.data).where(_log.number > bindparam("after")).order_by(_log.number)


def add(db: Transaction, edit: Edit) -> int:
    """Save a new edit, add it to the log and return its number."""
    found = db.first(_ADD, **_row(edit))
    assert found is not None
    edit = msgspec.structs.replace(edit, number=int(found[0]))
    db.many(_ABOUT, [{"article": article, "number": edit.number} for article in edit.articles])
    _enter(db, edit)
    _note(db, edit)
    return edit.number


def finish(db: Transaction, edit: Edit) -> None:
    """Save the result of an edit and add it to the log."""
    db.run(_FINISH, its_number=edit.number, **_row(edit))
    db.many(_ABOUT, [{"article": article, "number": edit.number} for article in edit.moved])
    _enter(db, edit)
    change_log.bump(db)
    _note(db, edit)


def get_edits(db: Transaction, after: int = 0) -> list[Edit]:
    """Return the edits after a number."""
    return [_read(found, data) for found, data in db.all(_AFTER, after=after)]


def page(db: Transaction, limit: int, before: int = 0) -> list[Edit]:
    """Return the newest edits before a number, the newest first; 0 for the newest of all."""
    return [_read(found, data) for found, data in db.all(_NEWEST, limit=limit, before=before)]


def get_edit(db: Transaction, number: int) -> Edit | None:
    """Return one edit; None if it does not exist."""
    found = db.first(_ONE, its_number=number)
    return _read(*found) if found else None


def last_edit(db: Transaction) -> int:
    """Return the number of the last edit; 0 before the first."""
    found = db.first(_LAST_EDIT)
    return int(found[0]) if found else 0


def of_stories(db: Transaction, stories: Iterable[str]) -> list[Edit]:
    """Return the edits about any of these stories."""
    return [_read(found, data) for found, data in db.all(_OF_STORIES, ids=listed(stories))]


def of_articles(db: Transaction, articles: Iterable[str]) -> list[Edit]:
    """Return the edits about any of these articles."""
    return [_read(found, data) for found, data in db.all(_OF_ARTICLES, ids=listed(articles))]


def get_log(db: Transaction, after: int = 0) -> list[LogEntry]:
    """Return the log entries after a number."""
    return [_entry_decoder.decode(data) for (data,) in db.all(_LOG, after=after)]


def _enter(db: Transaction, edit: Edit) -> None:
    """Add an entry to the log, chained to the last one; only one transaction writes at a time."""
    last = db.first(_LAST)
    entry = LogEntry(
        number=0,
        edit=edit.number,
        event="asked" if edit.arrival is None else "done",
        verb=edit.kind,
        at=edit.at,
        who=edit.who,
        why=edit.why,
        undoes=edit.undoes,
        story=edit.story,
        other=edit.other,
        articles=edit.articles,
        before=edit.before,
        after=edit.after,
        trouble=edit.trouble,
    )
    entry = edit_hash.chained(entry, _entry_decoder.decode(last[0]) if last else None)
    db.run(_ENTER, number=entry.number, edit=entry.edit, hash=entry.hash, data=values.pack(entry))


def _note(db: Transaction, edit: Edit) -> None:
    stories = [change_log.story(one) for one in (edit.story, edit.other, edit.made) if one]
    change_log.add(db, [*stories, *map(change_log.article, edit.articles)])


def _row(edit: Edit) -> dict[str, str]:
    data = values.pack(msgspec.structs.replace(edit, number=0))
    return {"story": edit.story, "other": edit.other, "made": edit.made, "data": data}


def _read(number: int, data: str) -> Edit:
    try:
        edit = _decoder.decode(data)
    except msgspec.ValidationError:  # an older format, in which trouble was a sentence
        saved = msgspec.json.decode(data)
        saved["trouble"] = reason.text(saved["trouble"]) if saved["trouble"] else None
        edit = msgspec.convert(msgspec.to_builtins(saved), Edit)
    return msgspec.structs.replace(edit, number=number)
