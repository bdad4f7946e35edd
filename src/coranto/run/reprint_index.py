"""Reprints in the newsroom: whether what was read is an article that is here already, printed by somebody else."""

from typing import NamedTuple

from coranto.dedupe import near, reprint
from coranto.model.article import Article, Reprint
from coranto.store.protocol import Store

LATEST = 10_000  # articles that a newcomer is compared with; some 5 kB of memory each


class Match(NamedTuple):
    """The article that a newcomer is a print of; how much their texts are alike, 0 to 1."""

    article: Article
    likeness: float

    def reprint(self, one: Article) -> Reprint:
        """Give one of the two prints as the other's reprint."""
        return Reprint(
            url=one.web_url,
            title=one.title,
            provider=one.provider,
            published=one.published,
            seen=one.seen,
            likeness=self.likeness,
            credits=one.credits,
            source=one.source,
        )


class ReprintIndex:
    """Knows the texts of the latest articles.

    The store is the truth: sketches are saved with their articles, so that after a kill the same are compared.

    Parameters
    ----------
    store : Store
        With the articles and the sketches of their texts.

    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shelf: near.Shelf[str] = near.Shelf(LATEST)
        for article, sketch in store.recent_sketches(LATEST):
            self._shelf.add(article, sketch)

    def of(self, article: Article, sketch: bytes | None) -> Match | None:
        """Give the article that this one is a print of, the likest and the earlier; None where it is a new one."""
        twins = self._shelf.twins(sketch) if sketch is not None else ()
        known = self._store.get_articles([twin.key for twin in twins]) if twins else {}
        for twin in twins:
            other = known.get(twin.key)
            if (
                other
                and _tongue(other) == _tongue(article)
                and reprint.same(reprint.seen(other), reprint.seen(article), twin.likeness)
            ):
                return Match(other, round(twin.likeness, 3))
        return None

    def takes_over(self, article: Article, old: Article) -> bool:
        """Whether a newcomer has the original of the article that it is a print of."""
        prints: list[Article | Reprint] = [old, *self._store.get_reprints([old.id]).get(old.id, ()), article]
        place, _ = reprint.original([reprint.seen(one) for one in prints])
        return prints[place] is article

    def add(self, article: str, sketch: bytes | None) -> None:
        """Know the text of one more article."""
        if sketch is not None:
            self._shelf.add(article, sketch)


def _tongue(article: Article) -> str:
    return (article.language or "").replace("_", "-").split("-")[0].lower()
