"""A story as programs are told of it: the same over the API and by a hook."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

import msgspec

from coranto.record import slug
from coranto.store.protocol import Store

_LONGEST = 60  # characters of a slug in an address


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An object of the API."""


class Story(Shape, frozen=True):
    """An event and who tells it, the lead first; ``heat`` is what it is ranked by, of late."""

    id: str
    title: str
    lead: str
    heat: int | None
    outlets: tuple[str, ...]
    topics: tuple[str, ...]
    first: datetime
    newest: datetime
    articles: tuple[str, ...]
    page: str


def path(story: str, title: str) -> str:
    """Give the path of a story's page."""
    words = slug.slug(title)
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit("-", 1)[0]
    return f"/s/{quote(story, safe='')}/{words}/" if words else f"/s/{quote(story, safe='')}/"


def stories_json(store: Store, site: str, heats: Mapping[str, int | None]) -> list[Story]:
    """Tell of stories.

    Parameters
    ----------
    store : Store
        The newsroom's memory.
    site : str
        The public address, without a slash at its end.
    heats : mapping
        By the ids of the stories asked for: their heat, None where it is not known. The id of a story that ended
        stands for its heir; unknown ones are left out.

    """
    found = store.get_stories(heats)
    told = store.get_articles({member.article for story in found.values() for member in story.members})
    made: list[Story] = []
    for asked, story in found.items():
        lead = told.get(story.lead)
        members = [told[member.article] for member in story.members if member.article in told]
        if lead is None:
            continue
        members.sort(key=lambda one: (one.id != story.lead, one.published, one.id))
        made.append(
            Story(
                id=story.id,
                title=lead.title,
                lead=lead.id,
                heat=heats[asked],
                outlets=tuple(dict.fromkeys(one.provider.name for one in members)),
                topics=tuple(topic.name for topic in lead.topics),
                first=min(one.published for one in members),
                newest=max(one.published for one in members),
                articles=tuple(one.id for one in members),
                page=site + path(story.id, lead.title),
            )
        )
    order = {asked: place for place, asked in enumerate(heats)}
    return sorted(made, key=lambda story: order.get(story.id, 0))
