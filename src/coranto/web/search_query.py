"""A search as a reader writes it: ``facial "in court" -rain topic:policy source:wire.example after:2026-03``.

A part that cannot be used is said so and left out; the rest is searched for.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from coranto.i18n.messages import _
from coranto.model.search import SearchFilter
from coranto.topic.taxonomy import Taxonomy

LONGEST = 200  # characters
_PART = re.compile(r'(?<!\S)(-?)(topic|source|after|before|quality|published):(?:"([^"]*)"|(\S*))', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
# What looks like a filter but is none (``author:ada``): it is searched for as words, and the page says so.
_UNKNOWN = re.compile(r"(?<!\S)-?([a-z]{3,20}):(?=[^\s/:])", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)


class SearchQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A search: ``text`` as it was written, its words, where to look; ``troubles`` say what could not be used."""

    text: str = ""
    words: str = ""
    within: SearchFilter = SearchFilter()
    troubles: tuple[str, ...] = ()


FILTERS = "topic: source: after: before: quality: published:"
PUBLISHED: dict[str, bool | None] = {"yes": True, "no": False, "any": None}


class _Unusable(Exception):
    """A part that cannot be used; its text says why."""


def read(text: str, taxonomy: Taxonomy, *, whole: bool = True) -> SearchQuery:
    """Read a search. Any text is valid; parts that cannot be used are left out and named in ``troubles``.

    ``whole`` says whether the reader may see what is not published (``site.show_unpublished``).
    """
    text = " ".join(text.split())[:LONGEST].rstrip()
    topics: list[str] = []
    outlets: list[str] = []
    found: dict[str, Any] = {}
    troubles: list[str] = []
    for minus, name, quoted, single in _PART.findall(text):
        kind, value = name.lower(), quoted or single
        try:
            if minus:
                troubles.append(_("-{kind}: can only be asked without the hyphen; it was left out.", kind=kind))
            elif kind == "topic":
                topics.append(_topic(value, taxonomy))
            elif kind == "source":
                outlets += [value.lower(), *([value] if value != value.lower() else [])] if value else []
            else:
                found[kind] = _value(kind, value, whole=whole)
        except _Unusable as why:
            troubles.append(str(why))
    within = SearchFilter(topics=tuple(topics), outlets=tuple(outlets), **found)
    words = " ".join(_PART.sub(" ", text).split())
    for name in dict.fromkeys(_UNKNOWN.findall(_QUOTED.sub(" ", words))):
        says = _(
            "{kind}: is no filter, so it is searched for as a word; filters are {filters}.", kind=name, filters=FILTERS
        )
        troubles.append(says)
    return SearchQuery(text=text, words=words, within=within, troubles=tuple(troubles))


def _topic(value: str, taxonomy: Taxonomy) -> str:
    topic = named(value, taxonomy)
    if topic is None:
        raise _Unusable(_("There is no topic “{name}”; it was left out.", name=value))
    return topic


def _value(kind: str, value: str, *, whole: bool) -> datetime | int | bool | None:
    """Return the value of ``quality:``, ``published:``, ``after:`` or ``before:``."""
    if kind == "quality":
        if not (value.isascii() and value.isdigit() and len(value) < 7):
            raise _Unusable(_("quality:{value} is no number; write quality:70.", value=value))
        return int(value)
    if kind == "published":
        if value.lower() not in PUBLISHED:
            raise _Unusable(_("published:{value} is unknown; write published:any, :yes or :no.", value=value))
        if value.lower() != "yes" and not whole:
            says = _("This site shows only what it publishes; published:{value} was left out.", value=value)
            raise _Unusable(says)
        return PUBLISHED[value.lower()]
    if (at := day(value)) is None:
        says = _("{kind}:{value} is no date; write {kind}:2026-03-01, 2026-03 or 2026.", kind=kind, value=value)
        raise _Unusable(says)
    return at


def named(value: str, taxonomy: Taxonomy) -> str | None:
    """Return the name of the topic with this id or name, upper and lower case alike; None where it does not exist."""
    folded = value.casefold()
    for topic in taxonomy:
        if folded and folded in (topic.id.casefold(), topic.name.casefold(), (topic.shortname or "").casefold()):
            return topic.name
    return None


def day(value: str) -> datetime | None:
    """Return the first instant of a day, month or year, in UTC; None for anything else."""
    parts = _DATE.fullmatch(value)
    if parts is None:
        return None
    year, month, date = (int(part or 1) for part in parts.groups())
    try:
        return datetime(year, month, date, tzinfo=UTC)
    except ValueError:
        return None


def plus(text: str, part: str) -> str:
    """Return the search with one more part. It replaces a part of the same kind, except for topics."""
    kind = part.partition(":")[0]
    kept = text if kind == "topic" else _PART.sub(lambda m: "" if m[2].lower() == kind else m[0], text)
    return " ".join(f"{kept} {part}".split())


def within_month(text: str, month: str) -> str:
    """Return the search limited to one month: ``2026-03``."""
    first = day(month)
    assert first is not None
    return plus(plus(text, f"after:{month}"), f"before:{first + timedelta(days=31):%Y-%m}")
