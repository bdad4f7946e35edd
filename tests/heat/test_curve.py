"""The curve of a story, and when it heats up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.heat import curve

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def ago(hours):
    return NOW - timedelta(hours=hours)


def test_articles_and_outlets_an_hour_the_running_one_last():
    told = [(ago(0.1), "a"), (ago(0.2), "a"), (ago(0.3), "b"), (ago(2), "c")]
    grown = curve.count(told, NOW, hours=4)
    assert grown.start == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert grown.articles == (0, 1, 0, 3)
    assert grown.outlets == (0, 1, 0, 2)


def test_what_is_older_or_in_the_future_is_left_out():
    assert curve.count([(ago(30), "a"), (ago(-0.2), "b"), (ago(-5), "c")], NOW).articles == (0,) * 24


def test_the_stores_hours_make_the_same_curve():
    counts = [(datetime(2026, 3, 1, 12, tzinfo=UTC), 3, 2), (datetime(2026, 3, 1, 10, tzinfo=UTC), 1, 1)]
    told = [(ago(0.1), "a"), (ago(0.2), "a"), (ago(0.3), "b"), (ago(2), "c")]
    assert curve.fill(counts, NOW) == curve.count(told, NOW)


def test_two_outlets_that_write_faster_than_before_heat_a_story():
    old = [(ago(5), "a")]
    assert curve.heating(curve.count([*old, (ago(1), "b"), (ago(2), "c")], NOW))
    assert not curve.heating(curve.count([*old, (ago(1), "b")], NOW))
    assert curve.slope(curve.count([*old, (ago(1), "b"), (ago(2), "c")], NOW)) == 1 / 3


def test_one_outlet_that_writes_a_lot_does_not():
    assert not curve.heating(curve.count([(ago(0.1 * n), "a") for n in range(1, 5)], NOW))


def test_a_story_that_cools_has_a_falling_slope():
    assert curve.slope(curve.count([(ago(4), "a"), (ago(5), "b"), (ago(1), "c")], NOW)) < 0


@given(st.lists(st.tuples(st.floats(-48, 48), st.sampled_from("abc"))), st.integers(1, 48))
def test_every_hour_has_at_least_as_many_articles_as_outlets(told, hours):
    grown = curve.count([(ago(h), outlet) for h, outlet in told], NOW, hours)
    assert len(grown.articles) == len(grown.outlets) == hours
    assert all(0 <= o <= a for a, o in zip(grown.articles, grown.outlets, strict=True))
    assert sum(grown.articles) <= len(told)


def test_hours_that_were_counted_already_make_the_same_curve():
    told = [(ago(0.1), "a"), (ago(0.2), "a"), (ago(0.3), "b"), (ago(2), "c"), (ago(40), "c"), (ago(-2), "d")]
    hours = [(datetime(2026, 3, 1, 12, tzinfo=UTC), 3, 2), (datetime(2026, 3, 1, 10, tzinfo=UTC), 1, 1)]
    outside = [(datetime(2026, 2, 27, 20, tzinfo=UTC), 1, 1), (datetime(2026, 3, 1, 14, tzinfo=UTC), 1, 1)]
    assert curve.fill(hours + outside, NOW, hours=4) == curve.count(told, NOW, hours=4)
