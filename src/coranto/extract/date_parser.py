"""A date as pages write it, for machines and for people, with the zone it names or does not name."""

import email.utils
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ,]{1,2}(\d\d?):?(\d\d)(?::?(\d\d))?(?:[.,]\d{1,9})?\s?"
    r"(Z|GMT|UTC|[+-]\d\d(?::?\d\d)?(?::?00)?)?(?:\[[\w/+-]+\])?)?\Z",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?\Z")
_YMD = r"(\d{4})([-/.年])\s?(\d\d?)[-/.月]\s?(\d\d?)"
_DMY = r"(\d\d?)([-/.])\s?(\d\d?)[-/.]\s?(\d{4})"
_FIGURES = re.compile(rf"(?<![\d/.-])(?:{_YMD}|{_DMY})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d\d?)(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|of\s+)?"
    r"([^\W\d_]{3,12})\.?,?[\s-]+(?:del?\s+)?(\d{4})(?!\d)"
)
_MONTH_DAY = re.compile(r"(?<!\w)([^\W\d_]{3,12})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"\D{0,12}?(?<!\d)(\d\d?)\s?[:.h]\s?(\d\d)(?!\d)(?::(\d\d))?\s*(am|pm|a\.m\.|p\.m\.)?\s*"
    r"(Z\b|[A-Z]{3,4}\b|(?:UTC|GMT)?\s?[+-]\d\d?:?\d\d|(?:UTC|GMT)\s?[+-]\d\d?)?",
    re.IGNORECASE,
)
_HOURS = {"Z": 0, "GMT": 0, "UTC": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8}
_HOURS |= {"PDT": -7, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3}
_HOURS |= {"JST": 9, "KST": 9, "AEST": 10, "AEDT": 11}
# How months begin in English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic languages, Polish,
# Czech, Turkish, Russian: the longest beginning decides.
_MONTHS = """
    jan gen ene янв oca sty led tammi|feb fév fev фев şub lut úno helmi|mar mär mrt maa мар bře|apr abr avr апр nis kwi
    dub huhti|may mai mag maj mei май мая mayı kvě touko|jun juin giu июн haz cze červn kesä|jul juil lug июл tem lip
    července heinä|aug août aou ago авг ağu sie srp elo|sep set сен eyl wrz zář syys|oct okt ott out окт eki paź říj
    loka|nov ноя kas lis marras|dec dez déc dic дек ara gru pro joulu
"""
_MONTH = {start: number for number, line in enumerate(_MONTHS.split("|"), 1) for start in line.split()}


class ParsedDate(NamedTuple):
    """A date in UTC; ``zone`` is False where the page named none, ``time`` False where it gave only the day."""

    moment: datetime
    zone: bool
    time: bool

    def __str__(self) -> str:
        """Say what is uncertain about it, to be put behind the evidence."""
        return ("" if self.zone else ", no zone: taken as UTC") if self.time else ", day only"


def read(text: object, *, month_first: bool = False) -> ParsedDate | None:
    """Read a date: ISO 8601 in its many spellings, RFC 2822, seconds or milliseconds since 1970, or words and figures.

    Whole seconds, in UTC; None for what is no date between 1990 and 2100. ``month_first`` says how to read 3/4/2025.
    """
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str) or not 8 <= len(text) <= 200:
        return None
    text = " ".join(text.split())
    for reader in (_epoch, _iso, _mail):
        try:
            stamp = reader(text)
        except (ValueError, OverflowError):
            stamp = None
        if stamp is not None:
            return _believed(stamp)
    return next(within(text, month_first=month_first), None)


def within(text: str, *, month_first: bool = False) -> Iterator[ParsedDate]:
    """Give the dates that stand in a line of text, in order."""
    found: list[tuple[int, ParsedDate]] = []
    for pattern, fields in ((_FIGURES, _by_figures), (_DAY_MONTH, _by_day), (_MONTH_DAY, _by_month)):
        for match in pattern.finditer(text):
            day = fields(match, month_first=month_first)
            stamp = _at(day, _CLOCK.match(text, match.end())) if day else None
            if stamp is not None:
                found.append((match.start(), stamp))
    for _, stamp in sorted(found, key=lambda pair: pair[0]):
        yield stamp


def _believed(stamp: ParsedDate) -> ParsedDate | None:
    """Give a date that news can have, else None."""
    return stamp if _EARLIEST <= stamp.moment < _LATEST else None


def _epoch(text: str) -> ParsedDate | None:
    """Read seconds or milliseconds since 1970."""
    return ParsedDate(datetime.fromtimestamp(int(text[:10]), UTC), zone=True, time=True) if _EPOCH.match(text) else None


def _iso(text: str) -> ParsedDate | None:
    """Read ISO 8601, loosely."""
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    moment = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=_zone(match[7] or "") or UTC)
    return ParsedDate(moment.astimezone(UTC), zone=bool(match[7]), time=match[4] is not None)


def _mail(text: str) -> ParsedDate | None:
    """Read RFC 2822, as in HTTP and RSS."""
    parts = email.utils.parsedate_tz(text) if text[:3].isalpha() and ":" in text else None
    if parts is None or parts[9] is None:
        return None
    moment = datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=parts[9])))
    return ParsedDate(moment.astimezone(UTC), zone=True, time=True)


def _by_figures(match: re.Match[str], *, month_first: bool) -> tuple[int, int, int] | None:
    """Read 2025-04-03, 03.04.2025 and 3/4/2025 as year, month, day."""
    if match[1]:
        return int(match[1]), int(match[3]), int(match[4])
    one, two, year = int(match[5]), int(match[7]), int(match[8])
    swapped = two > 12 or (month_first and match[6] == "/" and one <= 12)
    return (year, one, two) if swapped else (year, two, one)


def _by_day(match: re.Match[str], *, month_first: bool) -> tuple[int, int, int] | None:  # noqa: ARG001 - one of three
    """Read 3 April 2025."""
    month = _month(match[2])
    return (int(match[3]), month, int(match[1])) if month else None


def _by_month(match: re.Match[str], *, month_first: bool) -> tuple[int, int, int] | None:  # noqa: ARG001 - one of three
    """Read April 3, 2025."""
    month = _month(match[1])
    return (int(match[3]), month, int(match[2])) if month else None


def _month(word: str) -> int | None:
    """Give the number of a month by its name or the beginning of it."""
    word = word.lower()
    return next((_MONTH[word[:size]] for size in range(8, 2, -1) if word[:size] in _MONTH), None)


def _at(day: tuple[int, int, int], clock: re.Match[str] | None) -> ParsedDate | None:
    """Put a day and the time beside it together."""
    try:
        if clock is None or int(clock[1]) > 24:
            return _believed(ParsedDate(datetime(*day, tzinfo=UTC), zone=False, time=False))
        half = (clock[4] or "").lower()[:1]
        hour = int(clock[1]) % 12 + (12 if half == "p" else 0) if half else int(clock[1]) % 24
        zone = _zone(clock[5] or "")
        moment = datetime(*day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=zone or UTC)
        return _believed(ParsedDate(moment.astimezone(UTC), zone=zone is not None, time=True))
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> timezone | None:
    """Give the zone of ``Z``, ``+0200``, ``UTC+2`` or ``CEST``; None for other words."""
    name = name.upper().replace(" ", "")
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    match = re.match(r"(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?", name)
    if match is None:
        return None
    away = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-away if match[1] == "-" else away) if away < timedelta(hours=24) else None
