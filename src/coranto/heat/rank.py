"""Heat of a lead: its quality, ten points for every other article of its story, and its readers."""

from coranto.model.article import Article
from coranto.model.score import ScorePart
from coranto.model.settings import Settings

COLD = -1  # the heat of an article that does not lead its story


def parts(quality: int, related: int, readers: int, settings: Settings) -> tuple[ScorePart, ...]:
    """Give the summands of a lead's heat.

    Parameters
    ----------
    quality : int
        The lead's.
    related : int
        Other articles of the story (members, not neighbours) within the window for related articles.
    readers : int
        Distinct readers who opened it today or yesterday, UTC days.
    settings : Settings
        For the points that a related article gives.

    """
    summands = [ScorePart(name="quality", points=quality, because="the lead's own")]
    if related:
        points = related * settings.publish.related
        others = "one other article" if related == 1 else f"{related} other articles"
        near = f"within {settings.stories.related_days} days"
        summands.append(ScorePart(name="related", points=points, because=f"{others} of this story {near}"))
    if readers:
        articles = "one reader" if readers == 1 else f"{readers} readers"
        summands.append(ScorePart(name="readers", points=readers, because=f"{articles}, today and yesterday"))
    return tuple(summands)


def total(summands: tuple[ScorePart, ...]) -> int:
    """Add them up."""
    return sum(part.points for part in summands)


def threshold(article: Article, own: dict[str, int], settings: Settings) -> tuple[int, str]:
    """Give the heat that publishes an article, and whose threshold it is.

    Parameters
    ----------
    article : Article
        With its topics.
    own : dict
        Thresholds that topics set for themselves, by topic name; the lowest of the article's topics counts.
    settings : Settings
        For the site's threshold, where no topic sets one.

    """
    lowest = min(((own[t.name], t.name) for t in article.topics if t.name in own), default=None)
    if lowest is None:
        return settings.publish.threshold, "the site"
    return lowest
