"""A video."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:  # noqa: ARG001 - a signal's shape
    """Count being a video."""
    if article.type == "video":
        yield ScorePart(name="video", points=settings.judge.video, because="it is a video")
