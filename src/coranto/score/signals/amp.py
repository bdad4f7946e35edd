"""An AMP version."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count having an AMP version."""
    if article.amp_url:
        yield ScorePart(name="AMP", points=settings.judge.amp, reason=Reason("quality.amp"))
