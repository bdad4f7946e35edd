from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.model.settings import Settings, Site
from coranto.web import words, zone

NOW = datetime(2026, 3, 7, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=40), "40 min"),
        (timedelta(hours=7, minutes=59), "7 h"),
        (timedelta(hours=24), "6 Mar"),
        (timedelta(days=400), "31 Jan 2025"),
        (timedelta(minutes=-5), "now"),
    ],
)
def test_an_age_becomes_a_date_after_a_day(gap, said):
    assert words.age(NOW - gap, NOW) == said


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(minutes=9), "9 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=20), "2 h 20 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3, hours=5), "3 days"),
    ],
)
def test_a_length_of_time(gap, said):
    assert words.later(gap) == said


def test_times_and_their_days_are_those_of_a_zone_in_use():
    late = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert words.stamp(late) == "Wed 31 Dec 2025, 23:30"
    with zone.within(SimpleNamespace(settings=Settings(site=Site(zone="Europe/Vienna")))):
        assert words.stamp(late) == "Thu 1 Jan 2026, 00:30"
        assert words.brief(late) == "1 Jan, 00:30"
        assert words.hour(late, late + timedelta(hours=1)) == "00:30"
        assert words.hour(late, late - timedelta(hours=1)) == "Thu 00:30"
        assert words.age(late, NOW) == "1 Jan", "the year is that of the zone"
        assert words.day(late) == "Thursday 1 January 2026"
        assert words.date(date(2025, 12, 31)) == "31 Dec 2025", "a day is the same everywhere"
        assert words.iso(late) == "2025-12-31T23:30Z"
        assert words.clock(datetime.max.replace(tzinfo=UTC)) == "23:59"
    assert words.clock(late) == "23:30"


def test_words_that_few_headlines_use_stand_out():
    marked = words.marked(
        {
            "a": "MPs call for urgent stop to facial recognition",
            "b": "MPs call for immediate stop to facial recognition",
            "c": "Peers want facial recognition to stop",
        }
    )
    assert [piece for piece, out in marked["a"] if out] == ["urgent"]
    assert [piece for piece, out in marked["b"] if out] == ["immediate"]
    assert [piece for piece, out in marked["c"] if out] == ["Peers", "want"]


@given(st.dictionaries(st.integers(), st.text(max_size=80), max_size=5))
def test_marking_keeps_every_letter_of_a_headline(titles):
    for key, pieces in words.marked(titles).items():
        assert "".join(piece for piece, _ in pieces) == titles[key]


def test_a_headline_alone_has_nothing_of_its_own():
    assert words.marked({"a": "One headline only"}) == {"a": [("One headline only", False)]}
