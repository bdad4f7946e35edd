"""Detect reprints: whether a new article repeats one that another outlet has already published."""

from typing import NamedTuple

from coranto.dedupe import near, reprint
from coranto.model.article import Article, Reprint
from coranto.store.protocol import Store

LATEST = 10_000  # articles that a new one is compared with; some 5 kB of memory each


class Match(NamedTuple):
    """The article that a new one reprints; the likeness of their texts, 0 to 1."""

    article: Article
    likeness: float

    def reprint(self, one: Article) -> Reprint:
        """Return one of the two articles as a reprint of the other."""
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
    """An index of the texts of the latest articles.

    Sketches are saved with their articles, so that the index is the same after a restart.

    Parameters
    ----------
    store : Store
        Has the articles and the sketches of their texts.

    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._index: near.SketchIndex[str] = near.SketchIndex(LATEST)
        for article, sketch in store.recent_sketches(LATEST):
            self._index.add(article, sketch)

    def find(self, article: Article, sketch: bytes | None) -> Match | None:
        """Return the most similar known article that this one reprints; None if it is new."""
        matches = self._index.twins(sketch) if sketch is not None else ()
        known = self._store.get_articles([match.key for match in matches]) if matches else {}
        for match in matches:
            other = known.get(match.key)
            if (
                other
                and _language(other) == _language(article)
                and reprint.same(reprint.seen(other), reprint.seen(article), match.likeness)
            ):
                return Match(other, round(match.likeness, 3))
        return None

    def takes_over(self, article: Article, old: Article) -> bool:
        """Whether the new article, and not the known one, is the original."""
        prints: list[Article | Reprint] = [old, *self._store.get_reprints([old.id]).get(old.id, ()), article]
        place, _ = reprint.original([reprint.seen(one) for one in prints])
        return prints[place] is article

    def add(self, article: str, sketch: bytes | None) -> None:
        """Add the text of an article."""
        if sketch is not None:
            self._index.add(article, sketch)


def _language(article: Article) -> str:
    return (article.language or "").replace("_", "-").split("-")[0].lower()
