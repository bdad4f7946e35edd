"""Dates in the forms that feeds and pages have, with their zones; what leaves a choice open is decided by evidence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.text import date_text, zone


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Fri, 03 May 2024 09:15 PM", "2024-05-03T21:15"),
        ("Fri, May 03 2024 12:05:00 AM", "2024-05-03T00:05"),
        ("Fri May 03 2024 21:15:00 GMT+0200 (Central European Summer Time)", "2024-05-03T19:15"),
        ("Fri May  3 21:15:00 2024", "2024-05-03T21:15"),
        ("Fri May  3 21:15:00 PDT 2024", "2024-05-04T04:15"),
        ("Fri, 03 May 2024 21:15:00 Australia/Sydney", "2024-05-03T11:15"),
        ("2024-05-03T21:15:00[America/Bogota]", "2024-05-04T02:15"),
        ("03 May 2024 21:15 SGT", "2024-05-03T13:15"),
        ("03 May 2024 21:15 NPT", "2024-05-03T15:30"),
        ("03 Jul 2024 9:15 am ET", "2024-07-03T13:15"),
        ("03 Jan 2024 9:15 am ET", "2024-01-03T14:15"),
        ("May 3, 2024 9:15 AM Pacific Daylight Time", "2024-05-03T16:15"),
        ("2024-05-03T24:00:00Z", "2024-05-04T00:00"),
        ("Fr, 03 Mai 2024 21:15:00 +0200", "2024-05-03T19:15"),
        ("ven., 03 mai 2024 21:15:00 +0200", "2024-05-03T19:15"),
        ("vie, 03 mayo 2024 21:15:00 +0200", "2024-05-03T19:15"),
        ("3 жовтня 2024 10:00", "2024-10-03T10:00"),
        ("3 Σεπτεμβρίου 2024, 10:00", "2024-09-03T10:00"),
        ("2024年5月3日 下午9:15", "2024-05-03T21:15"),
        ("2024년 5월 3일 오전 9:15", "2024-05-03T09:15"),
        ("２０２４年５月３日", "2024-05-03T00:00"),
        ("3 tháng 5, 2024", "2024-05-03T00:00"),
        ("1714770900", "2024-05-03T21:15"),
        ("1714770900123", "2024-05-03T21:15"),
        ("/Date(1714770900123+0200)/", "2024-05-03T21:15"),
        ("5/3/2024 9:15:00 PM", "2024-05-03T21:15"),
        ("9:15 PM on 3 May 2024", "2024-05-03T21:15"),
        ("03 May 2024 21:15 Etc/GMT+5", "2024-05-04T02:15"),
        ("03 May 2024 21:15 BDT", "2024-05-03T15:15"),
        ("@1714770900", "2024-05-03T21:15"),
        ("令和6年5月3日 21:15", "2024-05-03T21:15"),
        ("平成元年五月三日", "1989-05-03T00:00"),
        ("民國113年5月3日", "2024-05-03T00:00"),
        ("二〇二四年十二月三十一日", "2024-12-31T00:00"),
    ],
)
def test_a_date_is_read_as_it_is_written(text, iso):
    stamp = date_text.read(text, month_first=True)
    assert stamp is not None
    assert stamp.moment == datetime.fromisoformat(iso).replace(tzinfo=UTC)


def test_in_a_text_for_readers_a_time_may_stand_just_before_its_day():
    lines = {"Posted 9:15 p.m. Friday, May 3, 2024": 21, "Open 10:00-12:00; written on May 3, 2024": 0}
    for line, hour in lines.items():
        moment = next(date_text.within(line, month_first=True)).moment
        assert (moment.day, moment.hour, moment.minute) == (3, hour, 15 if hour else 0)


def test_the_day_of_the_week_decides_which_number_is_the_month():
    assert date_text.read("Wed, 05/06/2024 - 10:00", month_first=True).moment.month == 6
    assert date_text.read("Sun, 05/06/2024 - 10:00", month_first=True).moment.month == 5  # neither is a Sunday
    assert date_text.read("Wed, 05/06/2024", month_first=False).moment.month == 6
    assert date_text.read("Wed, 06/05/2024", month_first=False).moment == datetime(2024, 6, 5, tzinfo=UTC)
    assert date_text.read("Mon, 06/05/2024", month_first=True).moment == datetime(2024, 5, 6, tzinfo=UTC)


def test_of_two_readings_the_one_that_has_been_is_meant():
    now = datetime(2024, 6, 1, tzinfo=UTC)
    assert date_text.read("3/9/2024", month_first=False, now=now).moment == datetime(2024, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["March 2024", "2024-03", "12:30", "10:15 PM", "2024", "30 Feb 2024", "soon", "9" * 40]
)
def test_what_is_no_whole_date_is_none(text):
    assert date_text.read(text) is None


NAIVE = (datetime(1991, 1, 1), datetime(2090, 1, 1))


@given(st.datetimes(*NAIVE), st.integers(-14 * 4, 14 * 4))
def test_twelve_hours_and_twenty_four_are_the_same_time(at, quarters):
    at = at.replace(second=0, microsecond=0)
    offset = f"{'-' if quarters < 0 else '+'}{abs(quarters) // 4:02}{abs(quarters) % 4 * 15:02}"
    moment = (at - timedelta(minutes=15 * quarters)).replace(tzinfo=UTC)
    for text in (
        f"{at:%d %b %Y %H:%M} {offset}",
        f"{at:%b %d, %Y %I:%M %p} {offset}",
        f"{at:%m/%d/%Y %I:%M:%S %p} {offset}",
    ):
        assert date_text.read(text, month_first=True).moment == moment, text


@given(st.text(max_size=60))
def test_any_word_is_a_zone_or_none(text):
    found = zone.find(text)
    assert found is None or abs(datetime(2024, 5, 3, tzinfo=found).utcoffset()) < timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("03 May 24 21:15", "2024-05-03T21:15"),
        ("3-May-69 21:15", "2069-05-03T21:15"),
        ("3-May-95 21:15", "1995-05-03T21:15"),
        ("3 May 2024 at 25:15", "2024-05-03T00:00"),
        ("3 May 2024 at 10:75", "2024-05-03T00:00"),
        ("21:15 on 3 May 2024, CEST", "2024-05-03T19:15"),
    ],
)
def test_short_years_and_times_that_are_none(text, iso):
    assert date_text.read(text).moment == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["Foo 3 21:15:00 2024", "3 Foo 24 21:15", "31 February 2024", "0 May 2024"])
def test_what_looks_like_a_date_and_is_none(text):
    assert date_text.read(text) is None
    assert list(date_text.within(f"Printed {text}")) == []


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("Greenwich Mean Time", 0),
        ("Coordinated Universal Time", 0),
        ("UTC+2", 2),
        ("(GMT-5)", -5),
        ("Pacific Standard Time", -8),
        ("Pacific Daylight Time", -7),
        ("Japan Standard Time", 9),
        ("Asia/Tokyo", 9),
        ("UTC+24", None),
        ("+0575", None),
        ("Nowhere/Town", None),
        ("Lunch Time", None),
        ("Lunch Standard Time", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_its_names_and_by_its_distance(name, hours):
    found = zone.find(name)
    assert (found and found.utcoffset(datetime(2024, 5, 3))) == (None if hours is None else timedelta(hours=hours))
