"""The newsletter: its issues, newest first, and a page for each.

Issues that were put out (``coranto.run.issue``) are shown as they were, without stories that were taken down since.
Before the first of them, or where there are none, each working day has an issue that composes itself.

Such an issue is composed of whole UTC days that are over: Tuesday's of Monday, Monday's of Friday, Saturday and
Sunday. A story is in the issue of the day of its lead, and so in one issue only. Days without publications have none.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

import msgspec
from markupsafe import Markup

from coranto.feeds import address
from coranto.i18n.messages import _
from coranto.model.newsletter import IssueStory, StoredIssue
from coranto.newsroom import Newsroom
from coranto.web import taken_down, words
from coranto.web.document import midnight
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import components, days, edition, layout, rows
from coranto.web.pages.components import Link, Text
from coranto.web.pages.layout import Layout
from coranto.web.pages.rows import Row

STORIES = 12
_WHOLE = 5  # of them with a sentence and the outlets; the rest only with a headline
NEWEST = 10  # issues whose leads are named in the list, and that are in the feeds
_LEADS = 3
_MOST = 5_000  # issues in the archive: twenty years of working days
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
    updates: list[Row] = []  # of an archived issue: stories of earlier issues that went on
    at: datetime | None = None  # when it was put out


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
    """Return the issues that compose themselves, newest first, each with the days it covers."""
    end = min([today + _ONE, *(one.day for one in stored(newsroom))])
    covered: dict[date, list[date]] = {}
    for day, _count in newsroom.store.published_days():
        covered.setdefault(_following(day), []).append(day)
    return {of: covered[of] for of in sorted(covered, reverse=True) if of < end}


def stored(newsroom: Newsroom) -> list[StoredIssue]:
    """Return the issues that were put out, newest first."""
    return newsroom.store.public_issues(0, _MOST)


def stored_issue(newsroom: Newsroom, found: StoredIssue, density: str = "standard") -> Issue:
    """Build the page of an issue that was put out, without stories that were taken down since."""
    left = taken_down.left(newsroom, found.stories)
    path = address.sent_issue(found.issue.ident)
    names = {one.name: one.id for one in newsroom.taxonomy}
    listed = [_row(newsroom, one, names, "one" if not number else "two") for number, one in enumerate(left)]
    around = layout.build(
        newsroom,
        path,
        _("Newsletter of {day}", day=words.day(found.day)),
        about=found.intro or _("The stories of this issue, with the heat that they had when it was sent."),
        density=density,
        hidden=not listed,
        legend=True,
        saved=layout.feeds(address.NEWSLETTER),
    )
    known = stored(newsroom)
    place = next((n for n, one in enumerate(known) if one.issue.ident == found.issue.ident), 0)
    before = [_sent_link(one) for one in known[place + 1 :]] or [_link(one) for one in issues(newsroom, found.day)]
    return Issue(
        layout=around,
        name=found.issue.title,
        rows=[row for row, one in zip(listed, left, strict=True) if not one.update],
        also=[],
        updates=[row for row, one in zip(listed, left, strict=True) if one.update],
        text=f"{path}issue.txt",
        days=[],
        before=before[0] if before else None,
        after=_sent_link(known[place - 1]) if place else None,
        jsonld=rows.jsonld(newsroom, around, listed),
        at=found.issue.published,
    )


def _row(newsroom: Newsroom, one: IssueStory, names: dict[str, str], size: str) -> Row:
    """Set a story as a row, as it stands in the issue."""
    topic = Link(one.topic, components.topic_path(newsroom, names.get(one.topic, ""))) if one.topic else None
    return Row(
        size=size,
        heat=one.heat,
        rule=rows.rule(one.heat, newsroom.settings.publish.threshold),
        trend="",
        lately="",
        settled=True,
        topic=topic,
        sources=words.count(len(one.domains), "source"),
        when=components.stamp(one.published),
        title=components.text(one.title, one.language),
        path=one.path,
        spark=None,
        sentence=components.text(one.line, one.language),
        outlet=Link(one.outlet, one.url),
        also=[],
        more=[Link(name, to) for name, to in one.outlets],
        others=max(0, len(one.domains) - 1 - len(one.outlets)),
        why="",
        gained=0,
    )


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
    known, sent = issues(newsroom, today), stored(newsroom)
    newest = list(known)[: max(0, NEWEST - len(sent))]
    older = list(known)[len(newest) :]
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
        newest=[
            *(Listed(_sent_link(one), _sent_leads(newsroom, one)) for one in sent[:NEWEST]),
            *(Listed(_link(one), leads(edition.of(newsroom, known[one], STORIES).rows)) for one in newest),
        ],
        older=_months([*((one.day, _sent_link(one)) for one in sent[NEWEST:]), *((one, _link(one)) for one in older)]),
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


def _months(listed: list[tuple[date, Link]]) -> list[Month]:
    grouped = groupby(listed, key=lambda one: (one[0].year, one[0].month))
    return [
        Month(words.month(group[0][0]), [(day.day, link) for day, link in group])
        for group in (list(found) for _key, found in grouped)
    ]


def _sent_link(one: StoredIssue) -> Link:
    name = words.day(one.day)
    return Link(f"{name}: {one.issue.title}" if one.topic else name, address.sent_issue(one.issue.ident))


def _sent_leads(newsroom: Newsroom, found: StoredIssue) -> list[Text]:
    shown = taken_down.left(newsroom, found.stories)
    return [components.text(one.title, one.language) for one in shown[:_LEADS]]


def _link(one: date) -> Link:
    return Link(words.day(one), address.issue(one))


def _way(one: date | None) -> Link | None:
    return _link(one) if one else None


def _issue(newsroom: Newsroom, request: PageRequest) -> Issue | None:
    sent = newsroom.store.get_issue(request.ident)
    if sent is not None and sent.public:
        return stored_issue(newsroom, sent, request.density)
    asked, known = days.named(request.ident), issues(newsroom, request.now.date())
    return issue(newsroom, asked, known, request.density) if asked in known else None


def idents(newsroom: Newsroom) -> list[str]:
    """Return the names of all issues, as written in addresses."""
    return [one.issue.ident for one in stored(newsroom)] + [f"{one}" for one in issues(newsroom, newsroom.now().date())]


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
    until=lambda page, now: (
        None if page.after or page.at else midnight(now)
    ),  # the last issue, until the next may appear
    idents=idents,
)
