"""The newsletter: an issue on each working day, with the hottest stories of the days since the last one.

An issue is composed of whole UTC days that are over: Tuesday's of Monday, Monday's of Friday, Saturday and Sunday. A
story is in the issue of the day of its lead, and so in one issue only. Days without publications have no issue.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

import msgspec
from markupsafe import Markup

from coranto.feeds import address
from coranto.i18n.messages import _
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.document import midnight
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import days, edition, layout, rows
from coranto.web.pages.components import Link, Text
from coranto.web.pages.layout import Layout
from coranto.web.pages.rows import Row

STORIES = 12
_WHOLE = 5  # of them with a sentence and the outlets; the rest only with a headline
NEWEST = 10  # issues whose leads are named in the list, and that are in the feeds
_LEADS = 3
_ONE = timedelta(days=1)
_SATURDAY = 5


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """An issue: its subject as in mail, its stories, the editions of its days, the issues before and after."""

    layout: Layout
    name: str
    rows: list[Row]
    also: list[Row]
    text: str  # path of the issue as text
    days: list[Link]
    before: Link | None
    after: Link | None
    jsonld: Markup


class Listed(msgspec.Struct, frozen=True):
    """An issue in the list, with the headlines of its leading stories."""

    link: Link
    leads: list[Text]


class Month(msgspec.Struct, frozen=True):
    """Older issues of a month, each with the number of its day and its full name."""

    name: str
    issues: list[tuple[int, Link]]


class Newsletter(msgspec.Struct, frozen=True, kw_only=True):
    """The list of issues, newest first: the last ones with their leads, those before them by month."""

    layout: Layout
    newest: list[Listed]
    older: list[Month]


def issues(newsroom: Newsroom, today: date) -> dict[date, list[date]]:
    """Return all issues, newest first, each with the days it covers."""
    covered: dict[date, list[date]] = {}
    for day, _count in newsroom.store.published_days():
        covered.setdefault(_following(day), []).append(day)
    return {of: covered[of] for of in sorted(covered, reverse=True) if of <= today}


def issue(newsroom: Newsroom, of: date, known: dict[date, list[date]], density: str = "standard") -> Issue:
    """Build an issue, one of the known ones."""
    days = known[of]
    listed = edition.of(newsroom, days, STORIES).rows
    site = newsroom.settings.site
    around = layout.build(
        newsroom,
        address.issue(of),
        _("Newsletter of {day}", day=words.day(of)),
        about=_about(days),
        density=density,
        hidden=not listed,
        legend=True,
        saved=layout.feeds(address.NEWSLETTER),
    )
    return Issue(
        layout=around,
        name=f"{site.title} ({of})",
        rows=listed[:_WHOLE],
        also=listed[_WHOLE:],
        text=f"{address.issue(of)}issue.txt",
        days=[Link(words.day(day), address.day(day)) for day in days],
        before=_way(max((one for one in known if one < of), default=None)),
        after=_way(min((one for one in known if one > of), default=None)),
        jsonld=rows.jsonld(newsroom, around, listed),
    )


def newsletter(newsroom: Newsroom, today: date, density: str = "standard") -> Newsletter:
    """Build the list of issues."""
    known = issues(newsroom, today)
    newest, older = list(known)[:NEWEST], list(known)[NEWEST:]
    return Newsletter(
        layout=layout.build(
            newsroom,
            address.NEWSLETTER,
            _("Newsletter"),
            about=_(
                "The hottest stories of {site}, in an issue on each working day.", site=newsroom.settings.site.title
            ),
            density=density,
            saved=layout.feeds(address.NEWSLETTER),
        ),
        newest=[Listed(_link(one), leads(edition.of(newsroom, known[one], STORIES).rows)) for one in newest],
        older=[Month(words.month(group[0]), [(one.day, _link(one)) for one in group]) for group in _by_month(older)],
    )


def leads(listed: Iterable[Row]) -> list[Text]:
    """Return the headlines of the first stories of an issue."""
    return [row.title for row in listed][:_LEADS]


def _about(days: list[date]) -> str:
    if len(days) == 1:
        return _("The hottest stories of {day}, with the heat that they reached.", day=words.day(days[0]))
    first, last = words.day(days[0]), words.day(days[-1])
    return _("The hottest stories from {first} to {last}, with the heat that they reached.", first=first, last=last)


def _following(day: date) -> date:
    """Return the working day after a day: the day of the issue it belongs to."""
    after = day + _ONE
    return after + (7 - after.weekday()) * _ONE if after.weekday() >= _SATURDAY else after


def _by_month(dates: list[date]) -> list[list[date]]:
    return [list(group) for _key, group in groupby(dates, key=lambda one: (one.year, one.month))]


def _link(one: date) -> Link:
    return Link(words.day(one), address.issue(one))


def _way(one: date | None) -> Link | None:
    return _link(one) if one else None


def _issue(newsroom: Newsroom, request: PageRequest) -> Issue | None:
    asked, known = days.named(request.ident), issues(newsroom, request.now.date())
    return issue(newsroom, asked, known, request.density) if asked in known else None


def idents(newsroom: Newsroom) -> list[str]:
    """Return the days of all issues, as written in addresses."""
    return [f"{one}" for one in issues(newsroom, newsroom.now().date())]


NEWSLETTER = PageKind(
    name="newsletter",
    paths=("/newsletter/",),
    view=lambda newsroom, request: newsletter(newsroom, request.now.date(), request.density),
    template="newsletter.html",
    until=lambda _, now: midnight(now),  # another issue may appear tomorrow
    sitemap=True,
)
ISSUE = PageKind(
    name="issue",
    paths=("/newsletter/{ident}/",),
    view=_issue,
    template="issue.html",
    until=lambda page, now: None if page.after else midnight(now),  # the last issue, until the next may appear
    idents=idents,
)
