"""Heat of a lead: its quality, ten points for every other article of its story, and its readers."""

from collections import Counter
from collections.abc import Iterable

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings

COLD = -1  # the heat of an article that is not its story's lead
READERS = "readers"  # the name of the readers' summand


def parts(quality: int, related: int, readers: int, settings: Settings) -> tuple[ScorePart, ...]:
    """Return the summands of a lead's heat.

    Parameters
    ----------
    quality : int
        The lead's quality.
    related : int
        Other articles of the story (members, not neighbours) within the window for related articles, see ``counted``.
    readers : int
        Distinct readers who opened it today or yesterday, UTC days.
    settings : Settings
        The points of a related article.

    """
    summands = [ScorePart(name="quality", points=quality, reason=Reason("heat.quality"))]
    if related:
        points = related * settings.publish.related
        reason = Reason("heat.related", {"number": related, "days": settings.stories.related_days})
        summands.append(ScorePart(name="related", points=points, reason=reason))
    return (*summands, *_readers(readers))


def counted(related: Iterable[Article], settings: Settings) -> int:
    """Return how many of the other articles heat: of one outlet only the first few, so that a flood is one outlet."""
    most = settings.publish.per_outlet
    of_outlet = Counter(one.provider.domain for one in related)
    return sum(min(number, most) if most else number for number in of_outlet.values())


def with_readers(summands: tuple[ScorePart, ...], readers: int) -> tuple[ScorePart, ...]:
    """Return a lead's summands with its present readers in place of the stored ones."""
    return (*(part for part in summands if part.name != READERS), *_readers(readers))


def _readers(readers: int) -> tuple[ScorePart, ...]:
    if not readers:
        return ()
    return (ScorePart(name=READERS, points=readers, reason=Reason("heat.readers", {"number": readers})),)


def total(summands: tuple[ScorePart, ...]) -> int:
    """Return the sum of the summands."""
    return sum(part.points for part in summands)


def threshold(article: Article, own: dict[str, int], settings: Settings) -> tuple[int, Reason]:
    """Return the heat that publishes an article, and whose threshold it is.

    Parameters
    ----------
    article : Article
        The article, with its topics.
    own : dict
        Thresholds that topics set for themselves, by topic name; the lowest of the article's topics counts.
    settings : Settings
        The site's threshold, used if no topic sets one; and the lines of the day of topics that have their own.

    """
    bars = {**settings.publish.lines, **own}
    lowest = min(((bars[t.name], t.name) for t in article.topics if t.name in bars), default=None)
    if lowest is None:
        line = settings.publish.threshold
        return line, Reason("threshold.site", {"line": line})
    line, topic = lowest
    return line, Reason("threshold.topic" if topic in own else "threshold.topic_line", {"line": line, "topic": topic})
