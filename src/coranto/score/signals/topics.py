"""Topics: some points for each, more for each of its keywords in the title."""

from collections.abc import Iterator

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


def signal(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count each topic, and each of its keywords in the title, once."""
    for topic in article.topics:
        others = tuple(reason for reason in topic.reasons if reason.code != "topic.in_title")
        reason = Reason("quality.topic", within=others or topic.reasons)  # its keywords are counted separately
        yield ScorePart(name=topic.name, points=settings.judge.topic, reason=reason)
        for keyword in topic.keywords:
            reason = Reason("quality.keyword", {"topic": topic.name})
            yield ScorePart(name=f"“{keyword}”", points=settings.judge.keyword, reason=reason)
