"""Parse dates as publishers write them into aware UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone

from dateutil import parser as dateutil

from coranto.text import date_text

_ISO = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE)
_NEVER = re.compile(r"(?<![\d:+-])00\d\d(?![\d:])")  # the year 1 of an empty field, which dateutil reads as 2001
_USUAL = re.compile(
    r"(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (GMT|UTC|[+-]\d{4})$"
)  # nine of ten in RSS
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
# dateutil fills in missing parts from here; two different defaults distinguish a date from a fragment of a date.
_FILL = (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001 - the zone is filled in afterwards


def parse(text: str | None, *, now: datetime | None = None, month_first: bool = True) -> datetime | None:
    """Read a date.

    Parameters
    ----------
    text : str or None
        RFC 822, ISO 8601, or what ``coranto.text.date_text`` reads; a zone that is missing is UTC.
    now : datetime, optional
        Dates later than this cannot be dates of news: None is returned for them.
    month_first : bool
        How to read 3/4/2025 where the text does not decide it.

    Returns
    -------
    datetime or None
        Aware, UTC, whole seconds; None for anything but a date with day, month and year.

    """
    text = " ".join((text or "")[:100].split())
    if not text:
        return None
    try:
        date = _standard(text) or _read(text, month_first=month_first)
        if date.tzinfo is not UTC or date.microsecond:
            date = (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None
    if not _FIRST <= date <= _LAST or (now and date > now):
        return None
    return date


def _standard(text: str) -> datetime | None:
    """Read RFC 822 and ISO 8601 quickly; None for all else."""
    if usual := _USUAL.match(text):
        day, month, year, hour, minute, second, zone = usual.groups()
        if month.lower() in _MONTHS and year >= "0100" and hour != "24":
            info = UTC if zone in ("GMT", "UTC", "+0000") else _offset(zone)
            return datetime(
                int(year),
                _MONTHS[month.lower()],
                int(day),
                int(hour),
                int(minute),
                min(int(second or 0), 59),
                tzinfo=info,
            )
    if _ISO.match(text) and text[11:13] != "24":
        return datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").replace(",", ".").upper())
    return None


def _read(text: str, *, month_first: bool) -> datetime:
    """Read every other form that is a whole date."""
    if stamp := date_text.read(text, month_first=month_first):
        return stamp.moment
    if _NEVER.search(text):
        raise ValueError(text)
    one, other = (dateutil.parse(text, default=fill, ignoretz=True) for fill in _FILL)
    if one.date() != other.date():
        raise ValueError(text)
    return one


def _offset(zone: str) -> timezone:
    """Read ``+0530``."""
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
