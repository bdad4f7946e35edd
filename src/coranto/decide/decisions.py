"""Decide about many articles at once, as the store knows them: the one place where a stored decision is made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from coranto.decide import compose, explain
from coranto.heat import rank
from coranto.model.article import Article
from coranto.model.decision import Decision
from coranto.model.settings import Settings
from coranto.store.protocol import Store


class Outcome(NamedTuple):
    """An article, what becomes of it, and its related articles in the order of its record."""

    article: Article
    decision: Decision
    related: list[Article]


def decide_articles(
    store: Store,
    names: Sequence[str],
    settings: Settings,
    own: dict[str, int],
    now: datetime,
    digest: str,
    known: Mapping[str, Article] | None = None,
) -> list[Outcome]:
    """Decide about articles.

    Parameters
    ----------
    store : Store
        Asked a fixed number of times, however many articles there are; nothing is saved.
    names : sequence of str
        Ids of articles that the store has.
    settings : Settings
        For windows, points and thresholds.
    own : dict
        Topics' own thresholds by name.
    now : datetime
        For readers of today and yesterday.
    digest : str
        Of the rules (``coranto.decide.rules``).
    known : mapping, optional
        Articles by id that need not be read from the store.

    """
    near = store.near_story_ids_of(names)
    homes = store.story_ids_of(names)
    stories = store.get_stories({*homes.values(), *(story for ids in near.values() for story in ids)})
    own_story = {name: stories[homes[name]] if name in homes else None for name in names}
    beyond = {name: [stories[one] for one in near.get(name, ())] for name in names}
    wanted = set(names)
    for name in names:
        story = own_story[name]
        wanted |= {member.article for member in story.members} if story else set()
        wanted |= compose.neighbours(name, story, beyond[name])
    have = known or {}
    articles = {**have, **store.get_articles(wanted - have.keys())}
    readers = store.reader_counts(names, explain.days(now))
    overrides, before = store.get_overrides(names), store.get_decisions(names)
    outcomes = []
    for name in names:
        decision, related = compose.compose(
            articles[name],
            own_story[name],
            beyond[name],
            articles,
            settings,
            readers=readers.get(name, 0),
            own=own,
            ruling=overrides.get(name),
            was=name in before and before[name].ruled,
            digest=digest,
        )
        outcomes.append(Outcome(articles[name], decision, related))
    return outcomes


def thresholds(store: Store, articles: Iterable[Article], own: dict[str, int], settings: Settings) -> dict[str, int]:
    """Return by article id the heat that publishes each, as it was decided; by the rules now where it was not yet."""
    told = list(articles)
    stored = store.get_decisions(one.id for one in told)
    found: dict[str, int] = {}
    for one in told:
        line = stored[one.id].threshold if one.id in stored else None
        found[one.id] = rank.threshold(one, own, settings)[0] if line is None else line
    return found
