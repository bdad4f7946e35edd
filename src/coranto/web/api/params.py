"""The parameters of a request, read and checked. What cannot be used is a sentence, and the answer 400."""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar.exceptions import HTTPException

from coranto.model.search import SearchFilter
from coranto.topic.taxonomy import Taxonomy
from coranto.web import search_query

LIMIT = 25
MOST = 100
WITHIN = ("topic", "source", "after", "before", "quality")

Params = dict[str, list[str]]


def refuse(why: str, status: int = 400) -> HTTPException:
    """Give the error that says so."""
    return HTTPException(status_code=status, detail=why)


def known(params: Params, names: Iterable[str]) -> None:
    """Refuse parameters that nothing is done with, and empty or doubled ones: a typing error must not mean "all"."""
    names = tuple(names)
    for name, values in params.items():
        if name not in names:
            there_are = f"there are {', '.join(names)}" if names else "there are none"
            raise refuse(f"There is no parameter `{name}` here; {there_are}.")
        if len(values) > 1 and name not in ("topic", "source"):
            raise refuse(f"`{name}` is there {len(values)} times; write it once.")


def limit(params: Params) -> int:
    """Give how many are asked for."""
    return number(params, "limit", LIMIT, 1, MOST)


def number(params: Params, name: str, default: int, least: int, most: int) -> int:
    """Give a whole number."""
    value = one(params, name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 9 and least <= int(value) <= most):
        raise refuse(f"`{name}` is {_cut(value)}; write a whole number from {least} to {most}.")
    return int(value)


def one(params: Params, name: str) -> str | None:
    """Give a parameter's value, None where it is not there."""
    return params[name][0] if params.get(name) else None


def within(params: Params, taxonomy: Taxonomy) -> SearchFilter:
    """Give where to look."""
    topics = []
    for asked in params.get("topic", []):
        name = search_query.named(asked, taxonomy)
        if name is None:
            raise refuse(f"There is no topic {_cut(asked)}; /api/v1/topics lists them.")
        topics.append(name)
    return SearchFilter(
        topics=tuple(topics),
        outlets=tuple(params.get("source", [])),
        after=_time(params, "after"),
        before=_time(params, "before"),
        quality=number(params, "quality", 0, 0, 1_000_000) if "quality" in params else None,
    )


def fields(params: Params, shape: type[msgspec.Struct]) -> tuple[str, ...]:
    """Give the names of the fields that are asked for; none for all."""
    value = one(params, "fields")
    if value is None:
        return ()
    there = [field.encode_name for field in msgspec.structs.fields(shape)]
    for name in value.split(","):
        if name not in there:
            raise refuse(f"`fields` names {_cut(name)}; there are {', '.join(there)}.")
    return tuple(value.split(","))


def cursor(params: Params, kind: type[Any]) -> Any:
    """Give the place that a cursor names, None for the beginning; cursors are made by ``mark`` alone."""
    value = one(params, "cursor")
    if value is None:
        return None
    try:
        padded = value.encode("ascii") + b"=" * (-len(value) % 4)
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=kind)
    except (binascii.Error, msgspec.MsgspecError, UnicodeEncodeError):
        said = f"`cursor` is {_cut(value)}, which is none of ours; write what `next` of a page gave."
        raise refuse(said, 404) from None  # well-formed, but it leads nowhere


def make_cursor(place: Any) -> str:
    """Make a cursor of a place."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _time(params: Params, name: str) -> datetime | None:
    value = one(params, name)
    if value is None:
        return None
    if (at := search_query.day(value)) is not None:
        return at
    try:
        at = datetime.fromisoformat(value.replace(" ", "+"))  # a plus sign in a query is a space
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise refuse(f"`{name}` is {_cut(value)}; write a date, 2026-03-01, or a time, 2026-03-01T12:00Z.") from None


def _cut(value: str) -> str:
    return f"“{value[:60]}…”" if len(value) > 60 else f"“{value}”"
