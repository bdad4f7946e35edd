"""When to poll a source again: a pure function of the last poll's outcome and of the source's publishing rhythm."""

import math
from datetime import UTC, datetime, timedelta

import msgspec

from coranto.model.entry import Feed
from coranto.model.response import Failure, Response
from coranto.model.source import Source
from coranto.source import websub

SHORTEST, LONGEST = 600, 86_400  # seconds between two polls
PUSHED = 21_600  # where a hub delivers what is new, and polls only verify
FIRST = 3_600  # where a source's rhythm is unknown
EAGERNESS = 0.4  # smaller polls more often; tuned on the rhythms of real feeds, see the page on fetching
_RECENT = 20  # entries that the rhythm is computed from
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def after(source: Source, outcome: Response | Failure, feed: Feed | None, now: datetime, jitter: float) -> Source:
    """Return the source as it is after a poll.

    Parameters
    ----------
    source : Source
        As it was before the poll.
    outcome : Response or Failure
        The result of the request.
    feed : Feed or None
        The parsed feed; None for a 304 and for a failure.
    now : datetime
        The time of the poll.
    jitter : float
        Between 0 and 1: spreads sources that would otherwise be polled together.

    Returns
    -------
    Source
        With ``next_look`` set, unless the source is retired.

    """
    if isinstance(outcome, Failure):
        return _failed(source, outcome, now, jitter)
    if feed is not None:
        source = _learned(source, feed, now)
    interval = _interval(source, now)
    requested = max(outcome.max_age or 0, source.asked or 0)
    wait = min(LONGEST, max(interval, requested, SHORTEST, PUSHED if websub.trusted(source, now) else 0))
    look = now + timedelta(seconds=wait * (0.9 + 0.2 * jitter))
    moved, url = source.moved_to, source.url
    if outcome.moved_permanently:  # a redirect is trusted when it is seen twice
        moved, url = (
            (None, outcome.moved_permanently)
            if moved == outcome.moved_permanently
            else (outcome.moved_permanently, url)
        )
    else:
        moved = None
    return msgspec.structs.replace(
        source,
        url=url,
        moved_to=moved,
        etag=outcome.etag or (source.etag if outcome.status == 304 else None),
        modified=outcome.modified or (source.modified if outcome.status == 304 else None),
        next_look=_awake(look, source),
        last_look=now,
        last_good=now,
        failures=0,
        trouble=None,
        held=None,
        interval=wait,
    )


def _failed(source: Source, failure: Failure, now: datetime, jitter: float) -> Source:
    patience = timedelta(seconds=failure.retry_after or 0)
    if failure.held:  # no request was sent: its host had asked another request to wait
        return msgspec.structs.replace(source, next_look=now + patience + timedelta(seconds=60 * jitter))
    failures = source.failures + 1
    wait = min(LONGEST, SHORTEST * 2 ** min(failures, 8)) * (0.75 + 0.5 * jitter)
    look = now + max(patience, timedelta(seconds=wait if failures > 1 or not patience else 0))
    return msgspec.structs.replace(
        source,
        last_look=now,
        next_look=None if failure.gone else look,
        failures=failures,
        trouble=failure.reason,
        retired=failure.reason if failure.gone else None,
        held=now + patience if patience else None,
    )


def _learned(source: Source, feed: Feed, now: datetime) -> Source:
    """Return the source with what a feed says about itself; an unchanged feed (304) adds nothing."""
    stamps = sorted({d for e in feed.entries if (d := e.published or e.updated) and d <= now})[-_RECENT:]
    rhythm = int((stamps[-1] - stamps[0]).total_seconds()) // (len(stamps) - 1) if len(stamps) > 1 else source.rhythm
    return msgspec.structs.replace(
        source,
        title=source.title or feed.title,
        site=source.site or feed.link,
        last_entry=max((d for d in (*stamps[-1:], source.last_entry) if d), default=None),
        rhythm=rhythm,
        asked=60 * feed.ttl if feed.ttl else None,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
        parts=feed.parts,
    )


def _interval(source: Source, now: datetime) -> int:
    """Return the seconds between two polls: they grow with the square root of the usual interval between two entries.

    The square root distributes requests so that the mean delay over all entries is minimal for their number: half the
    interval, which seems natural, polls busy sources too often and delays the entries of quiet ones by days. The time
    since the last entry counts as an interval, in part, so that a source that fell silent is polled less and less.
    """
    if source.rhythm is None or source.last_entry is None:
        return FIRST
    quiet = (now - source.last_entry).total_seconds()
    return int(EAGERNESS * math.sqrt(3600 * max(source.rhythm, quiet / 10)))


def _awake(look: datetime, source: Source) -> datetime:
    """Postpone a poll past the hours and days that the publisher asks to skip."""
    days = {_DAYS.index(day) for day in source.skip_days if day in _DAYS}
    hours = set(source.skip_hours)
    if len(hours) >= 24 or len(days) >= 7:
        return look
    while look.astimezone(UTC).hour in hours or look.astimezone(UTC).weekday() in days:
        look = look.astimezone(UTC).replace(minute=0, second=0) + timedelta(hours=1)
    return look
