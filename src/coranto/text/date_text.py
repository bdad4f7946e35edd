"""Parse dates as editors and programs write them: one grammar for feeds and for pages.

A date is found by its figures or the name of its month, the time next to it, the zone next to the time. Missing parts
are not guessed: the result states whether it has a zone and a time.
"""

import contextlib
import functools
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from coranto.text import month as months
from coranto.text import zone as zones

_LONGEST = 200  # characters of a date, at most

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ,]{0,2}(\d\d?):?(\d\d)(?::?(\d\d))?(?:[.,]\d{1,9})?\s?"
    r"(Z|GMT|UTC|[+-]\d\d(?::?\d\d)?(?::?00)?)?(?:\[([\w/+-]+)\])?)?\Z",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(?:/Date\(|@)?(-?\d{9,10})(\d{3}){0,2}(?:\.\d{1,9})?(?:[+-]\d{4})?(?:\)/)?\Z")
_YMD = r"(\d{4})(?:[-/.]|\s?[年년]\s?)\s?(\d\d?)(?:[-/.]|\s?[月월]\s?)\s?(\d\d?)(?:\s?[日일])?"
_DMY = r"(\d\d?)([-/.])\s?(\d\d?)[-/.]\s?(\d{4})"
_FIGURES = re.compile(rf"(?<![\d/.-])(?:{_YMD}|{_DMY})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d/.:-])(\d\d?)([-/.])\s?(\d\d?)[-/.]\s?(\d\d)(?![\d/.:])")
_WORD = r"([^\W\d_]{3,12})"
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|er|º|°|\.)?[\s-]+(?:de\s+|of\s+|d['’])?{_WORD}\.?,?[\s/-]+(?:del?\s+)?"
    r"(\d{4})(?!\d)"
)
_DAY_MONTH_SHORT = re.compile(rf"(?<!\d)(\d\d?)[\s-]+{_WORD}\.?[\s-]+(\d\d)(?=,?\s+\d\d?:\d\d)")
_NUMBERED_MONTH = re.compile(
    r"(?<!\d)(\d\d?),?\s+(?:tháng|thg\.?)\s+(\d\d?),?\s+(?:năm\s+)?(\d{4})(?!\d)", re.IGNORECASE
)
_MONTH_DAY = re.compile(rf"(?<!\w){_WORD}\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d|:)")
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}})[.,]?[\s-]+{_WORD}\.?[\s-]+(\d\d?)\.?(?!\d|:)")
_UNIX = re.compile(
    rf"(?<!\w){_WORD}\.?\s+(\d\d?)\s+(\d\d?:\d\d(?::\d\d)?(?:\s?[AP]M)?)(?:\s+({zones.PATTERN}))?\s+(\d{{4}})(?!\d)"
)
_HALVES = {
    "pm": ("pm", "p", "午後", "下午", "晚上", "오후", "م", "μμ", "ös"),
    "am": ("am", "a", "午前", "上午", "凌晨", "早上", "오전", "ص", "πμ", "öö"),
}
_HALF = {name: half for half, names in _HALVES.items() for name in names}
_BEFORE = "|".join(name for name in _HALF if not name.isascii())
_AFTER = r"a\.?\s?m\b\.?|p\.?\s?m\b\.?|[ap]\b(?![.\w])|π\.?μ\.?|μ\.?μ\.?|ö[sö]\b|م\b|ص\b"
_TIME = (
    rf"(?:(?P<before>{_BEFORE})\s?)?(?<![\d:+-])(?P<hour>\d\d?)(?:\s?[:.h時时點点시]\s?(?P<minute>\d\d)(?!\d)\s?[分분]?"
    rf"(?:\s?:?(?P<second>\d\d)(?!\d)(?:[.,]\d{{1,9}})?\s?[秒초]?)?\s*(?P<after>{_AFTER})?"
    rf"|\s?(?P<alone>a\.?m\b\.?|p\.?m\b\.?)|\s?(?:Uhr|h|時|时|點|点|시)(?![\w]))"
)
_CLOCK = re.compile(rf"{_TIME}(?:\s*(?:Uhr|hrs?\b|h\b)?\s*[,([]?\s?(?P<zone>{zones.PATTERN}))?", re.IGNORECASE)
_GAP = re.compile(r"[^\d午上下早凌晚오]{0,12}")
_BETWEEN = re.compile(r"[^\d:;|•·]{0,24}")  # from a time to its day
_HAN = "〇一二三四五六七八九"
_HAN_NUMBER = re.compile(f"[{_HAN}○零十]+(?=[年月日時时])")
_ERA = re.compile("(令和|平成|昭和|民國|民国)\\s?(元|\\d{1,3})(?=\\s?年)")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}  # the year before the first
_TRAILING_ZONE = re.compile(rf"\s*[,([]?\s?({zones.PATTERN})[)\]]?\s*\Z")


