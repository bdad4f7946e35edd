"""Verdicts: what people said of stories, in their order."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.edit import StoryEdit
from coranto.store import change_log, tables, values, version
from coranto.store.transaction import Transaction, among, listed

_decoder = msgspec.json.Decoder(StoryEdit)
_verdict = tables.verdict.c

_FACTS = ("story", "other", "made", "data")
_SAY = (
    insert(tables.verdict).values({name: bindparam(name) for name in _FACTS}).returning(_verdict.number)
)  # fmt: skip
_JUDGED = (
    update(tables.verdict)
    .where(_verdict.number == bindparam("its_number"))
    .values({name: bindparam(name) for name in _FACTS})
)
_AFTER = select(_verdict.number, _verdict.data).where(_verdict.number > bindparam("after")).order_by(_verdict.number)
_ON = (
    select(_verdict.number, _verdict.data)
    .where(or_(among(_verdict.story, "ids"), among(_verdict.other, "ids"), among(_verdict.made, "ids")))
    .order_by(_verdict.number)
)


def say(db: Transaction, verdict: StoryEdit) -> int:
    """Save a new one; its number."""
    found = db.first(_SAY, **_row(verdict))
    assert found is not None
    _note(db, verdict)
    return int(found[0])


def judged(db: Transaction, verdict: StoryEdit) -> None:
    """Save what became of it."""
    db.run(_JUDGED, its_number=verdict.number, **_row(verdict))
    version.changed(db)
    _note(db, verdict)


def said(db: Transaction, after: int = 0) -> list[StoryEdit]:
    """Give those after a number."""
    return [_read(found, data) for found, data in db.all(_AFTER, after=after)]


def on(db: Transaction, stories: Iterable[str]) -> list[StoryEdit]:
    """Give those about any of these stories."""
    return [_read(found, data) for found, data in db.all(_ON, ids=listed(stories))]


def _note(db: Transaction, verdict: StoryEdit) -> None:
    change_log.note(db, [change_log.story(one) for one in (verdict.story, verdict.other, verdict.made) if one])


def _row(verdict: StoryEdit) -> dict[str, str]:
    data = values.pack(msgspec.structs.replace(verdict, number=0))
    return {"story": verdict.story, "other": verdict.other, "made": verdict.made, "data": data}


def _read(number: int, data: str) -> StoryEdit:
    return msgspec.structs.replace(_decoder.decode(data), number=number)
