"""The history of a story's heat: the present rules, applied after each of its articles."""

import bisect
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from coranto.decide import decision
from coranto.heat import rank, trend
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.story import lead


def history(articles: Iterable[Article], settings: Settings) -> list[tuple[Article, int]]:
    """Return each article in chronological order with the story's heat after it, without readers.

    The lead is chosen by ``coranto.story.lead``, its related articles by ``coranto.decide.decision``;
    the last heat is the story's. Takes O(n log n) for n articles.
    """
    ordered = sorted(articles, key=lambda article: (article.published, article.id))
    times = [article.published for article in ordered]
    reach = timedelta(days=settings.stories.related_days)
    grown: list[tuple[Article, int]] = []
    first: Article | None = None
    for n, article in enumerate(ordered):
        first = article if first is None else min(first, article, key=lead.order)
        related = min(n + 1, bisect.bisect_right(times, first.published + reach)) - bisect.bisect_left(
            times, first.published - reach
        )
        if settings.profile == "subject":  # its heat counts outlets, not articles
            others = decision.related(first, ordered[: n + 1], settings)
            grown.append((article, rank.total(decision.summands(first, others, 0, settings))))
        else:
            grown.append((article, rank.total(rank.parts(first.quality, related - 1, 0, settings))))
    return grown


def heat(articles: Iterable[Article], settings: Settings) -> int:
    """Return the heat of these articles as one story, without readers; 0 for no articles."""
    grown = history(articles, settings)
    return grown[-1][1] if grown else 0


def gained(articles: Sequence[Article], settings: Settings, now: datetime) -> int:
    """Return the heat that the articles of the last three hours added."""
    before = [article for article in articles if now - article.published > trend.FRESH]
    return heat(articles, settings) - heat(before, settings) if len(before) < len(articles) else 0
