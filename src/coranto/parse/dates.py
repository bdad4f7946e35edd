"""Dates as publishers write them, made aware and UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil import parser as dateutil

_ISO = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE)
_NEVER = re.compile(r"(?<![\d:+-])00\d\d(?![\d:])")  # the year 1 of an empty field, which mail would take for 2001
_ZONES = {
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "WET": 0,
    "BST": 1,
    "CET": 1,
    "WEST": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "IST": 5.5,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}
_ZONE_INFO = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()}
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
# dateutil fills in what a text leaves out from here; two different fillings tell a date from a fragment of one.
_FILL = (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001 - the zone is filled in afterwards


def parse(text: str | None, *, now: datetime | None = None) -> datetime | None:
    """Read a date.

    Parameters
    ----------
    text : str or None
        RFC 822, ISO 8601, or a form near to one of them; a zone that is missing is UTC.
    now : datetime, optional
        Dates later than this are no dates of news: None is given for them.

    Returns
    -------
    datetime or None
        Aware, UTC, whole seconds; None for what is no date with day, month and year.

    """
    text = " ".join((text or "")[:100].split())
    if not text:
        return None
    try:
        date = _read(text)
        if date.tzinfo is not UTC or date.microsecond:
            date = (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None
    if not _FIRST <= date <= _LAST or (now and date > now):
        return None
    return date


def _read(text: str) -> datetime:
    if usual := _USUAL.match(text):
        day, month, year, hour, minute, second, zone = usual.groups()
        if month.lower() in _MONTHS and year >= "0100":
            info = UTC if zone in ("GMT", "UTC", "+0000") else _offset(zone)
            return datetime(
                int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0), tzinfo=info
            )
    if _ISO.match(text):
        return datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").replace(",", ".").upper())
    if _NEVER.search(text):
        raise ValueError(text)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        pass
    else:
        zone = text.rsplit(" ", 1)[-1].strip("()").upper()
        if zone in _ZONE_INFO:
            return date.replace(tzinfo=_ZONE_INFO[zone])
        if re.search(r"[+-]\d{4}$", text) or date.tzinfo is None:
            return date
    one, other = (dateutil.parse(text, default=fill, tzinfos=_ZONE_INFO) for fill in _FILL)
    if one.date() != other.date():
        raise ValueError(text)
    return one


def _offset(zone: str) -> timezone:
    """Read ``+0530``."""
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
