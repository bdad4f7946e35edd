"""A topic's page: its description and keywords, the number of articles, and its stories."""

from collections import Counter
from datetime import datetime, timedelta

import msgspec
from markupsafe import Markup

from coranto.decide import line
from coranto.feeds import address
from coranto.heat import in_lists
from coranto.i18n.messages import _
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.page_kind import PageKind, PageRequest
from coranto.web.pages import charts, components, latest, layout, rows
from coranto.web.pages.components import Link, Piece, Tally
from coranto.web.pages.layout import Feed, Layout
from coranto.web.pages.rows import Row

DAYS = 30
_STORIES = 30
_OUTLETS = 8
_ARTICLES = 1000  # the newest articles, of which outlets are counted


class TopicPage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of a topic's page."""

    layout: Layout
    ident: str
    name: str
    above: list[Link]
    description: str
    keywords: tuple[str, ...]
    found: str  # what a keyword counts where it is found
    match: str  # how it is looked for
    evidence: bool  # whether evidence is added up for a topic, as the subject profile does
    days: list[charts.Bar]
    days_label: str
    since: str
    inside: list[Tally]
    outlets: list[Tally]
    whole: bool  # whether outlets are counted of all articles, not of the newest only
    rows: list[Row]
    below: list[Piece]  # what came in below the line
    jsonld: Markup
    threshold: int
    own: bool
    feeds: list[Feed]
    api: str


def view(newsroom: Newsroom, topic: Topic, now: datetime, density: str = "standard") -> TopicPage:
    """Build the values of a topic's page."""
    store, settings = newsroom.store, newsroom.settings
    since = (now - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    fading = in_lists.rules(settings, now)
    hot = store.hot_stories(now - timedelta(days=DAYS), _STORIES, topic=topic.id, day=now, rules=fading)
    activity = store.topic_activity(topic.id, since, _ARTICLES)
    dated = store.articles_by_day(topic.id, since)
    counts = [dated.get(since.date() + timedelta(days=n), 0) for n in range(DAYS)]
    children = list(newsroom.taxonomy.children(topic.name))
    shown = store.topic_story_counts([t.id for t in children], now - timedelta(days=DAYS)) if children else {}
    inside = [(t.name, components.topic_path(newsroom, t.id), shown.get(t.id, 0)) for t in children]
    outlets = Counter(name for _, name in activity).most_common(_OUTLETS)
    around = layout.build(
        newsroom,
        address.topic(topic.id),
        topic.name,
        about=topic.description or _("Stories on {topic}, ranked and explained.", topic=topic.name),
        topic=topic.id,
        density=density,
    )
    listed = rows.rows(newsroom, hot, now, lead=False)
    return TopicPage(
        layout=around,
        jsonld=rows.jsonld(newsroom, around, listed),
        ident=topic.id,
        name=topic.name,
        above=[
            Link(name, components.topic_path(newsroom, newsroom.taxonomy.by_name[name].id))
            for name in newsroom.taxonomy.parents(topic.name)
            if name in newsroom.taxonomy.by_name
        ],
        description=topic.description or "",
        keywords=topic.keywords,
        found=_found(settings),
        match=_match(settings),
        evidence=settings.profile == "subject",
        days=charts.days(counts),
        days_label=charts.days_label(counts, since),
        since=words.date(since, year=False),
        inside=components.tallies(sorted(inside, key=lambda n: (-n[2], n[0]))),
        whole=len(activity) < _ARTICLES,
        outlets=components.tallies([(name, "", number) for name, number in outlets]),
        rows=listed,
        below=latest.below(newsroom, topic.id, now),
        threshold=line.in_force(store, settings, topic),
        own=topic.threshold is not None,
        feeds=layout.feeds(address.topic(topic.id)),
        api=f"/api/news/{topic.id}/index.json",
    )


def _found(settings: Settings) -> str:
    if settings.profile == "subject":
        return _("evidence, strongest in a title")
    return _("found in a title, each gives {points}", points=settings.judge.keyword)


def _match(settings: Settings) -> str:
    if settings.profile == "subject":
        return _("In any of their forms, in title, summary, first paragraphs and the publisher’s categories.")
    if settings.judge.match == "word":
        return _("Whole words, in titles only.")
    return _("Anywhere in a title, inside words too.")


def _view(newsroom: Newsroom, request: PageRequest) -> TopicPage | None:
    found = newsroom.taxonomy.by_id.get(request.ident)
    if found is None or not address.plain(found.id):
        return None
    return view(newsroom, found, request.now, request.density)


KIND = PageKind(
    name="topic",
    paths=("/t/{ident}/",),
    view=_view,
    template="topic.html",
    idents=lambda newsroom: [topic.id for topic in newsroom.taxonomy if address.plain(topic.id)],
    aging=True,
    cached=True,
)
