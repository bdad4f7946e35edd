"""A search as a reader writes it: ``facial "in court" -rain topic:policy source:wire.example after:2026-03``.

A part that cannot be used is said so and left out; the rest is searched for.
"""

import re
from datetime import UTC, datetime, timedelta

import msgspec

from coranto.i18n.language import _
from coranto.model.search import SearchFilter
from coranto.topic.taxonomy import Taxonomy

LONGEST = 200  # characters
_PART = re.compile(r'(?<!\S)(-?)(topic|source|after|before|quality):(?:"([^"]*)"|(\S*))', re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A search: ``asked`` as it was written, its words, where to look; ``troubles`` say what could not be used."""

    asked: str = ""
    words: str = ""
    within: SearchFilter = SearchFilter()
    troubles: tuple[str, ...] = ()


def read(asked: str, taxonomy: Taxonomy) -> Question:
    """Read a search; whatever is written, it is one."""
    asked = " ".join(asked.split())[:LONGEST].rstrip()
    topics: list[str] = []
    outlets: list[str] = []
    found: dict[str, datetime | int] = {}
    troubles: list[str] = []
    for minus, name, quoted, single in _PART.findall(asked):
        kind, value = name.lower(), quoted or single
        if minus:
            troubles.append(_("-{kind}: can only be asked without the hyphen; it was left out.", kind=kind))
        elif kind == "topic":
            topic = named(value, taxonomy)
            troubles += [] if topic else [_("There is no topic “{name}”; it was left out.", name=value)]
            topics += [topic] if topic else []
        elif kind == "source":
            outlets += [value.lower(), *([value] if value != value.lower() else [])] if value else []
        elif kind == "quality":
            if value.isascii() and value.isdigit() and len(value) < 7:
                found["quality"] = int(value)
            else:
                troubles.append(_("quality:{value} is no number; write quality:70.", value=value))
        elif (at := day(value)) is not None:
            found[kind] = at
        else:
            says = _("{kind}:{value} is no date; write {kind}:2026-03-01, 2026-03 or 2026.", kind=kind, value=value)
            troubles.append(says)
    within = SearchFilter(topics=tuple(topics), outlets=tuple(outlets), **found)  # type: ignore[arg-type]
    words = " ".join(_PART.sub(" ", asked).split())
    return Question(asked=asked, words=words, within=within, troubles=tuple(troubles))


def named(value: str, taxonomy: Taxonomy) -> str | None:
    """Give the name of the topic that somebody means by its id or a name; None where there is none."""
    folded = value.casefold()
    for topic in taxonomy:
        if folded and folded in (topic.id.casefold(), topic.name.casefold(), (topic.shortname or "").casefold()):
            return topic.name
    return None


def day(value: str) -> datetime | None:
    """Give the first instant of a day, month or year, in UTC; None where it is none."""
    parts = _DATE.fullmatch(value)
    if parts is None:
        return None
    year, month, date = (int(part or 1) for part in parts.groups())
    try:
        return datetime(year, month, date, tzinfo=UTC)
    except ValueError:
        return None


def plus(asked: str, part: str) -> str:
    """Give a search that asks for one thing more; in place of what it said of that kind, but for topics."""
    kind = part.partition(":")[0]
    kept = asked if kind == "topic" else _PART.sub(lambda m: "" if m[2].lower() == kind else m[0], asked)
    return " ".join(f"{kept} {part}".split())


def within_month(asked: str, month: str) -> str:
    """Give a search that looks in one month: ``2026-03``."""
    first = day(month)
    assert first is not None
    return plus(plus(asked, f"after:{month}"), f"before:{first + timedelta(days=31):%Y-%m}")
