"""A story's growth: articles and outlets per hour as numbers for a sparkline, and whether it is heating up."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

HOUR = timedelta(hours=1)
LATELY = 3  # hours, the current one included, that are compared with those before
_OUTLETS = 2  # outlets needed lately: a single busy outlet does not heat a story


class Curve(msgspec.Struct, frozen=True):
    """Counts per hour, oldest first; the last is the current hour.

    Attributes
    ----------
    start : datetime
        Start of the first hour, UTC.
    articles, outlets : tuple of int
        Articles in each hour, and the number of distinct outlets that wrote them; equally long.

    """

    start: datetime
    articles: tuple[int, ...]
    outlets: tuple[int, ...]


def count(articles: Iterable[tuple[datetime, str]], now: datetime, hours: int = 24) -> Curve:
    """Count articles, each given as its time and its outlet.

    Parameters
    ----------
    articles : iterable of (datetime, str)
        In any order; articles outside the hours, also future ones, are left out.
    now : datetime
        Aware; the current hour is the last.
    hours : int
        The number of hours, at least 1.

    """
    start = _start(now, hours)
    writers: list[list[str]] = [[] for _ in range(hours)]
    for time, outlet in articles:
        hour = (time - start) // HOUR
        if 0 <= hour < hours and time <= now:
            writers[hour].append(outlet)
    return Curve(start, tuple(map(len, writers)), tuple(len(set(names)) for names in writers))


def fill(counts: Iterable[tuple[datetime, int, int]], now: datetime, hours: int = 24) -> Curve:
    """Build a curve from counts by hour: (hour, articles, outlets); hours without an article are absent."""
    start = _start(now, hours)
    articles, outlets = [0] * hours, [0] * hours
    for time, wrote, writers in counts:
        hour = (time - start) // HOUR
        if 0 <= hour < hours:
            articles[hour] += wrote
            outlets[hour] += writers
    return Curve(start, tuple(articles), tuple(outlets))


def slope(curve: Curve, lately: int = LATELY) -> float:
    """Return the change of pace: articles per hour lately, minus those per hour in as many hours before.

    The current hour counts as a whole one: a story is called cooling too early rather than heating too early. A curve
    shorter than twice ``lately`` hours is compared as far as it reaches.
    """
    return _pace(curve.articles[-lately:], lately) - _pace(curve.articles[-2 * lately : -lately], lately)


def heating(curve: Curve, lately: int = LATELY) -> bool:
    """Whether a story is heating up: it grows faster than before, and from more than one outlet."""
    return slope(curve, lately) > 0 and sum(curve.outlets[-lately:]) >= _OUTLETS


def _start(now: datetime, hours: int) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) - (hours - 1) * HOUR


def _pace(counts: Sequence[int], hours: int) -> float:
    return sum(counts) / hours
