"""When an issue is due: the site's hour, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.letter.schedule import Rhythm, rhythm
from coranto.model.settings import WEEKDAYS, Letter

VIENNA = ZoneInfo("Europe/Vienna")

MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def at(*when):
    return datetime(*when, tzinfo=UTC)


def test_the_hour_is_the_site_s_in_winter_and_in_summer():
    seven = rhythm(Letter(at="07:00 Europe/Vienna mon tue wed thu fri sat sun"))
    assert seven.moment(date(2026, 3, 28)) == at(2026, 3, 28, 6)
    assert seven.moment(date(2026, 3, 29)) == at(2026, 3, 29, 5)
    assert seven.moment(date(2026, 10, 25)) == at(2026, 10, 25, 6)


@pytest.mark.parametrize(
    ("day", "moment"),
    [(date(2026, 3, 29), at(2026, 3, 29, 1, 30)), (date(2026, 10, 25), at(2026, 10, 25, 0, 30))],
)
def test_a_time_that_is_left_out_or_comes_twice_is_one_moment(day, moment):
    half_past_two = Rhythm(time(2, 30), VIENNA, WEEKDAYS)
    assert half_past_two.moment(day) == moment


def test_the_weekend_has_no_issue():
    working = rhythm(Letter())
    assert working.following(at(2026, 3, 6, 7)) == at(2026, 3, 9, 7)
    assert working.last(at(2026, 3, 9, 6, 59)) == at(2026, 3, 6, 7)
    assert working.last(at(2026, 3, 9, 7)) == at(2026, 3, 9, 7)


def test_the_day_is_the_site_s():
    assert Rhythm(time(23), ZoneInfo("America/Los_Angeles"), WEEKDAYS).day(at(2026, 3, 9, 6)) == date(2026, 3, 8)


@given(
    MOMENTS,
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.sampled_from(
        ["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
    ),
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
)
def test_every_day_of_the_rhythm_has_one_moment(now, clock, zone, days):
    found = Rhythm(clock, ZoneInfo(zone), tuple(days))
    before, after = found.last(now), found.following(now)
    assert before <= now < after
    assert found.following(before) == after
    assert found.last(after) == after
    assert after - before <= timedelta(days=8, hours=26)
