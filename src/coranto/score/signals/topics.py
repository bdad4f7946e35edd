"""Topics: some points for each, more for each of its keywords in the title."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:  # noqa: ARG001 - a signal's shape
    """Count each topic, and each keyword of it that stands in the title, once."""
    for topic in article.topics:
        reason = topic.because.partition("; “")[0] if topic.keywords else topic.because
        yield ScorePart(name=topic.name, points=settings.judge.topic, because=f"topic, {reason}")
        for keyword in topic.keywords:
            reason = f"a keyword of {topic.name}, in the title"
            yield ScorePart(name=f"“{keyword}”", points=settings.judge.keyword, because=reason)
