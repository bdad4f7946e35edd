"""The line: how much a story must stand at so that about as many are published a day as the owner asked for.

It is what would have published that many a day over the last two weeks, moves a few points a day, and stands still
within a day: what was above it in the morning is not below it at noon.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

DAYS = 14  # looked back on
_STEP = 3  # points by which the line moves from one day to the next
_GROWN = 1.5  # times as many stories looked back on: then the newsroom is another one, and its line is drawn anew


class Line(msgspec.Struct, frozen=True):
    """The line of a day.

    Attributes
    ----------
    day : date
        The UTC day it is for.
    heat : int
        What a story must stand at.
    stories : int
        How many stories were looked back on.
    days : int
        Over how many days.

    """

    day: date
    heat: int
    stories: int
    days: int


def draw(stood: Iterable[tuple[date, int]], per_day: float, today: date, before: Line | None = None) -> Line:
    """Draw the line of a day.

    Parameters
    ----------
    stood : iterable of (date, int)
        Each story that may be published: the day of its lead, and what it stands at. Those outside the last 14 days do
        not count.
    per_day : float
        Stories a day that are asked for, more than 0.
    today : date
        UTC.
    before : Line, optional
        The line before this one.

    Returns
    -------
    Line
        ``before`` itself where it is of today and the newsroom has not grown by half since.

    """
    since = today - timedelta(days=DAYS - 1)
    recent = [(day, heat) for day, heat in stood if since <= day <= today]
    count = len(recent)
    grown = before is None or count > _GROWN * max(before.stories, per_day)
    if before is not None and before.day == today and not grown:
        return before
    days = _days(recent, today)
    heat = _height([heat for day, heat in recent if (today - day).days < days], per_day * days)
    if before is not None and not grown:
        reach = _STEP * max(1, (today - before.day).days)
        heat = max(before.heat - reach, min(before.heat + reach, heat))
    return Line(today, heat, count, days)


def _days(recent: list[tuple[date, int]], today: date) -> int:
    """Count the days that the newsroom looks back on.

    A feed reaches back further with some articles than with all: days with less than a third of what the fullest day
    has, at the beginning, are not yet days of this newsroom.
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
    """Return the heat that about ``wanted`` stories reach; 0 where there are no more than that."""
    ranked = sorted(heats, reverse=True)
    target = round(wanted)
    if len(ranked) <= target:
        return 0
    edge = ranked[target]  # the first that would be too many; those equal to it come along or stay out with it
    more = sum(1 for heat in ranked if heat >= edge)
    fewer = sum(1 for heat in ranked if heat > edge)
    return edge if more - target < target - fewer else edge + 1
