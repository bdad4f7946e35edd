"""Parse dates as pages write them, for machines and for readers, with or without a time zone."""

from collections.abc import Iterator
from datetime import UTC, datetime

from coranto.text import date_text
from coranto.text.date_text import ParsedDate

__all__ = ["ParsedDate", "read", "within"]

_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def read(text: object, *, month_first: bool = False, now: datetime | None = None) -> ParsedDate | None:
    """Read a date as ``coranto.text.date_text.read`` does; None for anything but a date between 1990 and 2100."""
    stamp = date_text.read(text, month_first=month_first, now=now)
    return stamp if stamp and _EARLIEST <= stamp.moment < _LATEST else None


def within(text: str, *, month_first: bool = False) -> Iterator[ParsedDate]:
    """Yield the plausible news dates in a line of text, in order."""
    for stamp in date_text.within(text, month_first=month_first):
        if _EARLIEST <= stamp.moment < _LATEST:
            yield stamp
