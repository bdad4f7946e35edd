"""A video."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count being a video."""
    if article.type == "video":
        yield ScorePart(name="video", points=settings.judge.video, reason=Reason("quality.video"))
