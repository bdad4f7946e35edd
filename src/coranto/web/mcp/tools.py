"""What an assistant may ask of a newsroom: what ``/api/v1`` answers, as functions. To read and nothing else.

Names, parameters and docstrings of the methods are what an assistant sees. They give excerpts and links, never a text.
"""

from datetime import timedelta
from typing import Any

import msgspec

from coranto.decide import explain
from coranto.newsroom import Newsroom
from coranto.web.api import endpoints as v1
from coranto.web.document import Document
from coranto.web.pages import heat_history

_Found = dict[str, Any]
_HOTTEST = 100  # stories among which those that heat up are looked for

NAMES = (
    "list_topics", "search", "latest_stories", "get_story", "story_timeline", "get_article", "explain_score",
    "trending", "list_sources", "source_health",
)  # fmt: skip


class Unanswered(Exception):  # noqa: N818 - named for what it says
    """A question that has no answer; its text says why and what to ask instead."""


class Tools:
    """The tools over a newsroom.

    Parameters
    ----------
    desk : Desk
        The newsroom.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    def list_topics(self) -> _Found:
        """List the topics of this newsroom with their keywords; `id` is what `topic` takes elsewhere."""
        return _items(v1.topics(self._newsroom, {}))

    def search(self, query: str, limit: int = 10) -> _Found:
        """Search the published articles, best first.

        `query` takes words, "a phrase", -without, topic:ID, source:DOMAIN, after:2026-01-31, before:2026-02-28.
        """
        return _items(v1.search(self._newsroom, _params(q=query, limit=limit)))

    def latest_stories(self, topic: str = "", days: int = 3, limit: int = 10) -> _Found:
        """List the stories of the last days, hottest first: an event each, with the outlets that tell it."""
        return _items(v1.stories(self._newsroom, self._newsroom.now(), _params(topic=topic, days=days, limit=limit)))

    def get_story(self, story: str) -> _Found:
        """Give a story by its id, with its articles: titles, excerpts, outlets, links, what ties each to it."""
        return _whole(self._newsroom, story)

    def story_timeline(self, story: str) -> _Found:
        """Tell how a story unfolded: its articles in order of time, with the story's heat after each."""
        found = _whole(self._newsroom, story)
        members = self._newsroom.store.get_articles([one["id"] for one in found["articles"]])
        grown = {one.id: heat for one, heat in heat_history.history(list(members.values()), self._newsroom.settings)}
        told = sorted(found["articles"], key=lambda one: (one["published"], one["id"]))
        events = [
            {name: one[name] for name in ("published", "outlet", "title", "url")} | {"heat": grown[one["id"]]}
            for one in told
        ]
        return {"story": found["id"], "title": found["title"], "events": events}

    def get_article(self, article: str) -> _Found:
        """Give a published article by its id or address: title, excerpt, outlet, topics, quality, heat, link."""
        return _one(
            v1.article(self._newsroom, _resolved(self._newsroom, article), {}),
            "no published article has this id or address",
        )

    def explain_score(self, article: str) -> _Found:
        """Explain why an article is where it is: quality as a sum, topics, story, heat, the decision in a sentence."""
        told = explain.explain(
            self._newsroom.store,
            self._newsroom.settings,
            _resolved(self._newsroom, article),
            self._newsroom.now(),
            self._newsroom.own,
        )
        if told is None:
            raise Unanswered("no article has this id or address; search finds articles")
        parts = {"quality_parts": told.parts, "heat_parts": told.heat_parts, "topics": told.topics}
        return {
            "article": told.article.id,
            "title": told.article.title,
            "decision": told.decision,
            "published": told.published,
            "quality": told.quality,
            "heat": told.heat,
            "heat_as_a_sum": explain.heat_line(told.heat_parts),
            "story": told.story,
            "leads": told.lead == told.article.id,
            "readers": told.readers,
            "found": list(told.found),
            "original": told.original,
        } | {name: msgspec.to_builtins(value) for name, value in parts.items()}

    def trending(self, limit: int = 10) -> _Found:
        """List the stories that are heating up just now, those that gained most in the last three hours first."""
        now = self._newsroom.now()
        hot = self._newsroom.store.hot_stories(
            now - timedelta(days=self._newsroom.settings.site.front_days), _HOTTEST, None, now
        )
        people = self._newsroom.store.get_articles({member.article for story, _ in hot for member in story.members})
        rising: list[tuple[int, int, _Found]] = []
        for story, heat in hot:
            members = [people[member.article] for member in story.members if member.article in people]
            gained = heat_history.gained(members, self._newsroom.settings, now) if members else 0
            if gained > 0:
                told = {"id": story.id, "title": people[story.lead].title, "heat": heat, "gained": gained}
                rising.append((-gained, -heat, told | {"trend": heat_history.trend(members, now)}))
        rising.sort(key=lambda one: one[:2])
        return {"items": [told for _, _, told in rising[: max(1, min(limit, 100))]]}

    def list_sources(self) -> _Found:
        """List whom this newsroom reads, with how many of its articles each had published."""
        return _items(v1.sources(self._newsroom, {}))

    def source_health(self, source: str = "") -> _Found:
        """Tell how a source (id or address) is doing: last good look, trouble in words; without one, all that fail."""
        every = _items(v1.sources(self._newsroom, {}))["items"]
        if not source:
            return {"items": [one for one in every if one["trouble"]], "sources": len(every)}
        named = [one for one in every if source in (one["id"], one["url"], one["site"])]
        if not named:
            raise Unanswered("no source has this id or address; list_sources has them all")
        return {"items": named, "sources": len(every)}


def _params(**asked: Any) -> dict[str, list[str]]:
    return {name: [str(value)] for name, value in asked.items() if value != ""}


def _items(document: Document) -> _Found:
    found: _Found = msgspec.json.decode(document.body)
    return found


def _one(document: Document | None, lost: str) -> _Found:
    if document is None:
        raise Unanswered(f"{lost}; search finds articles")
    return _items(document)


def _resolved(newsroom: Newsroom, article: str) -> str:
    return newsroom.store.resolve_article(article) or article


def _whole(newsroom: Newsroom, story: str) -> _Found:
    """Give a story with its articles, as the API gives both, and the terms that tie each of them."""
    document = v1.story(newsroom, story, {})
    if document is None:
        raise Unanswered("no story has this id; latest_stories and search name stories")
    found = _items(document)
    ties = {
        m.article: [tie.term for tie in m.evidence]
        for m in newsroom.store.get_stories([found["id"]])[found["id"]].members
    }
    people = newsroom.store.get_articles(found["articles"])
    articles = [
        {
            "id": one.id,
            "title": one.title,
            "excerpt": one.excerpt,
            "outlet": one.provider.name,
            "url": one.web_url,
            "published": f"{one.published:%Y-%m-%dT%H:%M:%SZ}",
            "quality": one.quality,
            "leads": one.id == found["lead"],
            "tied_by": ties.get(one.id, []),
        }
        for one in (people[name] for name in found["articles"] if name in people)
    ]
    return found | {"articles": articles}
