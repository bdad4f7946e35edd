"""A source's page: its articles, how many of them are published, its health, and its latest published articles."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby

import msgspec

from coranto.dedupe import address as outlet
from coranto.feeds import address
from coranto.i18n import formats
from coranto.i18n.messages import _
from coranto.model.search import SearchFilter
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.text import secret_address
from coranto.web import words
from coranto.web.document import midnight
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import charts, components, health, layout, outlet_card
from coranto.web.pages.components import Link, Piece
from coranto.web.pages.layout import Feed, Layout

DAYS = 30
_PIECES = 30  # published articles that are listed


class SourcePage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of a source's page."""

    layout: Layout
    name: str
    folder: str
    says: str
    well: bool
    facts: list[tuple[str, str]]
    card: list[tuple[str, str]]
    topics: list[Link]
    ways: list[Link]
    bars: list[charts.Bar]
    bars_label: str
    since: str
    days: list[tuple[str, list[Piece]]]
    feeds: list[Feed]


def view(newsroom: Newsroom, source: Source, now: datetime, density: str = "standard") -> SourcePage:
    """Build the values of a source's page; they are valid until midnight."""
    since = (now - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    volume = newsroom.store.source_stats(source.id, since)
    dated = Counter((at - since).days for at in volume.lately)
    counts = [dated[n] for n in range(DAYS)]
    newest = newsroom.store.page_of_records(SearchFilter(outlets=(source.id,)), limit=_PIECES)
    articles = newsroom.store.get_articles([one.article for one in newest])
    listed = [articles[one.article] for one in newest if one.article in articles]
    name = source.title or secret_address.public_form(source.url)
    here = address.source(source.id)
    state, well = health.state(source)
    ways = [(_("Its own page"), source.site or ""), (_("What is read of it"), source.url)]
    return SourcePage(
        layout=layout.build(
            newsroom,
            here,
            name,
            about=_(
                "What {site} reads of {source}, and how much of it is published.",
                site=newsroom.settings.site.title,
                source=name,
            ),
            density=density,
            hidden=not newest,
            saved=layout.feeds(here),
        ),
        name=name,
        folder=source.folder,
        says=_share(volume.articles, volume.published),
        well=well,
        facts=[(_("State"), state), *_facts(source)],
        card=outlet_card.facts(newsroom, outlet.outlet(source.site or source.url)),
        topics=[Link(one, _topic(newsroom, one)) for one in source.topics],
        ways=[
            Link(says, to) for says, url in ways if not secret_address.is_secret(url) and (to := address.outbound(url))
        ],
        bars=charts.days(counts),
        bars_label=charts.days_label(counts, since),
        since=words.date(since, year=False),
        days=[
            (day, [components.piece(one, components.at(one.published)) for one in group])
            for day, group in groupby(listed, key=lambda one: words.day(one.published))
        ],
        feeds=layout.feeds(here),
    )


def _share(articles: int, published: int) -> str:
    if not articles:
        return _("Nothing has come from it yet.")
    share = round(100 * published / articles)
    return _(
        "{articles} came from it; {published} of them lead a published story ({share} %).",
        articles=words.count(articles, "article"),
        published=formats.grouped(published),
        share=share,
    )


def _facts(source: Source) -> list[tuple[str, str]]:
    """Return when it was polled, how often it publishes, and whether it notifies us."""
    facts = []
    if source.last_good:
        facts.append((_("Last good look"), words.stamp(source.last_good)))
    if source.last_entry:
        facts.append((_("Newest entry"), words.stamp(source.last_entry)))
    if source.rhythm:
        facts.append((_("An entry every"), words.later(timedelta(seconds=source.rhythm))))
    if source.subscription and source.subscription.delivered:
        facts.append((_("Told by a hub"), _("yes: it need hardly be asked")))
    return facts


def _topic(newsroom: Newsroom, name: str) -> str:
    found = newsroom.taxonomy.by_name.get(name)
    return components.topic_path(newsroom, found.id) if found else ""


def _view(newsroom: Newsroom, request: PageRequest) -> SourcePage | None:
    found = next(iter(newsroom.store.get_sources([request.ident])), None) if address.plain(request.ident) else None
    return view(newsroom, found, request.now, request.density) if found else None


KIND = PageKind(
    name="source",
    paths=("/sources/{ident}/",),
    view=_view,
    template="source.html",
    briefly=True,  # what a poll brings is no part of the store's version
    until=lambda _, now: midnight(now),  # its bars are days
    idents=lambda newsroom: [one.id for one in newsroom.store.get_sources() if address.plain(one.id)],
)
