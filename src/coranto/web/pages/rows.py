"""A story as a row of a list, for front and topic pages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec
from markupsafe import Markup

from coranto.decide import decisions, explain, history, impact
from coranto.feeds import address
from coranto.heat import in_lists
from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.story.lead import best_first
from coranto.text import sentence
from coranto.web import words
from coranto.web.pages import charts, components, heat_history
from coranto.web.pages.components import Link, Moment, Text
from coranto.web.pages.jsonld import link_collection
from coranto.web.pages.layout import Layout

_MORE = 4  # outlets named in a row
_ALSO = 3  # other headlines under the lead
EDGE = 70  # length of the rule at the threshold, from the margin's edge to the headline
_LONGEST = 240


class Also(msgspec.Struct, frozen=True):
    """Another outlet's own headline."""

    outlet: str
    to: str
    title: Text


class Row(msgspec.Struct, frozen=True):
    """A story as a row. ``rule`` is the length of its heat rule, 70 at the threshold; ``size`` one, two or "".

    ``sources`` says how many outlets tell it in how many articles, ``when`` is its last article; ``lately`` is what
    came in of late. A row of a past day (``settled``) has neither, nor trend nor spark; ``when`` is its lead's time
    then. A story without a page of its own has no ``path``: its headline leads to the outlet.
    """

    size: str
    heat: int
    rule: int
    trend: str
    topic: Link | None
    sources: str
    when: Moment
    lately: str
    title: Text
    path: str
    spark: charts.Spark | None
    sentence: Text
    outlet: Link
    also: list[Also]
    more: list[Link]
    others: int
    why: str
    gained: int
    picture: components.Picture | None = None
    pinned: bool = False
    settled: bool = False


def jsonld(newsroom: Newsroom, around: Layout, listed: Sequence[Row]) -> Markup:
    """Describe a page as the collection of its stories."""
    site = newsroom.settings.site.url
    links = [(site + row.path, row.title.text) for row in listed]
    return link_collection(around.canonical, around.title, around.about, around.lang, links)


def rows(
    newsroom: Newsroom,
    hot: Sequence[tuple[Story, int]],
    now: datetime,
    *,
    lead: bool = True,
    edition: bool = False,
    pinned: Collection[str] = (),
) -> list[Row]:
    """Build the rows of stories, in order; with ``lead`` the first are larger, and ``pinned`` ones are marked.

    The ``edition`` of a past day omits what changes with time: trend, last hours, readers.
    """
    articles = newsroom.store.get_articles({member.article for story, _heat in hot for member in story.members})
    readers = {} if edition else _readers(newsroom, [story.lead for story, _heat in hot], now)
    sizes = ["one", "two", "two", "two"] if lead else ["two"]
    built: list[Row] = []
    leads = [articles[story.lead] for story, _heat in hot if story.lead in articles]
    lines = decisions.thresholds(newsroom.store, leads, newsroom.own, newsroom.settings)
    chosen = impact.chosen_leads(newsroom.store, articles)
    for story, heat in hot:
        members = [articles[member.article] for member in story.members if member.article in articles]
        if story.lead in articles:
            size = sizes[len(built)] if len(built) < len(sizes) else ""
            seen = readers.get(story.lead, 0)
            row = _row(newsroom, story, heat, members, articles[story.lead], seen, now, size, lines[story.lead], chosen)
            row = msgspec.structs.replace(row, pinned=story.id in pinned)
            built.append(_settled(row, articles[story.lead]) if edition else row)
    return built


def _readers(newsroom: Newsroom, leads: list[str], now: datetime) -> dict[str, int]:
    """Return the readers of leads as their heat counts them."""
    return newsroom.store.reader_counts(leads, explain.days(now), in_lists.cookieless(newsroom.settings))


def _row(
    newsroom: Newsroom,
    story: Story,
    heat: int,
    members: list[Article],
    lead: Article,
    readers: int,
    now: datetime,
    size: str,
    bar: int,
    chosen: Mapping[str, int],
) -> Row:
    times = [one.published for one in members]
    others = _others(members, lead)
    also = (
        [Also(one.provider.name, components.out(one), components.title(one)) for one in others[:_ALSO]]
        if size == "one"
        else []
    )
    rest = others[len(also) :]
    named = rest if len(rest) <= _MORE + 1 else rest[:_MORE]
    subject = components.subject(newsroom, lead)
    outlets = words.count(len(others) + 1, "outlet")
    return Row(
        size=size,
        heat=heat,
        rule=rule(heat, bar),
        trend=heat_history.trend(members, now),
        topic=Link(subject.name, components.topic_path(newsroom, subject.id)) if subject else None,
        sources=_told(len(others) + 1, len(members)),
        when=components.since(max(times), now),
        lately=heat_history.lately(members, now),
        title=components.title(lead),
        path=address.story(story.id, lead.title),
        spark=charts.spark(times, now) if any(now - time <= charts.DAY for time in times) else None,
        sentence=components.text(sentence.first(lead.excerpt), lead.language),
        outlet=Link(lead.provider.name, components.out(lead)),
        also=also,
        more=[Link(one.provider.name, components.out(one)) for one in named],
        others=len(rest) - len(named),
        why=_why(newsroom, lead, outlets, heat, readers),
        gained=history.gained(members, newsroom.settings, now, chosen),
        picture=next(filter(None, (components.picture(newsroom, one) for one in (lead, *others))), None),
    )


def _settled(row: Row, lead: Article) -> Row:
    at = components.at(lead.published)
    return msgspec.structs.replace(row, trend="", lately="", spark=None, gained=0, when=at, settled=True)


def _told(outlets: int, articles: int) -> str:
    """Return ``6 outlets, 11 articles``; one number where both are the same."""
    if outlets == articles:
        return words.count(outlets, "outlet")
    return _("{outlets}, {articles}", outlets=words.count(outlets, "outlet"), articles=words.count(articles, "article"))


def rule(heat: int, bar: int) -> int:
    """Return the length of a heat rule: 70 at the threshold ``bar``, never more than 240."""
    return max(0, min(_LONGEST, round(heat * EDGE / max(1, bar))))


def _others(members: list[Article], lead: Article) -> list[Article]:
    """Return the best article of each other outlet, best first."""
    seen, others = {components.outlet(lead)}, []
    for one in sorted(members, key=best_first):
        if components.outlet(one) not in seen:
            seen.add(components.outlet(one))
            others.append(one)
    return others


def _why(newsroom: Newsroom, lead: Article, outlets: str, heat: int, readers: int) -> str:
    """Return why a story stands here: its outlets, its subject, and the sum of its heat."""
    related = heat - lead.quality - readers
    terms = [_("fit {points}", points=lead.quality)]
    if related and newsroom.settings.profile == "subject":
        terms.append(_("{points} for other outlets and freshness", points=related))
    elif related:
        terms.append(_("{points} for other articles", points=related))
    if readers:
        terms.append(words.count(readers, "reader"))
    found = list(dict.fromkeys(_("“{words}”", words=keyword) for match in lead.topics for keyword in match.keywords))
    subject = [_("{words} in the title", words=", ".join(found))] if found else []
    return "; ".join([outlets, *subject, f"{' + '.join(terms)} = {heat}"])
