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
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?"
_OFFSET = re.compile(
    rf"(.*\b{_CLOCK}(?: ?[AP]M)?) ?(?:(?:{'|'.join(_ZONES)}) ?)?([+-])(\d{{1,2}})(?::?(\d\d))?(?: ?\([^()]*\))?$",
    re.IGNORECASE,
)  # after the time: GMT+0200, UTC+2, +02:00, CEST +0200 (which is the number's word, not the name's)
_DOTTED = re.compile(
    r"(?:[^\W\d]{2,12}\.?,? )?(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d\d)"
    rf"(?:,? ?(?:[-–|T]|um)? ?({_CLOCK})(?: Uhr)?)?( .*|Z)?$",
    re.IGNORECASE,
)  # day, month, year, as most of Europe writes it
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
    date = _standard(text)
    if date is None and (written := _rewritten(text)) != text:
        text, date = written, _standard(written)
    return date or _guessed(text)


def _standard(text: str) -> datetime | None:
    """Read what RFC 822 and ISO 8601 ask for, quickly; None for all else."""
    if usual := _USUAL.match(text):
        day, month, year, hour, minute, second, zone = usual.groups()
        if month.lower() in _MONTHS and year >= "0100":
            info = UTC if zone in ("GMT", "UTC", "+0000") else _offset(zone)
            return datetime(
                int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second or 0), tzinfo=info
            )
    if _ISO.match(text):
        return datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "").replace(",", ".").upper())
    return None


def _guessed(text: str) -> datetime:
    """Read what is near to it."""
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


def _rewritten(text: str) -> str:
    """Write a zone as ``+0200``, and a date with dots as ISO does: what reads both takes the one for another zone."""
    if dotted := _DOTTED.match(text):
        day, month, year, clock, rest = dotted.groups(default="")
        if int(month) <= 12:
            text = f"{year if len(year) == 4 else '20' + year}-{month:0>2}-{day:0>2} {clock}{rest}".strip()
    if zoned := _OFFSET.match(text):
        before, sign, hours, minutes = zoned.groups(default="00")
        text = f"{before} {sign}{hours:0>2}{minutes}"
    return text


def _offset(zone: str) -> timezone:
    """Read ``+0530``."""
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
