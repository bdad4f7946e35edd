"""Detect reprints: whether a new article repeats one that another outlet has already published."""

from typing import NamedTuple

from coranto.dedupe import near, reprint
from coranto.model.article import FOUND_BY, Article, Reprint
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
                and (
                    reprint.same(reprint.seen(other), reprint.seen(article), match.likeness)
                    or (match.likeness >= reprint.OWN and _same_page(article, other))
                )
            ):
                return Match(other, round(match.likeness, 3))
        return None

    def takes_over(self, article: Article, old: Article) -> bool:
        """Whether the new article, and not the known one, is the original.

        Within an outlet it is the one that the outlet's own feed lists: another feed may list the page by a different
        address.
        """
        if article.provider.domain == old.provider.domain and FOUND_BY in old.provenance:
            return FOUND_BY not in article.provenance
        return reprint.replaces(reprint.seen(article), reprint.seen(old))

    def add(self, article: str, sketch: bytes | None) -> None:
        """Add the text of an article."""
        if sketch is not None:
            self._index.add(article, sketch)


def _same_page(article: Article, other: Article) -> bool:
    """Whether one is the page of an outlet, and the other the same page by an address that only others' feeds list."""
    foreign = (FOUND_BY in article.provenance) != (FOUND_BY in other.provenance)
    return foreign and article.provider.domain == other.provider.domain


def _language(article: Article) -> str:
    return (article.language or "").replace("_", "-").split("-")[0].lower()
