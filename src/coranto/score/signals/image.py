"""A picture."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.quality import Part
from coranto.model.reason import Reason
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[Part]:  # noqa: ARG001 - a signal's shape
    """Count having a picture; neither its size nor how many there are."""
    if article.images:
        yield Part(name="image", points=settings.judge.image, reason=Reason("quality.image"))
