"""The edits that hold, and the log that nobody can change without its being seen."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.model import edit_hash
from coranto.model.edit import Edit, LogEntry, standing
from coranto.model.reason import Reason

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def edit(number, kind="hide", **fields):
    return Edit(number=number, kind=kind, at=AT, **({"arrival": 0} | fields))


def held(*edits):
    return [one.number for one in standing(list(edits))]


def test_an_edit_that_was_taken_back_holds_no_more_and_one_whose_undo_was_taken_back_holds_again():
    assert held(edit(1), edit(2)) == [1, 2]
    assert held(edit(1), edit(2), edit(3, undoes=1)) == [2]
    assert held(edit(1), edit(2, undoes=1), edit(3, undoes=2)) == [1]
    assert held(edit(3, undoes=2), edit(2, undoes=1), edit(1)) == [1], "in any order"


def test_an_undo_that_was_not_carried_out_takes_nothing_back():
    assert held(edit(1), edit(2, undoes=1, arrival=None)) == [1]
    assert held(edit(1), edit(2, undoes=1, trouble=Reason("edit.waiting"))) == [1]


def test_an_edit_of_stories_is_shown_without_the_fields_of_articles():
    merge = edit(7, "merge", story="sa", other="sb", why="one event", who="ann", made="sa", moved=("b",))
    shown = merge.public()
    assert merge.of_stories
    assert not edit(1).of_stories
    assert (shown.number, shown.kind, shown.story, shown.other, shown.why) == (7, "merge", "sa", "sb", "one event")
    assert not hasattr(shown, "before")


def chain(count):
    """Make a log as it is written: each entry with the hash of the one before it."""
    log, previous = [], ""
    for number in range(1, count + 1):
        entry = LogEntry(
            number=number, edit=number, event="done", verb="hide", at=AT, why=f"reason {number}", previous=previous
        )
        entry = msgspec.structs.replace(entry, hash=edit_hash.digest(entry))
        log.append(entry)
        previous = entry.hash
    return log


@given(st.integers(0, 8))
def test_a_log_that_nobody_has_touched_is_whole(count):
    assert edit_hash.breaks(chain(count)) == []


@given(st.integers(2, 8), st.data())
def test_an_entry_that_is_changed_or_gone_is_named(count, data):
    log = chain(count)
    at = data.draw(st.integers(0, count - 2))
    changed = [*log[:at], msgspec.structs.replace(log[at], why="another"), *log[at + 1 :]]
    assert edit_hash.breaks(changed) == [f"entry {at + 1}: it was changed after it was written"]
    assert edit_hash.breaks([*log[:at], *log[at + 1 :]])[0].startswith(f"entry {at + 2}: {at + 1} was expected here")


def test_an_entry_that_was_replaced_and_sealed_again_no_longer_carries_the_next():
    log = chain(3)
    forged = msgspec.structs.replace(log[1], why="another")
    forged = msgspec.structs.replace(forged, hash=edit_hash.digest(forged))
    assert edit_hash.breaks([log[0], forged, log[2]]) == [
        "entry 3: it does not follow entry 2, which was changed or replaced"
    ]


@pytest.mark.parametrize("field", ["why", "who", "story"])
def test_the_digest_says_every_field_but_itself(field):
    entry = chain(1)[0]
    assert edit_hash.digest(msgspec.structs.replace(entry, hash="x")) == edit_hash.digest(entry)
    assert edit_hash.digest(msgspec.structs.replace(entry, **{field: "y"})) != edit_hash.digest(entry)
