"""The tools of an assistant: the responses of ``/api/v1`` as functions. Read-only.

An assistant sees the names, parameters and docstrings of the methods. They return excerpts and links, never full text.
"""

from datetime import timedelta
from typing import Any

import msgspec

from coranto.decide import explain, history, impact
from coranto.feeds import explanation_json
from coranto.heat import in_lists
from coranto.i18n import wording
from coranto.i18n.current import localized
from coranto.newsroom import Newsroom
from coranto.story import account
from coranto.web import taken_down
from coranto.web.api import endpoints as v1
from coranto.web.document import Document, TakenDown
from coranto.web.pages import heat_history

_Found = dict[str, Any]
_HOTTEST = 100  # stories among which rising ones are searched

NAMES = (
    "list_topics", "search", "latest_stories", "get_story", "story_timeline", "get_article", "explain_score",
    "trending", "what_changed", "list_sources", "source_health",
)  # fmt: skip


class Unanswered(Exception):
    """A question that has no answer; its text says why and what to ask instead."""


class Tools:
    """The tools over a newsroom.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    def list_topics(self) -> _Found:
        """List the topics of this newsroom with their keywords; `id` is what `topic` takes elsewhere."""
        return _items(v1.topics(self._newsroom, {}))

    def search(self, query: str, limit: int = 10) -> _Found:
        """Search the published articles, best first; with published:any also those that were not published.

        `query` takes words, "a phrase", -without, topic:ID, source:DOMAIN, after:2026-01-31, before:2026-02-28.
        """
        return _items(v1.search(self._newsroom, _params(q=query, limit=limit)))

    def latest_stories(self, topic: str = "", days: int = 3, limit: int = 10) -> _Found:
        """List the stories of the last days, hottest first: an event each, with the outlets that tell it."""
        return _items(v1.stories(self._newsroom, self._newsroom.now(), _params(topic=topic, days=days, limit=limit)))

    def get_story(self, story: str) -> _Found:
        """Return a story by its id, with its articles: titles, excerpts, outlets, links, what ties each to it.

        `reported` counts outlets that report in their own words, `told` says whether an article cites or copies;
        `also` names stories in other languages that tell the same, with the names and numbers that both share.
        """
        return _whole(self._newsroom, story)

    def story_timeline(self, story: str) -> _Found:
        """Tell how a story unfolded: its articles in order of time, with the story's heat after each."""
        found = _whole(self._newsroom, story)
        members = self._newsroom.store.get_articles([one["id"] for one in found["articles"]])
        grown = {
            one.id: heat
            for one, heat in history.history(
                list(members.values()), self._newsroom.settings, impact.chosen_leads(self._newsroom.store, members)
            )
        }
        ordered = sorted(found["articles"], key=lambda one: (one["published"], one["id"]))
        events = [
            {name: one[name] for name in ("published", "outlet", "title", "url")} | {"heat": grown[one["id"]]}
            for one in ordered
        ]
        return {"story": found["id"], "title": found["title"], "events": events}

    def _article(self, named: str) -> str:
        found = self._newsroom.store.resolve_article(named) or named
        if taken_down.is_hidden(self._newsroom, found):
            raise Unanswered("this article was taken down by the editors")
        return found

    def get_article(self, article: str) -> _Found:
        """Return a published article by its id or address: title, excerpt, outlet, topics, quality, heat, link."""
        found = self._article(article)
        return _one(v1.article(self._newsroom, found, {}), "no published article has this id or address")

    def explain_score(self, article: str) -> _Found:
        """Explain why an article is where it is: quality as a sum, topics, story, heat, the decision in a sentence."""
        return _explained(self._newsroom, self._article(article))

    def trending(self, limit: int = 10) -> _Found:
        """List the stories that are heating up just now, those that gained most in the last three hours first."""
        now = self._newsroom.now()
        hot = self._newsroom.store.hot_stories(
            now - timedelta(days=self._newsroom.settings.site.front_days),
            _HOTTEST,
            None,
            now,
            in_lists.rules(self._newsroom.settings, now),
        )
        articles = self._newsroom.store.get_articles({member.article for story, _ in hot for member in story.members})
        rising: list[tuple[int, int, _Found]] = []
        for story, heat in hot:
            members = [articles[member.article] for member in story.members if member.article in articles]
            gained = (
                history.gained(
                    members,
                    self._newsroom.settings,
                    now,
                    impact.chosen_leads(self._newsroom.store, [one.id for one in members]),
                )
                if members
                else 0
            )
            if gained > 0:
                row = {"id": story.id, "title": articles[story.lead].title, "heat": heat, "gained": gained}
                rising.append((-gained, -heat, row | {"trend": heat_history.trend(members, now)}))
        rising.sort(key=lambda one: one[:2])
        return {"items": [row for _, _, row in rising[: max(1, min(limit, 100))]]}

    def what_changed(self, story: str = "", limit: int = 10) -> _Found:
        """List what outlets changed after publication: headlines, numbers, names, quotes, before and after.

        The latest come first; `story` (an id) restricts them to its articles.
        """
        return _items(v1.changes(self._newsroom, _params(story=story, limit=limit)))

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


def _params(**values: Any) -> dict[str, list[str]]:
    return {name: [str(value)] for name, value in values.items() if value != ""}


def _items(document: Document) -> _Found:
    found: _Found = msgspec.json.decode(document.body)
    return found


def _one(document: Document | None, lost: str) -> _Found:
    if document is None:
        raise Unanswered(f"{lost}; search finds articles")
    return _items(document)


@localized
def _explained(newsroom: Newsroom, article: str) -> _Found:
    explained = explain.explain(newsroom.store, article, newsroom.now(), newsroom.settings)
    if explained is None:
        raise Unanswered("no article has this id or address; search finds articles")
    shape = explanation_json.explanation(explained)
    parts = {"quality_parts": shape.parts, "heat_parts": shape.heat_parts, "topics": shape.topics}
    return {
        "article": explained.article.id,
        "title": explained.article.title,
        "decision": shape.decision,
        "published": explained.published,
        "quality": explained.quality,
        "heat": explained.heat,
        "heat_as_a_sum": explain.heat_line(explained.heat_parts),
        "story": explained.story,
        "leads": explained.lead == explained.article.id,
        "readers": explained.readers,
        "found": list(shape.found),
        "original": shape.original,
        "reason": msgspec.to_builtins(shape.decision_reason),
    } | {name: msgspec.to_builtins(value) for name, value in parts.items()}


def _whole(newsroom: Newsroom, story: str) -> _Found:
    """Return a story with its articles, as in the API, and the terms that connect each article to it."""
    try:
        document = v1.story(newsroom, story, {})
    except TakenDown:
        document = None
    if document is None:
        raise Unanswered("no story has this id; latest_stories and search name stories")
    found = _items(document)
    ties = {
        m.article: [tie.term for tie in m.evidence]
        for m in newsroom.store.get_stories([found["id"]])[found["id"]].members
    }
    members = newsroom.store.get_articles(found["articles"])
    told = {part.article: part for part in account.tell(members.values()).told}
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
            "told": wording.say(explain.told(told[one.id])),
            "told_by_sentence": told[one.id].sentence,
        }
        for one in (members[name] for name in found["articles"] if name in members)
    ]
    return found | {"articles": articles}
