"""The title's length: a headline that does not fit costs."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Take one point for every two characters above the settings' length."""
    length, limit = len(article.title), settings.judge.title_length
    points = max(0, length - limit) // 2
    reason = Reason("quality.long_title", {"length": length, "over": length - limit, "limit": limit})
    yield ScorePart(name="long title", points=-points, reason=reason)
