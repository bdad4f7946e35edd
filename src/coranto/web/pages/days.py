"""Time travel: what was published on a day, and the archive of all days. A day is a UTC day, as every time here is."""

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

import msgspec

from coranto.feeds import address
from coranto.i18n import formats
from coranto.i18n.messages import _
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.document import midnight
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import edition, layout
from coranto.web.pages.components import Link, Piece
from coranto.web.pages.layout import Layout
from coranto.web.pages.rows import Row

_ONE = timedelta(days=1)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The edition of a day: its stories, hottest first, the rest as lines, and the days before and after.

    ``stood`` are the stories on the front page of that day without an article of it.
    """

    layout: Layout
    name: str
    count: str
    rows: list[Row]
    rest: list[Piece]
    stood: list[Piece]
    before: Link | None
    after: Link | None
    archive: str


class Cell(msgspec.Struct, frozen=True):
    """A day of the calendar: how many articles it published, "" for zero, and its path where there are any."""

    number: int
    name: str
    count: str
    to: str


class Month(msgspec.Struct, frozen=True):
    """A month of the calendar; ``skip`` is how many weekdays, from Monday, stand before its first day."""

    name: str
    count: str
    skip: int
    cells: list[Cell]


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """A year of the archive, the newest month first, and the way to the other years."""

    layout: Layout
    count: str
    weekdays: list[tuple[str, str]]  # whole and short
    months: list[Month]
    years: list[tuple[Link, bool]]


def named(day: str) -> date | None:
    """Parse a day as written in an address, ``2026-03-07``: a single spelling, so that it has one page."""
    try:
        return date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII) else None
    except ValueError:
        return None


def day(newsroom: Newsroom, wanted: date, today: date, density: str = "standard") -> Day | None:
    """Build the edition of a day; None for a day before the first publication or after today."""
    counted = newsroom.store.published_days()
    if not counted or not counted[0][0] <= wanted <= max(today, counted[-1][0]):
        return None
    number = dict(counted).get(wanted, 0)
    start = datetime.combine(wanted, time(), UTC)
    found = edition.of(newsroom, [wanted] if number else [])
    name = words.day(start)
    return Day(
        layout=layout.build(
            newsroom,
            address.day(wanted),
            name,
            about=_("What {site} published on {day}.", site=newsroom.settings.site.title, day=name),
            density=density,
            hidden=not number,
            legend=True,
        ),
        name=name,
        count=words.count(number, "article"),
        rows=found.rows,
        rest=found.rest,
        stood=edition.stood(newsroom, wanted, found),
        before=_way(max((one for one, _ in counted if one < wanted), default=None)),
        after=_way(min((one for one, _ in counted if one > wanted), default=None)),
        archive=address.archive(wanted.year) if any(one.year == wanted.year for one, _ in counted) else "/archive/",
    )


def archive(newsroom: Newsroom, year: int | None = None, density: str = "standard") -> Archive | None:
    """Build a year of the archive, by default the newest, which may be empty; None for a year without publications."""
    counted = newsroom.store.published_days()
    years = sorted({one.year for one, _ in counted}, reverse=True)
    if year is not None and year not in years:
        return None
    chosen = year or (years[0] if years else None)
    inside = [(one, number) for one, number in counted if one.year == chosen]
    title = _("Archive of {year}", year=year) if year else _("Archive")
    return Archive(
        layout=layout.build(
            newsroom,
            address.archive(year),
            title,
            about=_("Everything {site} published, day by day.", site=newsroom.settings.site.title),
            density=density,
        ),
        count=words.count(sum(number for _day, number in inside), "article"),
        weekdays=[formats.weekday(n) for n in range(7)],
        months=[_month(list(group)) for _, group in groupby(reversed(inside), key=lambda pair: pair[0].month)],
        years=[(Link(str(one), address.archive(one)), one == chosen) for one in years],
    )


def _month(counted: Sequence[tuple[date, int]]) -> Month:
    counts, (first, _) = dict(counted), counted[0]
    first = first.replace(day=1)
    skip, length = calendar.monthrange(first.year, first.month)
    return Month(
        words.month(first),
        words.count(sum(counts.values()), "article"),
        skip,
        [_cell(first + n * _ONE, counts) for n in range(length)],
    )


def _cell(one: date, counts: dict[date, int]) -> Cell:
    number = counts.get(one, 0)
    name = words.day(one)
    return Cell(one.day, name, words.count(number, "article") if number else "", address.day(one) if number else "")


def _way(one: date | None) -> Link | None:
    return Link(words.day(one), address.day(one)) if one else None


def _day(newsroom: Newsroom, request: PageRequest) -> Day | None:
    wanted = named(request.ident)
    return day(newsroom, wanted, request.now.date(), request.density) if wanted else None


def _archive(newsroom: Newsroom, request: PageRequest) -> Archive | None:
    if request.ident and not re.fullmatch(r"[1-9][0-9]{3}", request.ident, re.ASCII):
        return None
    return archive(newsroom, int(request.ident) if request.ident else None, request.density)


def editions(newsroom: Newsroom) -> list[str]:
    """Return the days that have an edition, as written in addresses."""
    return [f"{one:%Y-%m-%d}" for one, _ in newsroom.store.published_days()]


DAY = PageKind(
    name="day",
    paths=("/day/{ident}/",),
    view=_day,
    template="day.html",
    until=lambda _, now: midnight(now),  # until then today stays the same day
    idents=editions,
    cached=True,
)
ARCHIVE = PageKind(
    name="archive",
    paths=("/archive/", "/archive/{ident}/"),
    view=_archive,
    template="archive.html",
    idents=lambda newsroom: ["", *sorted({str(one.year) for one, _ in newsroom.store.published_days()})],
    aging=True,
    cached=True,
    sitemap=True,
)
