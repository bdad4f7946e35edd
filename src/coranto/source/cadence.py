"""When to look again: a pure function of what a look gave and of how the source publishes."""

from datetime import UTC, datetime, timedelta

import msgspec

from coranto.model.answer import Answer, Failure
from coranto.model.entry import Feed
from coranto.model.source import Source

SHORTEST, LONGEST = 600, 86_400  # seconds between two looks
FIRST = 3_600  # where nothing is known of a source's rhythm
_RECENT = 20  # entries that tell the rhythm
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def after(source: Source, outcome: Answer | Failure, feed: Feed | None, now: datetime, jitter: float) -> Source:
    """Say what is known of a source after a look at it.

    Parameters
    ----------
    source : Source
        As it was.
    outcome : Answer or Failure
        What the request came to.
    feed : Feed or None
        What was read; None for a 304 and for a failure.
    now : datetime
        When.
    jitter : float
        Between 0 and 1: spreads sources that would all be looked at together.

    Returns
    -------
    Source
        With ``next_look`` always set, unless it is retired.

    """
    if isinstance(outcome, Failure):
        return _failed(source, outcome, now, jitter)
    newest = max(
        (d for e in (feed.entries if feed else ()) if (d := e.published or e.updated) and d <= now), default=None
    )
    interval = _rhythm(feed, now) if feed else source.interval or FIRST
    asked = max(outcome.max_age or 0, 60 * (feed.ttl or 0) if feed else 0)
    wait = min(LONGEST, max(interval, asked, SHORTEST))
    look = now + timedelta(seconds=wait * (0.9 + 0.2 * jitter))
    moved, url = source.moved_to, source.url
    if outcome.moved_permanently:  # a redirect is believed when it is met twice
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
        title=source.title or (feed.title if feed else None),
        site=source.site or (feed.link if feed else None),
        etag=outcome.etag or (source.etag if outcome.status == 304 else None),
        modified=outcome.modified or (source.modified if outcome.status == 304 else None),
        next_look=_awake(look, feed) if feed else look,
        last_look=now,
        last_good=now,
        failures=0,
        trouble=None,
        last_entry=max((d for d in (newest, source.last_entry) if d), default=None),
        interval=wait,
    )


def _failed(source: Source, failure: Failure, now: datetime, jitter: float) -> Source:
    failures = source.failures + 1
    wait = min(LONGEST, SHORTEST * 2 ** min(failures, 8)) * (0.75 + 0.5 * jitter)
    if failure.retry_after:
        wait = max(wait if failures > 1 else 0.0, float(failure.retry_after))
    return msgspec.structs.replace(
        source,
        last_look=now,
        next_look=None if failure.gone else now + timedelta(seconds=wait),
        failures=failures,
        trouble=failure.reason,
        retired=failure.reason if failure.gone else None,
    )


def _rhythm(feed: Feed, now: datetime) -> int:
    """Give half the usual distance between two entries, a quiet time at the end counting as one."""
    stamps = sorted({d for e in feed.entries if (d := e.published or e.updated) and d <= now})[-_RECENT:]
    if len(stamps) < 2:
        return FIRST
    quiet = (now - stamps[-1]).total_seconds()
    usual = (stamps[-1] - stamps[0]).total_seconds() / (len(stamps) - 1)
    return int(max(usual, quiet / 10) / 2)


def _awake(look: datetime, feed: Feed) -> datetime:
    """Put a look off past the hours and days in which the publisher says there is no news."""
    days = {_DAYS.index(day) for day in feed.skip_days if day in _DAYS}
    hours = set(feed.skip_hours)
    if len(hours) >= 24 or len(days) >= 7:
        return look
    while look.astimezone(UTC).hour in hours or look.astimezone(UTC).weekday() in days:
        look = look.astimezone(UTC).replace(minute=0, second=0) + timedelta(hours=1)
    return look
