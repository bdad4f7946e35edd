"""How a story grew: articles and outlets an hour, as numbers for a sparkline, and whether it is heating up."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

HOUR = timedelta(hours=1)
LATELY = 3  # hours, the running one included, that are held against those before
_OUTLETS = 2  # outlets an hour's news needs lately: one that writes a lot heats nothing


class Curve(msgspec.Struct, frozen=True):
    """Counts an hour, the oldest first; the last is the running hour.

    Attributes
    ----------
    start : datetime
        Begin of the first hour, UTC.
    articles, outlets : tuple of int
        Articles in each hour, and the different outlets that wrote them; equally long.

    """

    start: datetime
    articles: tuple[int, ...]
    outlets: tuple[int, ...]


def count(told: Iterable[tuple[datetime, str]], now: datetime, hours: int = 24) -> Curve:
    """Count articles, each given as its time and its outlet.

    Parameters
    ----------
    told : iterable of (datetime, str)
        In any order; what is outside of the hours, the future too, is left out.
    now : datetime
        Aware; it is in the last hour.
    hours : int
        How many, at least 1.

    """
    start = _start(now, hours)
    writers: list[list[str]] = [[] for _ in range(hours)]
    for time, outlet in told:
        hour = (time - start) // HOUR
        if 0 <= hour < hours and time <= now:
            writers[hour].append(outlet)
    return Curve(start, tuple(map(len, writers)), tuple(len(set(names)) for names in writers))


def fill(counts: Iterable[tuple[datetime, int, int]], now: datetime, hours: int = 24) -> Curve:
    """Make a curve of counts by hour: (hour, articles, outlets), hours without an article left out."""
    start = _start(now, hours)
    articles, outlets = [0] * hours, [0] * hours
    for time, wrote, writers in counts:
        hour = (time - start) // HOUR
        if 0 <= hour < hours:
            articles[hour] += wrote
            outlets[hour] += writers
    return Curve(start, tuple(articles), tuple(outlets))


def slope(curve: Curve, lately: int = LATELY) -> float:
    """Give the change of pace: articles an hour lately less those in as many hours before that.

    The running hour counts whole, so that a story is rather called cooling too early than heating too early. A curve
    of less than twice ``lately`` hours is compared as far as it goes.
    """
    return _pace(curve.articles[-lately:], lately) - _pace(curve.articles[-2 * lately : -lately], lately)


def heating(curve: Curve, lately: int = LATELY) -> bool:
    """Whether a story is heating up: faster than before, and not by one outlet alone."""
    return slope(curve, lately) > 0 and sum(curve.outlets[-lately:]) >= _OUTLETS


def _start(now: datetime, hours: int) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) - (hours - 1) * HOUR


def _pace(counts: Sequence[int], hours: int) -> float:
    return sum(counts) / hours
