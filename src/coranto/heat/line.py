"""The line: the heat a story needs so that about as many stories per day are published as the owner wants.

It is the heat that would have published that many per day over the last two weeks. It moves a few points per day and
is fixed within a day: a story above it in the morning is not below it at noon.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

DAYS = 14  # the days on which the line is based
STEP = 3  # points by which the line moves from one day to the next
_GROWN = 1.5  # a newsroom with this many times more stories gets a new line


class Line(msgspec.Struct, frozen=True):
    """The line of a day.

    Attributes
    ----------
    day : date
        The UTC day for which it holds.
    heat : int
        The heat that a story needs.
    stories : int
        The number of stories on which it is based.
    days : int
        The number of days on which it is based.
    topics : dict of str to Line
        The lines of topics that have their own, by name.
    per_day : float
        The wanted stories per day; 0 if not known.

    """

    day: date
    heat: int
    stories: int
    days: int
    topics: dict[str, "Line"] = {}
    per_day: float = 0.0


def draw(stood: Iterable[tuple[date, int]], per_day: float, today: date, before: Line | None = None) -> Line:
    """Return the line of a day.

    Parameters
    ----------
    stood : iterable of (date, int)
        Each story that may be published: the day of its lead, and its heat. Stories outside the last 14 days do
        not count.
    per_day : float
        Wanted stories per day, more than 0.
    today : date
        UTC.
    before : Line, optional
        The previous line.

    Returns
    -------
    Line
        ``before`` itself if it is today's, as many stories are wanted, and the newsroom has not grown by half since.

    """
    if before is not None and before.per_day not in (0.0, per_day):
        before = None
    since = today - timedelta(days=DAYS - 1)
    recent = [(day, heat) for day, heat in stood if since <= day <= today]
    count = len(recent)
    grown = before is None or count > _GROWN * max(before.stories, per_day)
    if before is not None and before.day == today and not grown:
        return before
    days = _days(recent, today)
    heat = _height([heat for day, heat in recent if (today - day).days < days], per_day * days)
    if before is not None and not grown:
        reach = STEP * max(1, (today - before.day).days)
        heat = max(before.heat - reach, min(before.heat + reach, heat))
    return Line(today, heat, count, days, per_day=per_day)


def _days(recent: list[tuple[date, int]], today: date) -> int:
    """Return the number of days on which the line is based.

    A feed's oldest days are incomplete: days at the beginning with less than a third of the stories of the fullest day
    do not count.
    """
    a_day: dict[date, int] = {}
    for day, _ in recent:
        a_day[day] = a_day.get(day, 0) + 1
    if not a_day:
        return 1
    full = max(a_day.values()) / 3
    first = min(day for day, count in a_day.items() if count >= full)
    return (today - first).days + 1


def _height(heats: list[int], wanted: float) -> int:
    """Return the heat that about ``wanted`` stories reach; 0 if there are no more stories than that."""
    ranked = sorted(heats, reverse=True)
    target = round(wanted)
    if len(ranked) <= target:
        return 0
    edge = ranked[target]  # the first story too many; stories of equal heat are all in or all out
    more = sum(1 for heat in ranked if heat >= edge)
    fewer = sum(1 for heat in ranked if heat > edge)
    return edge if more - target < target - fewer else edge + 1
