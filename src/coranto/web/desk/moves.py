"""What a change of the rules would move on the paper, where that can be judged within a request."""

from collections.abc import Sequence
from datetime import timedelta

from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.run import preview
from coranto.run.preview import Preview

_MOST = 3_000  # articles


def moves(
    newsroom: Newsroom, settings: Settings | None = None, topics: Sequence[Topic] | None = None
) -> Preview | None:
    """Return what changed settings and topics would publish and withdraw; None where that takes too long."""
    days = newsroom.settings.site.front_days
    if much(newsroom, days):
        return None
    chosen = list(newsroom.taxonomy) if topics is None else topics
    return preview.preview(newsroom, settings or newsroom.settings, chosen, days)


def much(newsroom: Newsroom, days: int) -> bool:
    """Whether these days have more articles than can be judged again within a request."""
    since = newsroom.now() - timedelta(days=days)
    return sum(count for _hour, count, _outlets in newsroom.store.articles_by_hour(since)) > _MOST
