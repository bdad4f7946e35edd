"""Times, counts and headlines as the page says them. Times are in UTC, on the desk in the newsroom's zone."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812 - `date` says one
from datetime import datetime, timedelta

from coranto.i18n import formats
from coranto.i18n.messages import N_, _, _n
from coranto.model.reason import Reason
from coranto.web import zone

_HOUR = timedelta(hours=1)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# What only the owner can do is no reader's matter: a command, with its clause.
_COMMAND = re.compile(r"\s*[;,]\s[^;.`]*`coranto [^`]*`[^;.]*|`")
_LEAST = 4  # letters of a word that stands out
_STAND_OUT = 3  # words of a headline
_COUNTED = {
    "article": lambda n: _n("{n} article", "{n} articles", n),
    "source": lambda n: _n("{n} source", "{n} sources", n),
    "outlet": lambda n: _n("{n} outlet", "{n} outlets", n),
    "story": lambda n: _n("{n} story", "{n} stories", n),
    "reader": lambda n: _n("{n} reader", "{n} readers", n),
    "failure": lambda n: _n("{n} failure", "{n} failures", n),
    "day": lambda n: _n("{n} day", "{n} days", n),
}


def said(*reasons: Reason | str) -> str:
    """Say reasons to a reader: without commands, and without the marks of code."""
    return _COMMAND.sub("", zone.say(*reasons))


def age(then: datetime, now: datetime) -> str:
    """Say how long ago: ``now``, ``40 min``, ``7 h``, from a day on the date, ``6 Oct`` or ``6 Oct 2022``."""
    past = now - then
    if past < timedelta(minutes=1):
        return _("now")
    if past < _HOUR:
        return _("{n} min", n=past // timedelta(minutes=1))
    if past < timedelta(days=1):
        return _("{n} h", n=past // _HOUR)
    return _date(then, now)


def since(then: datetime, now: datetime) -> str:
    """Say how long ago, within a sentence: ``just now``, ``40 min ago``, ``7 h ago``, ``on 6 Oct``."""
    past = now - then
    if past < timedelta(minutes=1):
        return _("just now")
    if past < _HOUR:
        return _("{n} min ago", n=past // timedelta(minutes=1))
    if past < timedelta(days=1):
        return _("{n} h ago", n=past // _HOUR)
    return _("on {date}", date=_date(then, now))


def date(time: Date, *, year: bool = True) -> str:
    """Say the date: ``6 Oct 2023``, or ``6 Oct``."""
    return formats.written(_day(time), N_("d MMM y") if year else N_("d MMM"))


def clock(time: datetime) -> str:
    """Say the time of day: ``07:30``."""
    return f"{zone.here(time):%H:%M}"


def hour(time: datetime, now: datetime) -> str:
    """Say the time of day, with its day where that is another: ``07:30``, ``Fri 07:30``, from a week on ``6 Oct``."""
    if _day(time) == _day(now):
        return clock(time)
    if abs(now - time) < timedelta(days=6):
        return f"{formats.weekday(_day(time).weekday())[1]} {clock(time)}"
    return _date(time, now)


def day(time: Date) -> str:
    """Say the day: ``Friday 6 October 2023``."""
    return formats.written(_day(time), N_("EEEE d MMMM y"))


def month(time: Date) -> str:
    """Say the month: ``October 2023``."""
    return formats.written(_day(time), N_("LLLL y"))


def stamp(time: datetime) -> str:
    """Say day and time: ``Fri 6 Oct 2023, 09:47``."""
    return _("{date}, {time}", date=formats.written(_day(time), N_("EEE d MMM y")), time=clock(time))


def brief(time: datetime) -> str:
    """Say day and time, briefly: ``6 Oct, 09:47``."""
    return _("{date}, {time}", date=date(time, year=False), time=clock(time))


def _date(time: datetime, now: datetime) -> str:
    """Say the date, with its year where that is not the present one."""
    return date(time, year=_day(time).year != _day(now).year)


def _day(time: Date) -> Date:
    """Return the day of a time in the zone in use; a day stays what it is."""
    return zone.here(time).date() if isinstance(time, datetime) else time


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
    own = [word for word in folded if headlines > 1 and len(word) >= _LEAST and used[word] <= headlines / 2]
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
