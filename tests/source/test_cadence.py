"""When a source is looked at again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.model.entry import Entry, Feed
from coranto.model.response import Failure, Response
from coranto.model.source import Source
from coranto.source import cadence

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SOURCE = Source(id="s", url="https://a.example/feed")


def feed(*hours, **fields):
    return Feed(entries=tuple(Entry(published=NOW - timedelta(hours=h)) for h in hours), **fields)


def wait(source):
    return (source.next_look - NOW).total_seconds()


def test_who_writes_often_is_read_often():
    often = cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 1, 2, 3), NOW, 0.5)
    seldom = cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 24, 48, 72), NOW, 0.5)
    assert wait(often) < wait(seldom)
    assert (often.failures, often.last_good, often.last_entry) == (0, NOW, NOW)


def test_the_publisher_may_ask_for_more_time():
    assert wait(cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 1, ttl=600), NOW, 0.5)) >= 36_000
    assert wait(cadence.after(SOURCE, Response(url=SOURCE.url, max_age=7200), feed(0, 0.1), NOW, 0.5)) >= 7_000


def test_hours_without_news_are_left_out():
    looked = cadence.after(SOURCE, Response(url=SOURCE.url), feed(0, 0.1, skip_hours=(9, 10, 11)), NOW, 0.5)
    assert looked.next_look.hour == 12


def test_a_permanent_redirect_is_believed_the_second_time():
    moved = Response(url="https://b.example/", moved_permanently="https://b.example/")
    once = cadence.after(SOURCE, moved, feed(0), NOW, 0.5)
    assert once.url == SOURCE.url
    assert cadence.after(once, moved, feed(0), NOW, 0.5).url == "https://b.example/"
    back = cadence.after(once, Response(url=SOURCE.url), feed(0), NOW, 0.5)
    assert cadence.after(back, moved, feed(0), NOW, 0.5).url == SOURCE.url


def test_gone_is_gone_and_says_why():
    gone = cadence.after(SOURCE, Failure(url=SOURCE.url, reason="it is gone", gone=True), None, NOW, 0.5)
    assert gone.retired == "it is gone"


def test_what_the_server_asks_holds():
    held = cadence.after(SOURCE, Failure(url=SOURCE.url, reason="busy", retry_after=5000), None, NOW, 0.5)
    assert wait(held) >= 5000


@given(failures=st.integers(0, 1000), jitter=st.floats(0, 1))
def test_a_failing_source_is_never_forgotten(failures, jitter):
    source = Source(id="s", url="https://a.example/", failures=failures)
    after = cadence.after(source, Failure(url=source.url, reason="no"), None, NOW, jitter)
    assert 0 < wait(after) <= 1.25 * 86_400
    assert (after.failures, after.trouble) == (failures + 1, "no")
