"""When an issue is due: at the site's hour, in its zone, on its days.

A time that a change of clocks leaves out (02:30 in spring) comes as much later as the clocks go forward; one that comes
twice counts the first time. So a day has exactly one issue.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from coranto.model.settings import WEEKDAYS, Letter

LATE = timedelta(hours=2)  # after which an issue is not sent by itself: a restored backup, a machine that was off
_ONE = timedelta(days=1)


class Rhythm(msgspec.Struct, frozen=True):
    """The hour, zone and days of a newsletter's issues; ``days`` has at least one of ``WEEKDAYS``."""

    at: time
    zone: ZoneInfo
    days: tuple[str, ...]

    def moment(self, day: date) -> datetime:
        """Return the moment of a day's issue, in UTC."""
        return datetime.combine(day, self.at, self.zone).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        """Return the day of a moment, in the zone."""
        return moment.astimezone(self.zone).date()

    def last(self, now: datetime) -> datetime:
        """Return the latest moment of an issue at or before ``now``, in UTC."""
        day = self.day(now) + _ONE
        while not self._has(day) or self.moment(day) > now:
            day -= _ONE
        return self.moment(day)

    def following(self, now: datetime) -> datetime:
        """Return the first moment of an issue after ``now``, in UTC."""
        day = self.day(now) - _ONE
        while not self._has(day) or self.moment(day) <= now:
            day += _ONE
        return self.moment(day)

    def _has(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] in self.days


def rhythm(letter: Letter) -> Rhythm:
    """Return the rhythm of the settings, which have been checked when they were read."""
    clock, zone, *days = letter.at.split()
    return Rhythm(time.fromisoformat(clock), ZoneInfo(zone), tuple(days))