class ParsedDate(NamedTuple):
    """A date in UTC; ``zone`` is False where the text names no zone, ``time`` is False where it names only the day."""

    moment: datetime
    zone: bool
    time: bool

    def __str__(self) -> str:
        """Return what is uncertain about it, to be appended to the evidence."""
        return ("" if self.zone else ", no zone: taken as UTC") if self.time else ", day only"


class _Day(NamedTuple):
    """A day found in a text, from ``start`` to ``end``; ``time`` is the time inside it (``Mar 5 10:00 2024``)."""

    start: int
    end: int
    year: int
    month: int
    day: int
    time: str = ""


@functools.lru_cache(256)
def month_first(language: str | None) -> bool:
    """Whether 3/4/2025 is in March: in American English, and where the language is unknown (programs write it so)."""
    return (language or "en").lower().replace("_", "-") in ("en", "en-us", "en-ph", "en-ca", "und")


def read(text: object, *, month_first: bool = False, now: datetime | None = None) -> ParsedDate | None:
    """Read a text that is a date.

    Parameters
    ----------
    text : object
        ISO 8601 in its many spellings, RFC 822, seconds, milliseconds or microseconds since 1970 (also as a number), or
        words and figures in the languages of ``coranto.text.month``; None for anything else.
    month_first : bool
        How to read 3/4/2025 where the text does not decide it by a day of the week or a number above 12.
    now : datetime, optional
        Where only one of two readings is not later than this, that one is taken.

    Returns
    -------
    ParsedDate or None
        In UTC, whole seconds. A 24:00 is the midnight at the day's end.

    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = str(int(text)) if abs(text) < 1e17 else ""
    if not isinstance(text, str) or not 6 <= len(text) <= _LONGEST:
        return None
    text = _plain(text)
    for reader in (_epoch, _iso):
        try:
            stamp = reader(text)
        except (ValueError, OverflowError):
            stamp = None
        if stamp is not None:
            return stamp
    days = [*_days(text, month_first=month_first, now=now), *_short_days(text, month_first=month_first, now=now)]
    for day in days:
        if stamp := _stamp(day, _clock(text, day) or _clock_before(text, day), text):
            return stamp
    return None


def within(text: str, *, month_first: bool = False) -> Iterator[ParsedDate]:
    """Yield the dates in a line of text for readers, in order, each with the time after it."""
    text = _plain(text)
    for day in _days(text, month_first=month_first):
        if stamp := _stamp(day, _clock(text, day) or _clock_just_before(text, day), text):
            yield stamp


def _plain(text: str) -> str:
    """Return text with ordinary digits, spaces and letters: no full-width forms, no marks of direction."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\u200e", "").replace("\u200f", "")
        if "年" in text:
            text = _ERA.sub(_year_of_era, _HAN_NUMBER.sub(_han_number, text))
    return " ".join(text.split())


def _year_of_era(match: re.Match[str]) -> str:
    """Return the common year of ``令和6`` or ``民國113``; 元 is the first year."""
    return str(_ERAS[match[1]] + (1 if match[2] == "元" else int(match[2])))


def _han_number(match: re.Match[str]) -> str:
    """Return ``二〇二四`` or ``三十一`` in figures."""
    text = match[0].replace("○", "〇").replace("零", "〇")
    if "十" in text:
        tens, _, ones = text.partition("十")
        text = (tens or "一") + (ones or "〇")
    return "".join(str(_HAN.find(char)) for char in text)


def _epoch(text: str) -> ParsedDate | None:
    match = _EPOCH.match(text)
    return ParsedDate(datetime.fromtimestamp(int(match[1]), UTC), zone=True, time=True) if match else None


def _iso(text: str) -> ParsedDate | None:
    match = _ISO.match(text)
    if match is None or (match[4] is None and len(text) not in (8, 10)):
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = zones.find(match[7] or match[8] or "")
    return _made(year, month, day, (hour, minute, second) if match[4] else None, zone)


def _made(
    year: int, month: int, day: int, clock: tuple[int, int, int] | None, zone: tzinfo | None
) -> ParsedDate | None:
    """Build a datetime; a leap second becomes the second before it."""
    hour, minute, second = clock or (0, 0, 0)
    over = hour == 24 and minute == 0
    moment = datetime(year, month, day, 0 if over else hour, minute, min(second, 59))  # noqa: DTZ001 - aware below
    moment += timedelta(days=over)
    utc = moment.replace(tzinfo=zone or UTC).astimezone(UTC)
    return ParsedDate(utc, zone=zone is not None and clock is not None, time=clock is not None)


