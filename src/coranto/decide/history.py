"""The history of a story's heat: the present rules, applied after each of its articles."""

import bisect
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from coranto.decide import decision, leading
from coranto.heat import rank, trend
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.story import account, lead

Chosen = Mapping[str, int]  # article id to the number of the edit by which an editor chose it to lead
_NONE: Chosen = MappingProxyType({})


def history(articles: Iterable[Article], settings: Settings, chosen: Chosen = _NONE) -> list[tuple[Article, int]]:
    """Return each article in chronological order with the story's heat after it, without readers.

    The lead is chosen by ``coranto.story.lead`` or by an editor, its related articles by ``coranto.decide.decision``;
    the last heat is the story's. Takes O(n log n) for n articles.
    """
    ordered = sorted(articles, key=lambda article: (article.published, article.id))
    times = [article.published for article in ordered]
    reach = timedelta(days=settings.stories.related_days)
    kinds = account.kinds(ordered) if settings.profile == "subject" else {}
    merits = leading.merits(ordered, settings)
    crowded = settings.profile == "subject" or rank.counted(ordered, settings) < len(ordered)
    grown: list[tuple[Article, int]] = []
    first: Article | None = None

    def order(one: Article) -> tuple[Any, ...]:
        return -chosen.get(one.id, 0), lead.order(one, merits)

    for n, article in enumerate(ordered):
        first = article if first is None else min(first, article, key=order)
        related = min(n + 1, bisect.bisect_right(times, first.published + reach)) - bisect.bisect_left(
            times, first.published - reach
        )
        if crowded:  # heat counts outlets, not articles
            others = decision.related(first, ordered[: n + 1], settings)
            grown.append((article, rank.total(decision.summands(first, others, 0, settings, kinds))))
        else:
            grown.append((article, rank.total(rank.parts(first.quality, related - 1, 0, settings))))
    return grown


def heat(articles: Iterable[Article], settings: Settings, chosen: Chosen = _NONE) -> int:
    """Return the heat of these articles as one story, without readers; 0 for no articles."""
    grown = history(articles, settings, chosen)
    return grown[-1][1] if grown else 0


def gained(articles: Sequence[Article], settings: Settings, now: datetime, chosen: Chosen = _NONE) -> int:
    """Return the heat that the articles of the last three hours added."""
    before = [article for article in articles if now - article.published > trend.FRESH]
    return heat(articles, settings, chosen) - heat(before, settings, chosen) if len(before) < len(articles) else 0
