"""The time zone in words: that of the newsroom (``site.zone``) on its desk; UTC everywhere else.

Public pages and files say UTC, and a reader's browser says the reader's own time: they are the same for everybody.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from coranto.i18n import wording
from coranto.model.reason import Reason
from coranto.newsroom import Newsroom

_now: ContextVar[ZoneInfo | None] = ContextVar("zone", default=None)


@contextlib.contextmanager
def within(newsroom: Newsroom) -> Iterator[None]:
    """Say times in the newsroom's zone within the block."""
    token = _now.set(ZoneInfo(newsroom.settings.site.zone))
    try:
        yield
    finally:
        _now.reset(token)


def name() -> str:
    """Return the name of the zone in use: ``Europe/Vienna``."""
    zone = _now.get()
    return zone.key if zone else "UTC"


def here(time: datetime) -> datetime:
    """Return a time (aware) in the zone in use; unchanged without one."""
    zone = _now.get()
    try:
        return time.astimezone(zone) if zone else time
    except OverflowError:  # at either end of the calendar
        return time


def say(*reasons: Reason | str) -> str:
    """Return reasons in the language and the zone in use."""
    return wording.say(*map(_moved, reasons)) if _now.get() else wording.say(*reasons)


def _moved(reason: Reason | str) -> Reason | str:
    """Return a reason, with those within it, whose day and time of day are those of the zone."""
    if isinstance(reason, str):
        return reason
    params = reason.params
    if "day" in params and "clock" in params:
        try:
            time = here(datetime.fromisoformat(f"{params['day']}T{params['clock']}Z"))
            params = {**params, "day": f"{time:%Y-%m-%d}", "clock": f"{time:%H:%M}", "zone": name()}
        except ValueError:  # of a plugin, or another version
            pass
    inner = tuple(one for part in reason.within if not isinstance(one := _moved(part), str))
    return msgspec.structs.replace(reason, params=params, within=inner)
