"""Replay the front pages of the last days by other numbers: which would have been others, with what came and went."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter

import msgspec

from coranto import errors
from coranto.decide import front, line, past_fronts
from coranto.decide.past_fronts import DayFronts, Moved
from coranto.decide.past_heat import Numbers, Past
from coranto.heat import line as heights
from coranto.i18n.messages import N_
from coranto.i18n.wording import say
from coranto.model.article import Article
from coranto.model.score_facts import ScoredArticle
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom

DAYS = 30
KEYS = {
    "classic": (
        "publish.threshold", "publish.related", "publish.per_outlet", "stories.related_days", "site.front_days",
        "judge.topic", "judge.keyword", "judge.image", "judge.amp", "judge.video", "judge.title_length",
    ),
    "subject": (
        "publish.per_day", "publish.threshold", "publish.outlet", "publish.outlets", "publish.citing", "publish.fresh",
        "publish.fresh_hours", "stories.related_days", "site.front_days", "subject.points", "subject.most",
        "subject.another", "subject.also", "subject.image", "subject.own", "subject.never",
    ),
}  # fmt: skip
_OTHER = N_("the past cannot be replayed by it: what it changes is not stored; `coranto tune --set` judges anew")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A story of a front page by its lead; ``reason`` says in words why it would have come or gone."""

    id: str
    title: str
    url: str
    outlet: str
    reason: str


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The front page of a day (UTC) by the numbers of now and by the others.

    ``line`` and ``line_then`` are the heat that a story had to reach, ``stories`` and ``stories_then`` how many the
    page has; ``first`` says whether another story stands on top.
    """

    day: date
    line: int
    line_then: int
    stories: int
    stories_then: int
    first: bool
    come: tuple[Item, ...]
    go: tuple[Item, ...]

    @property
    def other(self) -> bool:
        """Whether the page would have had another list of stories."""
        return bool(self.come or self.go)


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """A replay: each of the days, the newest first.

    ``changed`` is how many would have had other stories, ``articles`` how many were read. ``stood`` is how many stories
    were noted on the real front pages of these days, and ``found`` how many of them the replay has by the numbers of
    now: how far it can be believed.
    """

    days: tuple[Day, ...]
    changed: int
    articles: int
    stood: int
    found: int


def replay(newsroom: Newsroom, settings: Settings, topics: Sequence[Topic] | None = None, days: int = DAYS) -> Replayed:
    """Return the front pages of the last days by the numbers of now and by others; nothing is written.

    Parameters
    ----------
    newsroom : Newsroom
        Its store is only read.
    settings : Settings
        The other settings, of the same profile.
    topics : sequence of Topic, optional
        Topics with other roles and numbers; their words are not read.
    days : int
        How many days, with today.

    """
    store, now = newsroom.store, newsroom.now()
    ours = list(newsroom.taxonomy)
    here = _numbers(newsroom.settings, ours)
    there = _numbers(settings, ours if topics is None else topics)
    both = (here.settings, there.settings)
    run_up = heights.DAYS if any(map(line.lined, both)) else max(one.site.front_days for one in both)
    first = now.date() - timedelta(days=days + run_up - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    fits_all = any(one.settings.publish.off_topic or one.settings.profile != "subject" for one in (here, there))
    with store.transaction():
        articles = store.get_scored(since, on_topic=not fits_all)
        several = _several(articles)
        past = Past(articles, store.story_leads(several), store.overrides_since(since))
        compared = list(past_fronts.compare(past, here, there, days, now, front.STORIES))
        titles = store.get_articles({one.article for day in compared for one in (*day.come, *day.go)})
        stood, found = _believed(newsroom, compared)
    listed = tuple(_day(one, titles) for one in reversed(compared))
    changed = sum(one.other for one in listed)
    return Replayed(days=listed, changed=changed, articles=len(articles), stood=stood, found=found)


def check(profile: str, key: str) -> None:
    """Raise ``ConfigError`` for a setting that the past cannot be replayed by."""
    weight = key.startswith("outlets.") and key.endswith((".weight", ".owner"))
    if key not in KEYS[profile] and not weight and not key.startswith("subject.headline."):
        raise errors.ConfigError(_OTHER, key)


def value(settings: Settings, key: str) -> float:
    """Return the number that a setting has now."""
    if key.startswith("outlets."):
        outlet = settings.outlets.get(key.removeprefix("outlets.").removesuffix(".weight"))
        return outlet.weight if outlet else 0
    return float(attrgetter(key)(settings))


def _numbers(settings: Settings, topics: Sequence[Topic]) -> Numbers:
    settings = line.of_topics(settings if topics else line.open_to_all(settings), topics)
    own = {topic.name: topic.threshold for topic in topics if topic.threshold is not None}
    return Numbers(settings, own, {topic.name: topic.role for topic in topics})


def _several(articles: Sequence[ScoredArticle]) -> set[str]:
    """Return the stories that have more than one of these articles."""
    seen, several = set[str](), set[str]()
    for one in articles:
        (several if one.story in seen else seen).add(one.story)
    return several


def _believed(newsroom: Newsroom, compared: Sequence[DayFronts]) -> tuple[int, int]:
    """Return how many stories were noted on the front pages of these days, and how many of them the replay has."""
    stood = found = 0
    for one in compared:
        leads = front.leads_of_day(newsroom.store, one.day)
        homes = set(newsroom.store.story_ids_of(leads).values()) if leads else set()
        stood += len(homes)
        found += len(homes.intersection(one.front))
    return stood, found


def _day(one: DayFronts, titles: Mapping[str, Article]) -> Day:
    return Day(
        day=one.day,
        line=one.line,
        line_then=one.line_then,
        stories=len(one.front),
        stories_then=len(one.front_then),
        first=one.front[:1] != one.front_then[:1],
        come=_items(one.come, titles),
        go=_items(one.go, titles),
    )


def _items(moved: Sequence[Moved], titles: Mapping[str, Article]) -> tuple[Item, ...]:
    return tuple(
        Item(
            id=one.article,
            title=titles[one.article].title,
            url=titles[one.article].web_url,
            outlet=titles[one.article].provider.name,
            reason=say(one.reason),
        )
        for one in moved
        if one.article in titles
    )
