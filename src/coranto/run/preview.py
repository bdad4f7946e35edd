"""Preview a change of the rules: what would be published, before anything is changed. Nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from coranto import plugins
from coranto.decide import decision, explain, impact, line, recent
from coranto.heat import line as heights
from coranto.heat import subject
from coranto.i18n.wording import say
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.decision import Decision
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.run import rejudge, sourcing
from coranto.score import quality
from coranto.store.protocol import Store
from coranto.topic.taxonomy import Taxonomy

DAYS = heights.DAYS
_BATCH = 500  # texts held at a time


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A story by its lead: ``stands`` is the heat that decides, ``reason`` and ``before`` are decisions in words."""

    id: str
    title: str
    url: str
    outlet: str
    published: datetime
    topics: tuple[str, ...]
    stands: int
    reason: str
    before: str | None


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a change of the rules would do to the stories of the last ``days``.

    Attributes
    ----------
    days : int
        How far back.
    published, published_then : int
        Stories published now, and after the change.
    per_day, per_day_then : float
        Stories a day that reach the line or threshold, by the rules of now and by the changed ones.
    line, line_then : int
        The heat that a story must reach.
    come, go : tuple of Item
        Stories that would be published or withdrawn; the strongest first.
    fewer : tuple of Item
        Stories that stay published, since what is published stays, but would not be published anew.

    """

    days: int
    published: int
    published_then: int
    per_day: float
    per_day_then: float
    line: int
    line_then: int
    come: tuple[Item, ...]
    go: tuple[Item, ...]
    fewer: tuple[Item, ...]


class _Stock(NamedTuple):
    """The stories of the last days with all that decides about them."""

    stories: dict[str, Story]
    articles: dict[str, Article]
    overrides: dict[str, Override]
    decisions: dict[str, Decision]
    readers: dict[str, int]
    chosen: dict[str, int]


class _Outcome(NamedTuple):
    """What the rules make of the stock: decisions by lead, and whether each would be published anew."""

    articles: Mapping[str, Article]
    decisions: dict[str, Decision]
    anew: dict[str, bool]
    line: int


def preview(newsroom: Newsroom, settings: Settings, topics: Sequence[Topic], days: int = DAYS) -> Preview:
    """Return what changed settings and topics would do.

    Parameters
    ----------
    newsroom : Newsroom
        Its store is only read.
    settings : Settings
        The changed settings.
    topics : sequence of Topic
        The changed topics.
    days : int
        How many days back stories count.

    """
    now = newsroom.now()
    since = now - timedelta(days=days)
    with newsroom.store.transaction():
        stock = _stock(newsroom.store, since, now)
        rules = _rules(newsroom, settings, topics)
        own = {topic.name: topic.threshold for topic in topics if topic.threshold is not None}
        after = _judged(newsroom, stock, rules)
        lines = (
            _line(stock, stock.articles, newsroom.settings, now),
            _line(stock, after, rules.settings, now),
        )
        before = line.known(newsroom.store, newsroom.settings)
        drawn = heights.Line(now.date(), before.publish.threshold, 0, 1) if lines[0] == lines[1] else lines[1]
        then = line.with_line(rules.settings, drawn if lines[1] else None)
        here = _outcome(stock, stock.articles, before, newsroom.own)
        there = _outcome(stock, after, then, own)
    return _compared(stock, here, there, since, days)


def _rules(newsroom: Newsroom, settings: Settings, topics: Sequence[Topic]) -> rejudge.Rules:
    signals = newsroom.signals
    if settings.profile != newsroom.settings.profile:
        signals = plugins.table("coranto.signals", dict(quality.PROFILES[settings.profile]))
    whole = settings if topics else line.open_to_all(settings)
    names = sourcing.known(newsroom.store.get_sources(), settings)
    return rejudge.Rules(whole, Taxonomy(topics, settings.judge.match), signals, names)


def _stock(store: Store, since: datetime, now: datetime) -> _Stock:
    articles = recent.articles_since(store, since)
    stories = store.get_stories(set(store.story_ids_of(articles).values()))
    members = {member.article for story in stories.values() for member in story.members}
    articles |= store.get_articles(members - articles.keys())
    names = members & articles.keys()
    return _Stock(
        stories=stories,
        articles={name: articles[name] for name in names},
        overrides=store.get_overrides(names),
        decisions=store.get_decisions(names),
        readers=store.reader_counts(names, explain.days(now)),
        chosen=impact.chosen_leads(store, names),
    )


def _judged(newsroom: Newsroom, stock: _Stock, rules: rejudge.Rules) -> dict[str, Article]:
    sources = {source.id: source for source in newsroom.store.get_sources()}
    after: dict[str, Article] = {}
    for names in _batched(sorted(stock.articles)):
        texts = newsroom.store.get_texts(names)
        for name in names:
            article = stock.articles[name]
            source = sources.get(article.source or "")
            after[name], _ = rejudge.judge_again(article, texts.get(name, ""), stock.overrides.get(name), source, rules)
    return after


def _leads(stock: _Stock, articles: Mapping[str, Article], settings: Settings) -> list[Story]:
    """Return the stories with the leads that these articles give them."""
    return [
        msgspec.structs.replace(story, lead=impact.lead_and_heat(story, articles, settings, stock.chosen).lead)
        for story in stock.stories.values()
        if story.members
    ]


def _line(stock: _Stock, articles: Mapping[str, Article], settings: Settings, now: datetime) -> heights.Line | None:
    """Return the line to which these rules come; the line of a day moves there by a few points a day."""
    return line.draw(_leads(stock, articles, settings), articles, settings, now.date())


def _outcome(stock: _Stock, articles: Mapping[str, Article], settings: Settings, own: dict[str, int]) -> _Outcome:
    """Decide about the leads, about what is published now, and about what an editor decided."""
    decisions, anew = {}, {}
    for story in _leads(stock, articles, settings):
        members = [articles[member.article] for member in story.members if member.article in articles]
        for member in members:
            override, before = stock.overrides.get(member.id), stock.decisions.get(member.id)
            by_editor = override is not None and override.decides is not None
            if not (member.id == story.lead or by_editor or (before and before.published)):
                continue
            counted = decision.related(member, members, settings)
            decided, fresh = (
                decision.decide(
                    member,
                    articles[story.lead],
                    counted,
                    stock.readers.get(member.id, 0),
                    settings,
                    own=own,
                    edited=override,
                    was=was,
                )
                for was in (before is not None and before.ruled, False)
            )
            decisions[member.id], anew[member.id] = decided, fresh.published
    return _Outcome(articles, decisions, anew, settings.publish.threshold)


def _compared(stock: _Stock, here: _Outcome, there: _Outcome, since: datetime, days: int) -> Preview:
    now_out = {name for name, one in stock.decisions.items() if one.published}
    then_out = {name for name, one in there.decisions.items() if one.published}
    homes = {member.article: story.id for story in stock.stories.values() for member in story.members}
    told_now, told_then = {homes[name] for name in now_out}, {homes[name] for name in then_out}
    come = {name for name in then_out if homes[name] not in told_now}
    go = {name for name in now_out if homes[name] not in told_then}
    fewer = {name for name in then_out - come if not there.anew[name] and here.anew.get(name, True)}

    def items(names: Iterable[str]) -> tuple[Item, ...]:
        listed = [_item(name, stock, there) for name in names]
        return tuple(sorted(listed, key=lambda item: (-item.stands, item.published, item.id)))

    def a_day(outcome: _Outcome) -> float:
        fresh = [name for name, out in outcome.anew.items() if out and outcome.articles[name].published >= since]
        return round(len(fresh) / _span(stock, since, days), 1)

    return Preview(
        days=days,
        published=len(told_now),
        published_then=len(told_then),
        per_day=a_day(here),
        per_day_then=a_day(there),
        line=here.line,
        line_then=there.line,
        come=items(come),
        go=items(go),
        fewer=items(fewer),
    )


def _span(stock: _Stock, since: datetime, days: int) -> float:
    """Return the days for which there are articles, at least one: a young newsroom does not know all of them."""
    first = min((article.published for article in stock.articles.values() if article.published >= since), default=since)
    return max(1.0, days - (first - since) / timedelta(days=1))


def _item(name: str, stock: _Stock, there: _Outcome) -> Item:
    article, decided, before = there.articles[name], there.decisions[name], stock.decisions.get(name)
    return Item(
        id=name,
        title=article.title,
        url=article.web_url,
        outlet=article.provider.name,
        published=article.published,
        topics=tuple(topic.name for topic in article.topics),
        stands=subject.standing(decided.parts) if decided.profile == "subject" else decided.heat,
        reason=say(decided.reason),
        before=say(before.reason) if before else None,
    )


def _batched(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + _BATCH] for start in range(0, len(names), _BATCH))
