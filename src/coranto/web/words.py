"""Times, counts and sentences as the page says them. Times are said in UTC."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812 - `date` says one
from datetime import datetime, timedelta

from coranto.i18n.language import N_, _, _c, _n

_HOUR = timedelta(hours=1)
_STOP = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s)|[。！？]+[」』”]*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORT = 4  # letters: "Dr.", "U.S.", "No." end no sentence
_STAND_OUT = 3  # words of a headline
_WEEKDAYS = (
    (N_("Monday"), "Mon"), (N_("Tuesday"), "Tue"), (N_("Wednesday"), "Wed"), (N_("Thursday"), "Thu"),
    (N_("Friday"), "Fri"), (N_("Saturday"), "Sat"), (N_("Sunday"), "Sun"),
)  # fmt: skip
_MONTHS = (
    (N_("January"), "Jan"), (N_("February"), "Feb"), (N_("March"), "Mar"), (N_("April"), "Apr"),
    (N_("May"), "May"), (N_("June"), "Jun"), (N_("July"), "Jul"), (N_("August"), "Aug"),
    (N_("September"), "Sep"), (N_("October"), "Oct"), (N_("November"), "Nov"), (N_("December"), "Dec"),
)  # fmt: skip
_COUNTED = {
    "article": lambda n: _n("{n} article", "{n} articles", n),
    "source": lambda n: _n("{n} source", "{n} sources", n),
    "story": lambda n: _n("{n} story", "{n} stories", n),
    "reader": lambda n: _n("{n} reader", "{n} readers", n),
    "failure": lambda n: _n("{n} failure", "{n} failures", n),
    "day": lambda n: _n("{n} day", "{n} days", n),
}


def age(then: datetime, now: datetime) -> str:
    """Say how long ago: ``now``, ``40 min``, ``7 h``, from a day on the date, ``6 Oct`` or ``6 Oct 2022``."""
    past = now - then
    if past < timedelta(minutes=1):
        return _("now")
    if past < _HOUR:
        return _("{n} min", n=past // timedelta(minutes=1))
    if past < timedelta(days=1):
        return _("{n} h", n=past // _HOUR)
    return date(then, year=then.year != now.year)


def date(time: Date, *, year: bool = True) -> str:
    """Say the date: ``6 Oct 2023``, or ``6 Oct``."""
    month = _MONTHS[time.month - 1][1]
    if year:
        return _("{day} {month} {year}", day=time.day, month=_c("short", month), year=time.year)
    return _("{day} {month}", day=time.day, month=_c("short", month))


def clock(time: datetime) -> str:
    """Say the time of day: ``07:30``."""
    return f"{time:%H:%M}"


def day(time: Date) -> str:
    """Say the day: ``Friday 6 October 2023``."""
    return _(
        "{weekday} {day} {month} {year}",
        weekday=_(_WEEKDAYS[time.weekday()][0]),
        day=time.day,
        month=_(_MONTHS[time.month - 1][0]),
        year=time.year,
    )


def month(time: Date) -> str:
    """Say the month: ``October 2023``."""
    return _("{month} {year}", month=_(_MONTHS[time.month - 1][0]), year=time.year)


def weekday(number: int) -> tuple[str, str]:
    """Name a day of the week, Monday being 0, whole and short: ``Monday``, ``Mon``."""
    whole, short = _WEEKDAYS[number]
    return _(whole), _c("short", short)


def stamp(time: datetime) -> str:
    """Say day and time: ``Fri 6 Oct 2023, 09:47``."""
    return _("{weekday} {date}, {time}", weekday=weekday(time.weekday())[1], date=date(time), time=clock(time))


def iso(time: datetime) -> str:
    """Write a time for machines: ``2023-10-06T09:47Z``."""
    return f"{time:%Y-%m-%dT%H:%MZ}"


def later(gap: timedelta) -> str:
    """Say a length of time: ``20 min``, ``2 h 20 min``, ``3 days``."""
    minutes = int(gap.total_seconds()) // 60
    if minutes < 60:
        return _("{n} min", n=minutes)
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return _("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else _("{n} h", n=hours)
    return count(minutes // (24 * 60), "day")


def count(number: int, what: str) -> str:
    """Say how many of what can be counted: ``1 article``, ``2,400 articles``."""
    return _COUNTED[what](number)


def sentence(text: str, limit: int = 200) -> str:
    """Give the first sentence of a text, cut at a word where it is longer than ``limit`` characters."""
    text = text.strip()
    for stop in _STOP.finditer(text):
        last = text[: stop.start()].rsplit(None, 1)[-1:]
        if not text[stop.start()].isascii() or (last and len(last[0]) >= _SHORT and "." not in last[0]):
            text = text[: stop.end()]
            break
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(None, 1)[0].rstrip(",;:–—- ") + "…"


def marked(titles: dict[str, str]) -> dict[str, list[tuple[str, bool]]]:
    """Compare headlines: which words of each are its own.

    Parameters
    ----------
    titles : dict
        Headlines by any key, of one language.

    Returns
    -------
    dict
        For each key the headline in pieces, each with whether it stands out: at most three words of four letters or
        more that at most half of the headlines use, the longest. With a single headline nothing does.

    """
    used: Counter[str] = Counter()
    for title in titles.values():
        used.update({match.group().casefold() for match in _WORD.finditer(title)})
    return {key: list(_pieces(title, _own(title, used, len(titles)))) for key, title in titles.items()}


def _own(title: str, used: Counter[str], headlines: int) -> set[str]:
    folded = dict.fromkeys(match.group().casefold() for match in _WORD.finditer(title))
    own = [word for word in folded if headlines > 1 and len(word) >= _SHORT and used[word] <= headlines / 2]
    return set(sorted(own, key=len, reverse=True)[:_STAND_OUT])


def _pieces(title: str, own: set[str]) -> Iterator[tuple[str, bool]]:
    at = 0
    for match in _WORD.finditer(title):
        if match.group().casefold() in own:
            if match.start() > at:
                yield title[at : match.start()], False
            yield match.group(), True
            at = match.end()
    if at < len(title):
        yield title[at:], False
