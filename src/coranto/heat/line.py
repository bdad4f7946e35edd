"""The line: the heat a story needs so that about as many stories per day are published as the owner wants.

It is the heat that would have published that many per day over the last two weeks. It moves a few points per day and
is fixed within a day: a story above it in the morning is not below it at noon.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    counted: dict[date, Counter[int]] = {}
    for day, heat in stood:
        counted.setdefault(day, Counter())[heat] += 1
    return draw_counted(counted, per_day, today, before)


def draw_counted(
    stood: Mapping[date, Mapping[int, int]], per_day: float, today: date, before: Line | None = None
) -> Line:
    """Return the line of a day, as ``draw`` does, from the number of stories by day and heat."""
    if before is not None and before.per_day not in (0.0, per_day):
        before = None
    since = today - timedelta(days=DAYS - 1)
    recent = {day: heats for day, heats in stood.items() if since <= day <= today}
    a_day = {day: total for day, heats in recent.items() if (total := sum(heats.values()))}
    count = sum(a_day.values())
    grown = before is None or count > _GROWN * max(before.stories, per_day)
    if before is not None and before.day == today and not grown:
        return before
    days = _days(a_day, today)
    heats = Counter[int]()
    for day in a_day:
        if (today - day).days < days:
            heats.update(recent[day])
    heat = _height(heats, per_day * days)
    if before is not None and not grown:
        reach = STEP * max(1, (today - before.day).days)
        heat = max(before.heat - reach, min(before.heat + reach, heat))
    return Line(today, heat, count, days, per_day=per_day)


def _days(a_day: Mapping[date, int], today: date) -> int:
    """Return the number of days on which the line is based.

    A feed's oldest days are incomplete: days at the beginning with less than a third of the stories of the fullest day
    do not count.
    """
    if not a_day:
        return 1
    full = max(a_day.values()) / 3
    first = min(day for day, count in a_day.items() if count >= full)
    return (today - first).days + 1


def _height(heats: Mapping[int, int], wanted: float) -> int:
    """Return the heat that about ``wanted`` stories reach, given how many have each; 0 if there are not more of them.

    Stories of equal heat are all in or all out.
    """
    target, fewer = round(wanted), 0
    for edge in sorted((heat for heat, number in heats.items() if number), reverse=True):
        more = fewer + heats[edge]
        if more > target:  # the first story too many has this heat
            return edge if more - target < target - fewer else edge + 1
        fewer = more
    return 0
