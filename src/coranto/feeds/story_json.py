"""A story as JSON: the same in the API and in webhooks."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

import msgspec

from coranto.decide import chain
from coranto.record import slug
from coranto.store.protocol import Store

_LONGEST = 60  # characters of a slug in an address


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An object of the API."""


class Story(Shape, frozen=True):
    """A story, its lead first; ``heat`` is its present rank value, null where it is not known.

    ``earlier`` and ``later`` are the ids of the other parts of a story that goes on for weeks, in order of time.
    """

    id: str
    title: str
    lead: str
    heat: int | None
    outlets: tuple[str, ...]
    topics: tuple[str, ...]
    first: datetime
    newest: datetime
    articles: tuple[str, ...]
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    page: str


def path(story: str, title: str) -> str:
    """Return the path of a story's page."""
    words = slug.slug(title)
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit("-", 1)[0]
    return f"/s/{quote(story, safe='')}/{words}/" if words else f"/s/{quote(story, safe='')}/"


def stories_json(store: Store, site: str, heats: Mapping[str, int | None]) -> list[Story]:
    """Return stories in their public shape.

    Parameters
    ----------
    store : Store
        The newsroom's store.
    site : str
        The site's public address, without a slash at its end.
    heats : mapping
        The requested story ids with their heat, None if it is not known. The id of a story that ended
        means its heir; unknown ids are left out.

    """
    known = store.get_stories(heats)
    articles = store.get_articles({member.article for story in known.values() for member in story.members})
    stories: list[Story] = []
    for requested, story in known.items():
        lead = articles.get(story.lead)
        members = [articles[member.article] for member in story.members if member.article in articles]
        if lead is None:
            continue
        chained = chain.parts(store, story)
        members.sort(key=lambda article: (article.id != story.lead, article.published, article.id))
        stories.append(
            Story(
                id=story.id,
                title=lead.title,
                lead=lead.id,
                heat=heats[requested],
                outlets=tuple(dict.fromkeys(article.provider.name for article in members)),
                topics=tuple(topic.name for topic in lead.topics),
                first=min(article.published for article in members),
                newest=max(article.published for article in members),
                articles=tuple(article.id for article in members),
                earlier=tuple(part.id for part in chained.earlier),
                later=tuple(part.id for part in chained.later),
                page=site + path(story.id, lead.title),
            )
        )
    order = {requested: place for place, requested in enumerate(heats)}
    return sorted(stories, key=lambda story: order.get(story.id, 0))
