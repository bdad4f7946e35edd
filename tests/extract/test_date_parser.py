from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.extract import date_parser

FIRST, LAST = datetime.fromisoformat("1990-01-02"), datetime.fromisoformat("2099-12-30")
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.timezones())


@given(MOMENTS)
def test_iso_dates_come_back_in_utc(moment):
    moment = moment.replace(microsecond=0)
    if moment.utcoffset().seconds % 60:  # before standard time, zones had odd seconds
        return
    assert date_parser.read(moment.isoformat()) == date_parser.ParsedDate(moment.astimezone(UTC), zone=True, time=True)


@given(st.text(max_size=300))
def test_any_text_gives_a_date_or_none(text):
    read = date_parser.read(text)
    assert read is None or read.moment.tzinfo is UTC
    assert all(found.moment.year >= 1990 for found in date_parser.within(text))


@pytest.mark.parametrize(
    ("text", "iso", "zone", "time"),
    [
        ("2023-10-06T12:07:00+01:00", "2023-10-06T11:07", True, True),
        ("2023-10-06T12:07:00.123Z", "2023-10-06T12:07", True, True),
        ("20231006T120700Z", "2023-10-06T12:07", True, True),
        ("2023-10-06 12:07", "2023-10-06T12:07", False, True),
        ("2023-10-06", "2023-10-06T00:00", False, False),
        ("Fri, 06 Oct 2023 12:07:00 GMT", "2023-10-06T12:07", True, True),
        ("Fri, 06 Oct 2023 12:07:00 -0500", "2023-10-06T17:07", True, True),
        ("1696594020", "2023-10-06T12:07", True, True),
        ("1696594020000", "2023-10-06T12:07", True, True),
        ("6. Oktober 2023, 14:07 Uhr", "2023-10-06T14:07", False, True),
        ("Published October 6, 2023 2:07 PM EDT", "2023-10-06T18:07", True, True),
        ("Oct. 6th, 2023", "2023-10-06T00:00", False, False),
        ("le 1er février 2023 à 7h05", "2023-02-01T07:05", False, True),
        ("6 de octubre de 2023", "2023-10-06T00:00", False, False),
        ("2023年10月6日", "2023-10-06T00:00", False, False),
        ("06.10.2023 - 14:07", "2023-10-06T14:07", False, True),
        ("13/10/2023", "2023-10-13T00:00", False, False),
        ("10/13/2023", "2023-10-13T00:00", False, False),
        ("6 октября 2023", "2023-10-06T00:00", False, False),
    ],
)
def test_dates_are_read_as_pages_write_them(text, iso, zone, time):
    assert date_parser.read(text) == date_parser.ParsedDate(
        datetime.fromisoformat(iso).replace(tzinfo=UTC), zone=zone, time=time
    )


@pytest.mark.parametrize(
    "text", [None, "", "soon", "2023-13-40", "1899-01-01", "99999999999", "31 Foo 2023", True, 3.5]
)
def test_what_is_no_date_is_none(text):
    assert date_parser.read(text) is None


def test_the_order_of_day_and_month_is_the_readers_to_say():
    assert date_parser.read("03/04/2025").moment.month == 4
    assert date_parser.read("03/04/2025", month_first=True).moment.month == 3
