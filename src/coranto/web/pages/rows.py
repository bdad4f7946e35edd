"""A story as a row of a list: what front and topic pages are made of."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from markupsafe import Markup

from coranto.decide import explain
from coranto.feeds import address
from coranto.heat import rank
from coranto.i18n.language import _
from coranto.model.article import Article
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.pages import charts, components, heat_history
from coranto.web.pages.components import Link, Moment, Text
from coranto.web.pages.jsonld import link_collection
from coranto.web.pages.layout import Frame

_MORE = 4  # outlets named in a row
_ALSO = 3  # other headlines under the lead
EDGE = 70  # points of rule from the margin's edge to the headline: the threshold, whatever its number
_LONGEST = 240


class Also(msgspec.Struct, frozen=True):
    """Another outlet's own headline."""

    outlet: str
    to: str
    title: Text


class Row(msgspec.Struct, frozen=True):
    """A story as a row. ``rule`` is the length of its heat rule, 70 at the threshold; ``size`` one, two or "".

    A row of a day that is over has no trend and no spark.
    """

    size: str
    heat: int
    rule: int
    trend: str
    topic: Link | None
    sources: str
    when: Moment
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


def linked(newsroom: Newsroom, around: Frame, listed: Sequence[Row]) -> Markup:
    """Describe a page as the collection of its stories."""
    site = newsroom.settings.site.url
    told = [(site + row.path, row.title.text) for row in listed]
    return link_collection(around.canonical, around.title, around.about, around.lang, told)


def rows(
    newsroom: Newsroom, hot: Sequence[tuple[Story, int]], now: datetime, *, lead: bool = True, edition: bool = False
) -> list[Row]:
    """Make stories rows, in their order; with ``lead`` the first ones are larger.

    In the ``edition`` of a day that is over nothing is said that time changes: trend, last hours, readers.
    """
    articles = newsroom.store.get_articles({member.article for story, _heat in hot for member in story.members})
    readers = {} if edition else newsroom.store.reader_counts([story.lead for story, _heat in hot], explain.days(now))
    sizes = ["one", "two", "two", "two"] if lead else ["two"]
    made: list[Row] = []
    for story, heat in hot:
        told = [articles[member.article] for member in story.members if member.article in articles]
        if story.lead in articles:
            size = sizes[len(made)] if len(made) < len(sizes) else ""
            seen = readers.get(story.lead, 0)
            row = _row(newsroom, story, heat, told, articles[story.lead], seen, now, size)
            made.append(_settled(row, articles[story.lead]) if edition else row)
    return made


def _row(
    newsroom: Newsroom,
    story: Story,
    heat: int,
    told: list[Article],
    lead: Article,
    readers: int,
    now: datetime,
    size: str,
) -> Row:
    bar = rank.threshold(lead, newsroom.own, newsroom.settings)[0]
    times = [one.published for one in told]
    others = _others(told, lead)
    also = (
        [Also(one.provider.name, components.out(one), components.title(one)) for one in others[:_ALSO]]
        if size == "one"
        else []
    )
    rest = others[len(also) :]
    named = rest if len(rest) <= _MORE + 1 else rest[:_MORE]
    subject = components.subject(newsroom, lead)
    return Row(
        size=size,
        heat=heat,
        rule=rule(heat, bar),
        trend=heat_history.trend(told, now),
        topic=Link(subject.name, components.topic_path(newsroom, subject.id)) if subject else None,
        sources=words.count(len(others) + 1, "source"),
        when=components.ago(max(times), now),
        title=components.title(lead),
        path=address.story(story.id, lead.title),
        spark=charts.spark(times, now),
        sentence=components.text(words.sentence(lead.excerpt), lead.language),
        outlet=Link(lead.provider.name, components.out(lead)),
        also=also,
        more=[Link(one.provider.name, components.out(one)) for one in named],
        others=len(rest) - len(named),
        why=_why(lead, heat, readers),
        gained=heat_history.gained(told, newsroom.settings, now),
    )


def _settled(row: Row, lead: Article) -> Row:
    return msgspec.structs.replace(row, trend="", spark=None, gained=0, when=components.at(lead.published))


def rule(heat: int, bar: int) -> int:
    """Give the length of a heat rule: 70 at the threshold ``bar``, never more than 240."""
    return max(0, min(_LONGEST, round(heat * EDGE / max(1, bar))))


def _others(told: list[Article], lead: Article) -> list[Article]:
    """Give one article of each other outlet, the best of each, best first."""
    seen, others = {components.outlet(lead)}, []
    for one in sorted(told, key=lambda one: (-one.quality, one.published, one.id)):
        if components.outlet(one) not in seen:
            seen.add(components.outlet(one))
            others.append(one)
    return others


def _why(lead: Article, heat: int, readers: int) -> str:
    """Say the sum of a story's heat, and the words that gave its topics."""
    related = heat - lead.quality - readers
    terms = [_("quality {points}", points=lead.quality)]
    if related:
        terms.append(_("{points} for other articles", points=related))
    if readers:
        terms.append(words.count(readers, "reader"))
    found = list(dict.fromkeys(f"“{keyword}”" for match in lead.topics for keyword in match.keywords))
    keywords = _("; {words} in the title", words=", ".join(found)) if found else ""
    return f"{' + '.join(terms)} = {heat}{keywords}"
