"""Which sources need care, and the likeliest remedy."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Literal

import msgspec

from coranto.model.source import Source

Why = Literal["retired", "failing", "silent", "tried"]
Remedy = Literal["again", "other", "keep", "remove"]
_FAILURES = 3  # in a row
_SILENT, _TIMES = timedelta(days=14), 20  # at least so long, and so many times its own rhythm


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """A source that needs care: why, since when, and the remedies, the likeliest first."""

    source: Source
    why: Why
    since: datetime | None
    remedies: tuple[Remedy, ...]


def needs(sources: Iterable[Source], now: datetime) -> list[Need]:
    """Return the sources that need care, the longest waiting first."""
    found = [need for source in sources if (need := _need(source, now)) is not None]
    return sorted(found, key=lambda one: (one.since or now, one.source.title or one.source.url))


def is_silent(source: Source, now: datetime) -> bool:
    """Whether a source has been silent for much longer than is usual for it."""
    if source.last_entry is None or source.failures:
        return False
    return now - source.last_entry > max(_SILENT, timedelta(seconds=_TIMES * (source.rhythm or 0)))


def _need(source: Source, now: datetime) -> Need | None:
    if source.unseen and now.date() >= source.unseen:
        since = datetime.combine(min(source.unseen, now.date()), time(), UTC)
        return Need(source=source, why="tried", since=since, remedies=("keep", "remove"))
    if source.retired:
        return Need(source=source, why="retired", since=source.last_good, remedies=("other", "remove"))
    if source.failures >= _FAILURES:
        remedies: tuple[Remedy, ...] = (
            ("again", "other", "remove") if source.last_good else ("other", "again", "remove")
        )
        return Need(source=source, why="failing", since=source.last_good, remedies=remedies)
    if is_silent(source, now):
        return Need(source=source, why="silent", since=source.last_entry, remedies=("other", "again", "remove"))
    return None
