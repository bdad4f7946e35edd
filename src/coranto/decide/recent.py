"""The articles of the last days, from the store."""

from datetime import datetime

from coranto.model.article import Article
from coranto.store.protocol import Store

_PAGE = 1_000


def articles_since(store: Store, start: datetime) -> dict[str, Article]:
    """Return the articles that their outlets published since a time, by id."""
    articles: dict[str, Article] = {}
    before = None
    while page := store.recent_articles(_PAGE, before):
        articles |= {article.id: article for article in page if article.published >= start}
        before = page[-1].id
        if page[-1].published < start:
            break
    return articles
