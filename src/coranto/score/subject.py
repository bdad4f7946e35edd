"""The subject profile's signals: how well an article serves readers of the newsroom's subject."""

from collections.abc import Callable, Iterable, Iterator

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.score import form

NEVER, ALSO = "never", "also"


def topics(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count the evidence for the strongest topic; a little for each further one that has evidence of its own."""
    rules = settings.subject
    wanted = [topic for topic in article.topics if topic.role != NEVER]
    for topic in article.topics:
        if topic.role == NEVER:
            reason = Reason("quality.never", within=topic.reasons)
            yield ScorePart(name=topic.name, points=-rules.never, reason=reason)
    if not wanted:
        return
    best = max(wanted, key=lambda topic: rules.points * min(topic.evidence, rules.most) * _share(topic.role, settings))
    for topic in wanted:
        share = _share(topic.role, settings)
        points = rules.points * min(topic.evidence, rules.most) if topic is best else rules.another
        if topic is not best and topic.evidence <= 0:
            continue
        reason = Reason("quality.also" if topic.role == ALSO else "quality.subject", within=topic.reasons)
        yield ScorePart(name=topic.name, points=round(points * share), reason=reason)


def headline(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Subtract points for a headline that is not a report: an advert, a list, a question."""
    costs = form.COSTS | settings.subject.headline
    for name in form.read(article.title):
        yield ScorePart(name="headline", points=-costs[name], reason=form.reason(name))


def picture(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count a little for having a picture."""
    if article.images:
        yield ScorePart(name="image", points=settings.subject.image, reason=Reason("quality.image"))


def reporting(article: Article, settings: Settings, boost: int) -> Iterator[ScorePart]:
    """Count a little for a report of its own, whose text cites no other outlet."""
    if article.own_report:
        yield ScorePart(name="own report", points=settings.subject.own, reason=Reason("quality.own"))


def taught(parts: Callable[[Article], Iterable[ScorePart]]) -> Callable[[Article, Settings, int], Iterable[ScorePart]]:
    """Return the signal that adds what the editors' decisions taught.

    Parameters
    ----------
    parts : callable
        Returns the table's parts for an article; empty while the table does not count.

    """

    def signal(article: Article, settings: Settings, boost: int) -> Iterable[ScorePart]:
        return parts(article)

    return signal


def _share(role: str, settings: Settings) -> float:
    return settings.subject.also if role == ALSO else 1.0
