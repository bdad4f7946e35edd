"""When a page is looked at again."""

from datetime import UTC, datetime, timedelta

import msgspec

from coranto.model.revision import Version, Watch
from coranto.revision import schedule

SEEN = datetime(2026, 3, 1, tzinfo=UTC)
HOURS = (1.0, 6.0, 24.0)
WATCH = Watch(article="a", seen=SEEN, looked=SEEN, page=Version(headline="A headline"))


def at(hours):
    return SEEN + timedelta(hours=hours)


def test_the_next_look_is_the_first_one_ahead_and_at_the_end_it_is_forgotten():
    assert [schedule.following(SEEN, HOURS, at(h)) for h in (0, 1, 5, 7)] == [at(1), at(6), at(6), at(24)]
    assert schedule.following(SEEN, HOURS, at(24)) == at(24) + schedule.KEPT
    assert schedule.following(SEEN, HOURS, at(24) + schedule.KEPT) is None


def test_a_look_is_due_once_and_missed_ones_are_one():
    assert [schedule.is_due(WATCH, HOURS, at(h)) for h in (0.5, 1, 30)] == [False, True, True]
    looked = msgspec.structs.replace(WATCH, looked=at(30))
    assert not schedule.is_due(looked, HOURS, at(40))


def test_a_page_that_was_not_read_or_is_not_to_be_is_never_due():
    assert not schedule.is_due(msgspec.structs.replace(WATCH, page=Version()), HOURS, at(2))
    assert not schedule.is_due(WATCH, (), at(2))


def test_a_changed_feed_makes_its_page_due_but_not_every_minute():
    listed = msgspec.structs.replace(WATCH, listed=Version(headline="Another"), looked=at(8))
    assert [schedule.is_due(listed, HOURS, at(h)) for h in (8.2, 9)] == [False, True]
