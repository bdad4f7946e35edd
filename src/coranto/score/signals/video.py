"""A video."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.quality import Part
from coranto.model.reason import Reason
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[Part]:  # noqa: ARG001 - a signal's shape
    """Count being a video."""
    if article.type == "video":
        yield Part(name="video", points=settings.judge.video, reason=Reason("quality.video"))
