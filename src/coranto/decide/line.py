"""The line of the day in a running newsroom: computed from its stories of the last two weeks, fixed for the day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from coranto.decide import decision, recent
from coranto.heat import line, subject
from coranto.heat.line import Line
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.model.topic import Topic
from coranto.store.protocol import Store

KEY = "line"  # of the stored line among the store's values
_OPEN = Line(date.min, heat=0, stories=0, days=1)  # of a newsroom without stories
_SMALL = 40  # times `per_day`: a newsroom with fewer stories may still be filling up, so its line is computed again


def today(store: Store, settings: Settings, now: datetime) -> Settings:
    """Return the settings with today's line as their threshold; compute and store it if it does not exist yet."""
    if not lined(settings):
        return settings
    before = _kept(store)
    same = before is not None and before.per_day == settings.publish.per_day
    if (
        before
        and same
        and set(before.topics) == set(settings.publish.topics)
        and before.day == now.date()
        and before.stories > _SMALL * settings.publish.per_day
    ):
        return with_line(settings, before)
    with store.transaction():
        articles = recent.articles_since(store, now - timedelta(days=line.DAYS))
        stories = store.get_stories(set(store.story_ids_of(articles).values()))
        articles |= store.get_articles(
            {m.article for story in stories.values() for m in story.members} - articles.keys()
        )
    drawn = draw(stories.values(), articles, settings, now.date(), before)
    if drawn != before:
        moved = before is None or drawn is None or _heats(drawn) != _heats(before)
        store.put_value(KEY, msgspec.msgpack.encode(drawn), shown=moved)
    return with_line(settings, drawn)


def known(store: Store, settings: Settings) -> Settings:
    """Return the settings with the last stored line as their threshold; before the first, every story reaches it."""
    if not lined(settings):
        return settings
    return with_line(settings, _kept(store) or _OPEN)


def in_force(store: Store, settings: Settings, topic: Topic | None = None) -> int:
    """Return the heat that a story must reach: a topic's own threshold, else the line of the day, else the site's.

    Parameters
    ----------
    store : Store
        Where the line of the day is kept; read only if it decides.
    settings : Settings
        The settings of ``coranto.toml``.
    topic : Topic, optional
        The topic asked about; without one, the whole site.

    """
    if topic is not None and topic.threshold is not None:
        return topic.threshold
    publish = known(store, settings).publish
    return publish.lines.get(topic.name, publish.threshold) if topic is not None else publish.threshold


def draw(
    stories: Iterable[Story],
    articles: Mapping[str, Article],
    settings: Settings,
    day: date,
    before: Line | None = None,
) -> Line | None:
    """Compute the line for stories that the rules may publish; None if the settings have a threshold instead.

    Stories on a topic with a number of its own count for the line of that topic, and not for the site's.

    Parameters
    ----------
    stories : iterable of Story
        The stories, with their leads.
    articles : mapping
        Their members by id.
    settings : Settings
        Points, and the number of stories per day.
    day : date
        UTC.
    before : Line, optional
        The previous line.

    """
    if not lined(settings):
        return None
    own = settings.publish.topics
    stood: dict[str, list[tuple[date, int]]] = {name: [] for name in ("", *own)}
    for story in stories:
        lead = articles.get(story.lead)
        if lead is None or not story.members or not decision.eligible(lead, settings):
            continue
        members = [articles[member.article] for member in story.members if member.article in articles]
        summands = decision.summands(lead, decision.related(lead, members, settings), 0, settings)
        for name in [topic.name for topic in lead.topics if topic.name in own] or [""]:
            stood[name].append((lead.published.date(), subject.standing(summands)))
    lines = {
        name: line.draw(stood[name], per_day, day, before.topics.get(name) if before else None)
        for name, per_day in own.items()
    }
    return msgspec.structs.replace(line.draw(stood[""], settings.publish.per_day, day, before), topics=lines)


def with_line(settings: Settings, drawn: Line | None) -> Settings:
    """Return the settings with a line as their threshold, and those of topics that have their own."""
    if drawn is None:
        return settings
    lines = {name: drawn.topics[name].heat for name in settings.publish.topics if name in drawn.topics}
    publish = msgspec.structs.replace(settings.publish, threshold=drawn.heat, lines=lines)
    return msgspec.structs.replace(settings, publish=publish)


def of_topics(settings: Settings, topics: Iterable[Topic]) -> Settings:
    """Return the settings with the numbers of stories per day that topics want for themselves."""
    publish = msgspec.structs.replace(settings.publish, topics={t.name: t.per_day for t in topics if t.per_day})
    return msgspec.structs.replace(settings, publish=publish)


def open_to_all(settings: Settings) -> Settings:
    """Return the settings for a newsroom without topics, where every article is on the subject."""
    publish = msgspec.structs.replace(settings.publish, off_topic=True)
    return msgspec.structs.replace(settings, publish=publish)


def lined(settings: Settings) -> bool:
    """Whether a line of the day decides, and not the threshold of the settings."""
    return settings.profile == "subject" and settings.publish.per_day > 0


def _heats(drawn: Line) -> list[int]:
    return [drawn.heat, *(one.heat for one in drawn.topics.values())]


def _kept(store: Store) -> Line | None:
    kept = store.get_value(KEY)
    return msgspec.msgpack.decode(kept, type=Line) if kept else None
