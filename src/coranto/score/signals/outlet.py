"""The outlet's weight."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.quality import Part
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[Part]:  # noqa: ARG001 - a signal's shape
    """Count what the site's settings give the outlet, by registrable domain."""
    known = settings.outlets.get(article.provider.domain)
    if known and known.weight:
        yield Part(name="outlet", points=known.weight, because=f"this site's weight for {article.provider.domain}")
