"""A story as a row of a list: what front and topic pages are made of."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from markupsafe import Markup

from coranto.desk import Desk
from coranto.heat import rank
from coranto.i18n.messages import _
from coranto.model.article import Article
from coranto.model.story import Story
from coranto.publish import explain
from coranto.serve import address, charts, words
from coranto.serve.linked import collection
from coranto.serve.views import growth, pieces
from coranto.serve.views.frame import Frame
from coranto.serve.views.pieces import Link, Moment, Text

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


def linked(desk: Desk, around: Frame, listed: Sequence[Row]) -> Markup:
    """Describe a page as the collection of its stories."""
    site = desk.settings.site.url
    told = [(site + row.path, row.title.text) for row in listed]
    return collection(around.canonical, around.title, around.about, around.lang, told)


def rows(
    desk: Desk, hot: Sequence[tuple[Story, int]], now: datetime, *, lead: bool = True, edition: bool = False
) -> list[Row]:
    """Make stories rows, in their order; with ``lead`` the first ones are larger.

    In the ``edition`` of a day that is over nothing is said that time changes: trend, last hours, readers.
    """
    people = desk.store.articles({member.article for story, _heat in hot for member in story.members})
    readers = {} if edition else desk.store.readers([story.lead for story, _heat in hot], explain.days(now))
    sizes = ["one", "two", "two", "two"] if lead else ["two"]
    made: list[Row] = []
    for story, heat in hot:
        told = [people[member.article] for member in story.members if member.article in people]
        if story.lead in people:
            size = sizes[len(made)] if len(made) < len(sizes) else ""
            seen = readers.get(story.lead, 0)
            row = _row(desk, story, heat, told, people[story.lead], seen, now, size)
            made.append(_settled(row, people[story.lead]) if edition else row)
    return made


def _row(
    desk: Desk, story: Story, heat: int, told: list[Article], lead: Article, readers: int, now: datetime, size: str
) -> Row:
    bar = rank.threshold(lead, desk.own, desk.settings)[0]
    times = [one.published for one in told]
    others = _others(told, lead)
    also = (
        [Also(one.provider.name, pieces.out(one), pieces.title(one)) for one in others[:_ALSO]] if size == "one" else []
    )
    rest = others[len(also) :]
    named = rest if len(rest) <= _MORE + 1 else rest[:_MORE]
    subject = pieces.subject(desk, lead)
    return Row(
        size=size,
        heat=heat,
        rule=rule(heat, bar),
        trend=growth.trend(told, now),
        topic=Link(subject.name, pieces.topic_path(desk, subject.id)) if subject else None,
        sources=words.count(len(others) + 1, "source"),
        when=pieces.ago(max(times), now),
        title=pieces.title(lead),
        path=address.story(story.id, lead.title),
        spark=charts.spark(times, now),
        sentence=pieces.text(words.sentence(lead.excerpt), lead.language),
        outlet=Link(lead.provider.name, pieces.out(lead)),
        also=also,
        more=[Link(one.provider.name, pieces.out(one)) for one in named],
        others=len(rest) - len(named),
        why=_why(lead, heat, readers),
        gained=growth.gained(told, desk.settings, now),
    )


def _settled(row: Row, lead: Article) -> Row:
    return msgspec.structs.replace(row, trend="", spark=None, gained=0, when=pieces.at(lead.published))


def rule(heat: int, bar: int) -> int:
    """Give the length of a heat rule: 70 at the threshold ``bar``, never more than 240."""
    return max(0, min(_LONGEST, round(heat * EDGE / max(1, bar))))


def _others(told: list[Article], lead: Article) -> list[Article]:
    """Give one article of each other outlet, the best of each, best first."""
    seen, others = {pieces.outlet(lead)}, []
    for one in sorted(told, key=lambda one: (-one.quality, one.published, one.id)):
        if pieces.outlet(one) not in seen:
            seen.add(pieces.outlet(one))
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
