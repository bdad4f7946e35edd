"""A picture."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count having a picture; neither its size nor the number of pictures matters."""
    if article.images:
        yield ScorePart(name="image", points=settings.judge.image, reason=Reason("quality.image"))
