"""A story's trend: new, rising, cooling or steady."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from coranto.heat import curve

FRESH = timedelta(hours=3)  # "lately"
QUIET = timedelta(hours=12)  # a story without an article for so long is cooling
_TICK = timedelta(microseconds=1)
_HOURS = 2 * curve.LATELY


def trend(articles: Sequence[tuple[datetime, str]], now: datetime) -> str:
    """Return a story's trend from its articles, given as time and outlet; at least one.

    Returns
    -------
    {"new", "rising", "cooling", "steady"}
        New: its first article is not three hours old. Rising: ``curve.heating`` is true. Cooling: no article
        for twelve hours. Steady: otherwise.

    """
    past = [now - time for time, _ in articles]
    if max(past) <= FRESH:
        return "new"
    if curve.heating(curve.count(articles, now, _HOURS)):
        return "rising"
    return "cooling" if min(past) > QUIET else "steady"


def until(times: Sequence[datetime], now: datetime) -> datetime | None:
    """Return the earliest time after ``now`` at which the trend may change; None if it stays.

    An article changes it when its time comes, when it stops being fresh, or when nothing has followed it for long; and
    hourly counts change with the hour.
    """
    turns = [time + after for time in times for after in (timedelta(), FRESH + _TICK, QUIET + _TICK)]
    if any(time > now - (_HOURS + 1) * curve.HOUR for time in times):
        turns.append(now.replace(minute=0, second=0, microsecond=0) + curve.HOUR)
    return min((turn for turn in turns if turn > now), default=None)
