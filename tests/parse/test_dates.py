"""A date is the same moment however it is written: RFC 822 or ISO 8601, in any zone, with names or numbers."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.parse import dates

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
NAIVE = (datetime(1991, 1, 1), datetime(2199, 1, 1))
moments = st.datetimes(*NAIVE, timezones=zones).map(lambda d: d.replace(microsecond=0))


@given(moments)
def test_the_forms_of_the_standards_are_the_same_moment(at):
    there = at.astimezone(UTC)
    for text in (
        format_datetime(at),
        format_datetime(at).partition(", ")[2],
        at.isoformat(),
        at.isoformat(" "),
        at.isoformat(timespec="milliseconds"),
        f"{there:%Y-%m-%dT%H:%M:%S}Z",
        f"{there:%a, %d %b %Y %H:%M:%S} GMT",
        f"\n  {there:%d %b %Y %H:%M:%S} UT ",
    ):
        assert dates.parse(text) == there, text
        assert dates.parse(text).tzinfo is UTC


@given(moments)
def test_a_missing_zone_is_utc_and_what_was_read_is_read_again(at):
    bare = at.replace(tzinfo=None)
    read = dates.parse(bare.isoformat())
    assert read == bare.replace(tzinfo=UTC)
    assert dates.parse(read.isoformat()) == read


@given(moments, st.integers(1, 10**6))
def test_nothing_is_later_than_now(at, seconds):
    assert dates.parse(at.isoformat(), now=at - timedelta(seconds=seconds)) is None
    assert dates.parse(at.isoformat(), now=at + timedelta(seconds=seconds)) == at


@pytest.mark.parametrize("text", ["", None, "yesterday", "12:30", "March", "2026", "2026-13-01", "0000-00-00", "Mon, 99 Mar 2026", "9" * 500])  # fmt: skip
def test_a_fragment_is_no_date(text):
    assert dates.parse(text) is None


@given(moments)
def test_a_zone_is_the_same_however_it_is_written(at):
    mail, iso = format_datetime(at), at.isoformat(" ")
    offset = f"{at:%z}"
    for zone in (
        f"GMT{offset}",
        f"UTC{offset}",
        f"UTC {offset}",
        f"{offset[:3]}:{offset[3:]}",
        f"{offset} (CEST)",
        f"CEST {offset}",
    ):
        for text in (mail[:-5] + zone, iso[:19] + " " + zone, iso[:19].replace(" ", "T") + zone):
            assert dates.parse(text) == at, text
    if offset.endswith("00"):
        for zone in (f"UTC{offset[0]}{int(offset[1:3])}", f"GMT{offset[:3]}"):
            assert dates.parse(mail[:-5] + zone) == at, zone


@given(moments)
def test_with_dots_the_day_comes_first(at):
    there = at.astimezone(UTC).replace(second=0)
    day = f"{there.day}.{there.month}.{there.year}"
    for text in (
        f"{there:%d.%m.%Y %H:%M}",
        f"{there:%d.%m.%Y, %H:%M} Uhr",
        f"Di, {there:%d.%m.%Y - %H:%M:%S}",
        f"{there:%d. %m. %Y %H:%M} GMT",
        f"{day} {there:%H:%M}",
        f"{there.astimezone(timezone(timedelta(hours=2))):%d.%m.%Y %H:%M} +02:00",
    ):
        assert dates.parse(text) == there, text
    assert dates.parse(day) == there.replace(hour=0, minute=0)
    assert dates.parse("11.24.2026 10:30") == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