def _stamp(day: _Day, clock: re.Match[str] | None, text: str) -> ParsedDate | None:
    """Combine a day with the time next to it."""
    try:
        time, zone = _time(clock) if clock else (None, None)
        end = max(day.end, clock.end() if clock and not day.time else 0)
        if time and zone is None and (last := _TRAILING_ZONE.search(text, end)):
            zone = zones.find(last[1])  # "10:00 on Tuesday, CET"
        return _made(day.year, day.month, day.day, time, zone)
    except (ValueError, OverflowError):
        return None


def _time(clock: re.Match[str]) -> tuple[tuple[int, int, int] | None, tzinfo | None]:
    hour, minute, second = (int(clock[name] or 0) for name in ("hour", "minute", "second"))
    marker = (clock["before"] or clock["after"] or clock["alone"] or "").lower().replace(".", "").replace(" ", "")
    half = _HALF.get(marker)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None, None
    return (hour, minute, second), zones.find(clock["zone"] or "")


def _clock(text: str, day: _Day) -> re.Match[str] | None:
    """Find the time after a day, or inside it."""
    if day.time:
        return _CLOCK.match(day.time)
    gap = _GAP.match(text, day.end)
    start = gap.end() if gap else day.end
    return _CLOCK.match(text, start)


def _clock_before(text: str, day: _Day) -> re.Match[str] | None:
    """Find the last time before a day."""
    return next(reversed(list(_CLOCK.finditer(text, 0, day.start))), None)


def _clock_just_before(text: str, day: _Day) -> re.Match[str] | None:
    """Find the time before a day where only words lie between them (``9:05 p.m. Tuesday, March 5``)."""
    clock = _clock_before(text, day)
    return clock if clock and _BETWEEN.fullmatch(text, clock.end(), day.start) else None


def _days(text: str, *, month_first: bool, now: datetime | None = None) -> list[_Day]:
    """Find the days in a text, in order."""
    found: list[_Day] = []
    for match in _FIGURES.finditer(text):
        start, end = match.span()
        if match[1]:
            found.append(_Day(start, end, int(match[1]), int(match[2]), int(match[3])))
        else:
            found.append(_ordered(match, text, int(match[7]), month_first=month_first, now=now, at=4))
    for pattern, year, month, day in ((_DAY_MONTH, 3, 2, 1), (_MONTH_DAY, 3, 1, 2), (_YEAR_MONTH, 1, 2, 3)):
        found += [
            _Day(*match.span(), int(match[year]), number, int(match[day]))
            for match in pattern.finditer(text)
            if (number := months.month(match[month]))
        ]
    for match in _UNIX.finditer(text):
        if number := months.month(match[1]):
            time = f"{match[3]} {match[4] or ''}"
            found.append(_Day(*match.span(), int(match[5]), number, int(match[2]), time))
    found += [_Day(*m.span(), int(m[3]), int(m[2]), int(m[1])) for m in _NUMBERED_MONTH.finditer(text)]
    return sorted(found, key=lambda day: (day.start, -day.end))


def _short_days(text: str, *, month_first: bool, now: datetime | None) -> list[_Day]:
    """Find days with a two-digit year: 1970 to 2069, as in mail."""
    found = [
        _ordered(match, text, _century(match[4]), month_first=month_first, now=now, at=1)
        for match in _SHORT_YEAR.finditer(text)
    ]
    found += [
        _Day(*match.span(), _century(match[3]), number, int(match[1]))
        for match in _DAY_MONTH_SHORT.finditer(text)
        if (number := months.month(match[2]))
    ]
    return found


def _century(digits: str) -> int:
    return int(digits) + (2000 if int(digits) < 70 else 1900)


def _ordered(match: re.Match[str], text: str, year: int, *, month_first: bool, now: datetime | None, at: int) -> _Day:
    """Decide which of two numbers is the month: by the text, by ``now``, else by ``month_first``."""
    one, mark, two = int(match[at]), match[at + 1], int(match[at + 2])
    readings = [_Day(*match.span(), year, two, one), _Day(*match.span(), year, one, two)]
    fit = [day for day in readings if 1 <= day.month <= 12]
    if len(fit) < 2 or mark == ".":
        return (fit or readings)[0]
    named = (months.weekday(word) for word in re.findall(r"[^\W\d_]{2,12}", text))
    week = next((day for day in named if day is not None), None)
    with contextlib.suppress(ValueError):  # one of them is not a date: the 31st of February
        on_day = [day for day in fit if week is None or _date(day).weekday() == week]
        in_time = [day for day in fit if now is None or _date(day) <= now]
        for kept in (on_day, in_time):
            if len(kept) == 1:
                return kept[0]
    return readings[1] if month_first and mark == "/" else readings[0]


def _date(day: _Day) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
