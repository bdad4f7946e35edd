"""Conversion of values to columns and back: times as whole microseconds, structs as JSON."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
BEYOND = 1 << 63  # the first number that no column holds; a user may type one
_encoder = msgspec.json.Encoder()


def stamp(moment: datetime) -> int:
    """Return an aware time as microseconds since 1970."""
    return (moment - _START) // _MICROSECOND


def span(length: timedelta) -> int:
    """Return a length of time in microseconds."""
    return length // _MICROSECOND


def moment(stamped: int) -> datetime:
    """Return the time of a stamp, in UTC."""
    return _START + timedelta(microseconds=stamped)


def pack(value: Any) -> str:
    """Return a struct or plain value as JSON."""
    return _encoder.encode(value).decode()
