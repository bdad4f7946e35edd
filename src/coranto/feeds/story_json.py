"""A story as JSON: the same in the API and in webhooks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec

from coranto.decide import also_told, chain
from coranto.model.article import Article, Reprint
from coranto.model.story import EvidenceTerm
from coranto.record import slug
from coranto.store.protocol import Store
from coranto.story import account

_LONGEST = 60  # characters of a slug in an address


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An object of the API."""


class Reported(Shape, frozen=True):
    """Who reports a story: numbers of outlets, each once, and the article seen first among the best of them.

    ``own`` report it in their own words and cite no outlet, ``citing`` name another outlet as their source, ``copying``
    print another's text; the three add up to ``outlets``. The sentences are in the explanation of an article.
    """

    outlets: int
    own: int
    citing: int
    copying: int
    first: str | None
    first_outlet: str | None
    first_seen: datetime | None


class Retelling(Shape, frozen=True):
    """A published story of another language that tells the same.

    ``shared`` are the words and numbers that both name, strongest first (``one / other`` where they are written
    differently); the weights of ``evidence`` add up to ``score``.
    """

    story: str
    language: str
    title: str
    page: str
    score: float
    shared: tuple[str, ...]
    evidence: tuple[EvidenceTerm, ...]


class Story(Shape, frozen=True):
    """A story, its lead first; ``heat`` is its present rank value, null where it is not known.

    ``earlier`` and ``later`` are the ids of the other parts of a story that goes on for weeks, in order of time;
    ``also`` are the published stories of other languages that tell the same.
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
    reported: Reported
    also: tuple[Retelling, ...]


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
    reprints = store.get_reprints(articles)
    retold = also_told.retellings(store, {story.id for story in known.values()})
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
                reported=_reported(members, reprints),
                also=tuple(_retelling(one, site) for one in retold.get(story.id, ())),
            )
        )
    order = {requested: place for place, requested in enumerate(heats)}
    return sorted(stories, key=lambda story: order.get(story.id, 0))


def _retelling(retold: also_told.Retelling, site: str) -> Retelling:
    link, lead = retold.link, retold.lead
    return Retelling(
        story=link.other,
        language=link.languages[1],
        title=lead.title,
        page=site + path(link.other, lead.title),
        score=link.score,
        shared=tuple(link.shared()),
        evidence=link.evidence,
    )


def _reported(members: Sequence[Article], reprints: Mapping[str, Sequence[Reprint]]) -> Reported:
    told = account.tell(members, (one.provider.domain for member in members for one in reprints.get(member.id, ())))
    first = next((member for member in members if member.id == told.first), None)
    return Reported(
        outlets=told.outlets,
        own=told.own,
        citing=told.citing,
        copying=told.copying,
        first=told.first,
        first_outlet=first.provider.name if first else None,
        first_seen=first.seen if first else None,
    )
