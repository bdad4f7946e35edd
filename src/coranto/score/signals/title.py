"""The title's length: a headline that does not fit costs."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:  # noqa: ARG001 - a signal's shape
    """Take one point for every two characters above the settings' length."""
    length, limit = len(article.title), settings.judge.title_length
    points = max(0, length - limit) // 2
    yield ScorePart(name="long title", points=-points, because=f"{length} characters, {length - limit} above {limit}")
