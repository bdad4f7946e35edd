"""What a look remembers for those looks that find nothing new."""

from datetime import UTC, datetime, timedelta

from coranto.model.entry import Entry, Feed
from coranto.model.response import Failure, Response
from coranto.model.source import Source
from coranto.source import cadence

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SOURCE = Source(id="s", url="https://a.example/feed")
UNCHANGED = Response(url=SOURCE.url, status=304)


def feed(*hours, **fields):
    return Feed(entries=tuple(Entry(published=NOW - timedelta(hours=h)) for h in hours), **fields)


def seconds(source, now=NOW):
    return (source.next_look - now).total_seconds()


def test_what_the_feed_asked_holds_while_it_is_unchanged():
    looked = cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 1, ttl=600, skip_hours=(19, 20, 21)), NOW, 0.5)
    again = cadence.after(looked, UNCHANGED, None, NOW, 0.5)
    assert seconds(again) >= 36_000
    assert again.next_look.hour == 22


def test_who_falls_silent_is_asked_less_and_less():
    looked = cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 0.5, 1), NOW, 0.5)
    waits = []
    for days in (0, 1, 10, 100):
        now = NOW + timedelta(days=days)
        waits.append(seconds(cadence.after(looked, UNCHANGED, None, now, 0.5), now))
    assert waits == sorted(waits)
    assert waits[0] < waits[1] < waits[-1] <= cadence.LONGEST * 1.1


def test_four_times_the_distance_is_twice_the_wait():
    often = cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 2, 4), NOW, 0.5)
    seldom = cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 8, 16), NOW, 0.5)
    assert abs(seconds(seldom) / seconds(often) - 2) < 0.01


def test_a_source_that_was_not_asked_has_not_failed():
    held = Failure(url=SOURCE.url, reason="its host asked to be left alone", status=429, retry_after=900, held=True)
    after = cadence.after(SOURCE, held, None, NOW, 0.5)
    assert (after.failures, after.trouble, after.last_look) == (0, None, None)
    assert seconds(after) >= 900


def test_a_wait_is_remembered_until_the_next_answer():
    busy = Failure(url=SOURCE.url, reason="busy", status=429, retry_after=900)
    after = cadence.after(SOURCE, busy, None, NOW, 0.5)
    assert after.held == NOW + timedelta(seconds=900)
    assert cadence.after(after, UNCHANGED, None, NOW, 0.5).held is None
