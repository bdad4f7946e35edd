"""Decide about many articles at once, from the store: the only place where stored decisions are made."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from coranto.decide import compose, explain, line
from coranto.heat import in_lists, rank
from coranto.model.article import Article
from coranto.model.decision import Decision
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.store.protocol import Store
from coranto.story import repeats


class Outcome(NamedTuple):
    """An article, the decision about it, and its related articles in the order of its record."""

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
        Queried a fixed number of times, whatever the number of articles; nothing is saved.
    names : sequence of str
        Ids of articles in the store.
    settings : Settings
        Windows, points and thresholds.
    own : dict
        Topics' own thresholds by name.
    now : datetime
        Readers of today and yesterday are counted.
    digest : str
        The digest of the rules (``coranto.decide.rules_digest``).
    known : mapping, optional
        Articles by id that need not be read from the store.

    """
    near = store.near_story_ids_of(names)
    homes = store.story_ids_of(names)
    stories = store.get_stories({*homes.values(), *(story for ids in near.values() for story in ids)})
    own_story = {name: stories[homes[name]] if name in homes else None for name in names}
    beyond = {name: [stories[story] for story in near.get(name, ())] for name in names}
    wanted = set(names)
    for name in names:
        story = own_story[name]
        wanted |= {member.article for member in story.members} if story else set()
        wanted |= compose.neighbours(name, story, beyond[name])
    have = known or {}
    articles = {**have, **store.get_articles(wanted - have.keys())}
    readers = store.reader_counts(names, explain.days(now), in_lists.cookieless(settings))
    leads = {story.lead for story in own_story.values() if story}
    overrides, before = store.get_overrides({*names, *leads}), store.get_decisions(names)
    chosen = {name for name, override in overrides.items() if override.lead}
    late: dict[str, set[str]] = {}
    outcomes = []
    for name in names:
        home = own_story[name]
        if home and home.id not in late:
            late[home.id] = _late(home, articles)
        decided, related = compose.compose(
            articles[name],
            home,
            beyond[name],
            articles,
            settings,
            readers=readers.get(name, 0),
            own=own,
            edited=overrides.get(name),
            was=name in before and before[name].ruled,
            digest=digest,
            chosen=home is not None and home.lead in chosen,
            late=late[home.id] if home else frozenset(),
        )
        outcomes.append(Outcome(articles[name], decided, related))
    return outcomes


def _late(story: Story, articles: Mapping[str, Article]) -> set[str]:
    """Return the members of a story whose outlets took over a headline."""
    return repeats.repeats([articles[one.article] for one in story.members if one.article in articles])


def thresholds(store: Store, articles: Iterable[Article], own: dict[str, int], settings: Settings) -> dict[str, int]:
    """Return by article id the heat that publishes it: the decided one, or that of the present rules if undecided."""
    listed = list(articles)
    stored = store.get_decisions(article.id for article in listed)
    decided = {ident: one.threshold for ident, one in stored.items() if one.threshold is not None}
    if any(article.id not in decided for article in listed):
        settings = line.known(store, settings)
    return {
        article.id: decided[article.id] if article.id in decided else rank.threshold(article, own, settings)[0]
        for article in listed
    }
