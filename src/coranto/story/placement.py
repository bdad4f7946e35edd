"""The clusterer's input and output."""

from datetime import datetime

import msgspec

from coranto.model.story import EvidenceTerm


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An article as the clusterer's input. Only ``id`` is required; more fields improve the grouping.

    ``published`` is aware; it is trusted as it is, also in the future or years ago, because it decides only which
    stories are close enough in time. An article without it takes the time of the articles that arrive around it.
    ``language`` is a BCP 47 tag.
    """

    id: str
    title: str = ""
    excerpt: str = ""
    url: str = ""
    published: datetime | None = None
    language: str | None = None
    quality: int = 0


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """The story of an article, and what its arrival changed.

    Attributes
    ----------
    story : str
        Id of its story, after the merges below.
    score : float
        Likeness to that story when it joined, the sum of the weights of ``evidence``; 1.0 for an article that opens
        a story, which needs no evidence.
    evidence : tuple of EvidenceTerm
        The strongest terms first; the rest is summed up in a last term, ``other words``.
    near : tuple of (story, score, ties)
        Similar stories that it did not join, nearest first.
    merged : tuple of (old, into)
        Merged stories, in this order; the older one stays.
    moved : tuple of (article, story)
        Articles that moved to another story.

    """

    story: str
    score: float = 1.0
    evidence: tuple[EvidenceTerm, ...] = ()
    near: tuple[tuple[str, float, tuple[EvidenceTerm, ...]], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
