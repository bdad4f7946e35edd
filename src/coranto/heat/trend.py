"""How a story goes: new, rising, cooling or steady."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from coranto.heat import curve

FRESH = timedelta(hours=3)  # "lately"
QUIET = timedelta(hours=12)  # without an article: cooling
_TICK = timedelta(microseconds=1)
_HOURS = 2 * curve.LATELY


def trend(told: Sequence[tuple[datetime, str]], now: datetime) -> str:
    """Return how a story goes, of its articles given as time and outlet, at least one.

    Returns
    -------
    {"new", "rising", "cooling", "steady"}
        New: its first article is not three hours old. Rising: heating up, as ``curve.heating`` has it. Cooling: none
        for twelve hours. Steady: anything else.

    """
    past = [now - time for time, _ in told]
    if max(past) <= FRESH:
        return "new"
    if curve.heating(curve.count(told, now, _HOURS)):
        return "rising"
    return "cooling" if min(past) > QUIET else "steady"


def until(times: Sequence[datetime], now: datetime) -> datetime | None:
    """Return the earliest time after ``now`` at which the trend may be another one; None where it stays.

    An article changes it when it comes out of the future, stops being fresh, or has been followed by silence; and what
    is counted by the hour changes with the hour.
    """
    turns = [time + after for time in times for after in (timedelta(), FRESH + _TICK, QUIET + _TICK)]
    if any(time > now - (_HOURS + 1) * curve.HOUR for time in times):
        turns.append(now.replace(minute=0, second=0, microsecond=0) + curve.HOUR)
    return min((turn for turn in turns if turn > now), default=None)
