"""How a story's lead and heat came about: the rules of today, after each of its articles."""

import bisect
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from coranto.decide import decision
from coranto.heat import rank, trend
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.story import lead


def history(articles: Iterable[Article], settings: Settings) -> list[tuple[Article, int]]:
    """Return each article in order of time with the story's heat after it, without readers.

    The lead is who leads by ``coranto.story.lead``, and its related articles are those of ``coranto.decide.decision``:
    the last heat is the story's. Takes n log n steps for n articles.
    """
    told = sorted(articles, key=lambda one: (one.published, one.id))
    times = [one.published for one in told]
    reach = timedelta(days=settings.stories.related_days)
    grown: list[tuple[Article, int]] = []
    first: Article | None = None
    for n, one in enumerate(told):
        first = one if first is None else min(first, one, key=lead.order)
        related = min(n + 1, bisect.bisect_right(times, first.published + reach)) - bisect.bisect_left(
            times, first.published - reach
        )
        if settings.profile == "subject":  # its heat asks who tells the story, not how many pieces there are
            others = decision.related(first, told[: n + 1], settings)
            grown.append((one, rank.total(decision.summands(first, others, 0, settings))))
        else:
            grown.append((one, rank.total(rank.parts(first.quality, related - 1, 0, settings))))
    return grown


def heat(articles: Iterable[Article], settings: Settings) -> int:
    """Return the heat of these articles as one story, without readers; 0 for none."""
    grown = history(articles, settings)
    return grown[-1][1] if grown else 0


def gained(articles: Sequence[Article], settings: Settings, now: datetime) -> int:
    """Return the heat that came with the fresh articles, those of the last three hours."""
    before = [one for one in articles if now - one.published > trend.FRESH]
    return heat(articles, settings) - heat(before, settings) if len(before) < len(articles) else 0
