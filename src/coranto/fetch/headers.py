"""Response headers: freshness and Retry-After. Malformed values are ignored."""

import email.utils
from collections.abc import Mapping
from datetime import UTC, datetime

LONGEST = 30 * 86_400  # seconds of freshness accepted from a server, at most
_MOST = 100  # headers that are stored


def text(value: str | None) -> str | None:
    """Return a header's value if it is text; other bytes could neither be stored nor sent back."""
    if value is None or any("\ud800" <= letter <= "\udfff" for letter in value):
        return None
    return value


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers by lower-case name; repeated headers are joined, values that are not text are dropped."""
    found: dict[str, str] = {}
    for name, value in list(headers.items())[:_MOST]:
        if text(value) is not None:
            name = name.lower()
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def retry_after(value: str | None, date: str | None) -> int | None:
    """Read Retry-After in both its forms as seconds; a time is relative to the server's clock where it sends one."""
    if not value:
        return None
    if (seconds := _seconds(value)) is not None:
        return seconds
    then, now = _moment(value), _moment(date or "")
    if then is None:
        return None
    return max(0, min(int((then - (now or datetime.now(UTC))).total_seconds()), LONGEST))


def fresh(headers: Mapping[str, str]) -> int | None:
    """Return the seconds for which a response is fresh: Cache-Control, else Expires by the server's own clock."""
    value = headers.get("Cache-Control", "")
    if (seconds := _max_age(value)) is not None or "no-cache" in value.lower() or "no-store" in value.lower():
        return seconds
    end, now = _moment(headers.get("Expires", "")), _moment(headers.get("Date", ""))
    return max(0, min(int((end - now).total_seconds()), LONGEST)) if end and now else None


def _max_age(value: str) -> int | None:
    for part in value.lower().split(","):
        name, _, number = part.strip().partition("=")
        if name.strip() == "max-age" and (seconds := _seconds(number.strip('" '))) is not None:
            return seconds
    return None


def _seconds(value: str) -> int | None:
    """Read a number of seconds; a number with too many digits is read as the longest time."""
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0")
    return min(int(digits or 0), LONGEST) if len(digits) < 20 else LONGEST


def _moment(value: str) -> datetime | None:
    try:
        then = email.utils.parsedate_to_datetime(value)
        return (then if then.tzinfo else then.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
