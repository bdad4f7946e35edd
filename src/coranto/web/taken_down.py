"""Articles that an editor took down: no page, feed or answer has them any more, and their addresses say so."""

from collections.abc import Sequence

from coranto.decide import override
from coranto.model.newsletter import IssueStory
from coranto.newsroom import Newsroom
from coranto.web.document import TakenDown


def is_hidden(newsroom: Newsroom, article: str) -> bool:
    """Whether an article was taken down."""
    return override.is_hidden(newsroom.store, article)


def refuse_article(newsroom: Newsroom, article: str) -> None:
    """Raise ``TakenDown`` for an article that was taken down."""
    if is_hidden(newsroom, article):
        raise TakenDown


def refuse_story(newsroom: Newsroom, lead: str, members: int) -> None:
    """Raise ``TakenDown`` for a story of which every article was taken down."""
    if not members:
        refuse_article(newsroom, lead)


def pictures(newsroom: Newsroom) -> set[str]:
    """Return the names of the copies of pictures of articles that were taken down."""
    hidden = newsroom.store.hidden_articles()
    articles = newsroom.store.get_articles(hidden) if hidden else {}
    return newsroom.image_cache.names_of(picture.url for one in articles.values() for picture in one.images)


def left(newsroom: Newsroom, stories: Sequence[IssueStory]) -> list[IssueStory]:
    """Return the stories of a newsletter's issue without those that were taken down since."""
    overrides = newsroom.store.get_overrides([one.article for one in stories])
    return [one for one in stories if not (one.article in overrides and overrides[one.article].hidden)]
