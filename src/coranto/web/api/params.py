"""Read and check the parameters of a request. An invalid parameter is answered with 400 and a sentence."""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.exceptions import HTTPException

from coranto.model.search import SearchFilter
from coranto.topic.taxonomy import Taxonomy
from coranto.web import search_query

LIMIT = 25
MOST = 100
FILTERS = ("topic", "source", "after", "before", "quality", "published")

Params = dict[str, list[str]]


def refuse(why: str, status: int = 400) -> HTTPException:
    """Return the error for a parameter that cannot be used."""
    return HTTPException(status_code=status, detail=why)


def check_names(params: Params, names: Iterable[str]) -> None:
    """Refuse unknown, empty and repeated parameters, so that a typing error does not mean "all"."""
    names = tuple(names)
    for name, values in params.items():
        if name not in names:
            there_are = f"there are {', '.join(names)}" if names else "there are none"
            raise refuse(f"There is no parameter `{name}` here; {there_are}.")
        if len(values) > 1 and name not in ("topic", "source"):
            raise refuse(f"`{name}` is there {len(values)} times; write it once.")


def limit(params: Params) -> int:
    """Return the number of items of a page."""
    return number(params, "limit", LIMIT, 1, MOST)


def number(params: Params, name: str, default: int, least: int, most: int) -> int:
    """Return a parameter as a whole number."""
    value = single(params, name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 9 and least <= int(value) <= most):
        raise refuse(f"`{name}` is {_cut(value)}; write a whole number from {least} to {most}.")
    return int(value)


def single(params: Params, name: str) -> str | None:
    """Return a parameter's value, None where it is missing."""
    return params[name][0] if params.get(name) else None


def search_filter(params: Params, taxonomy: Taxonomy, *, whole: bool) -> SearchFilter:
    """Return the filter that the parameters describe; ``whole``: unpublished articles may be asked for."""
    topics = []
    for topic in params.get("topic", []):
        name = search_query.named(topic, taxonomy)
        if name is None:
            raise refuse(f"There is no topic {_cut(topic)}; /api/v1/topics lists them.")
        topics.append(name)
    return SearchFilter(
        topics=tuple(topics),
        outlets=tuple(params.get("source", [])),
        after=_time(params, "after"),
        before=_time(params, "before"),
        quality=number(params, "quality", 0, 0, 1_000_000) if "quality" in params else None,
        published=published(params, whole=whole),
    )


def published(params: Params, *, whole: bool) -> bool | None:
    """Return which articles are asked for: True for published ones, False for the others, None for any."""
    value = single(params, "published") or "yes"
    if value not in search_query.PUBLISHED:
        raise refuse(f"`published` is {_cut(value)}; write any, yes or no.")
    if value != "yes" and not whole:
        raise refuse("This site shows only what it publishes; leave `published` out.", 403)
    return search_query.PUBLISHED[value]


def fields(params: Params, shape: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the names of the requested fields; an empty tuple for all."""
    value = single(params, "fields")
    if value is None:
        return ()
    there = [field.encode_name for field in msgspec.structs.fields(shape)]
    for name in value.split(","):
        if name not in there:
            raise refuse(f"`fields` names {_cut(name)}; there are {', '.join(there)}.")
    return tuple(value.split(","))


def cursor(params: Params, kind: type[Any]) -> Any:
    """Return the position that a cursor names, None for the start; only ``make_cursor`` creates cursors."""
    value = single(params, "cursor")
    if value is None:
        return None
    try:
        padded = value.encode("ascii") + b"=" * (-len(value) % 4)
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=kind)
    except (binascii.Error, msgspec.MsgspecError, UnicodeEncodeError):
        problem = f"`cursor` is {_cut(value)}, which is none of ours; write what `next` of a page gave."
        raise refuse(problem, 404) from None  # well-formed, but not one of ours


def make_cursor(place: Any) -> str:
    """Return a position as a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _time(params: Params, name: str) -> datetime | None:
    value = single(params, name)
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
