"""An editor's boost."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count the points an editor put on top."""
    yield ScorePart(name="boost", points=boost, reason=Reason("quality.boost"))
