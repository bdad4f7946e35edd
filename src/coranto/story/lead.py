"""Who leads a story: a total order, so that the same articles always have the same lead."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol


class Candidate(Protocol):
    """What decides: an Article has it, and so may less. ``seen`` is anything that orders arrivals."""

    @property
    def id(self) -> str: ...  # noqa: D102 - as in Article
    @property
    def quality(self) -> int: ...  # noqa: D102
    @property
    def published(self) -> datetime: ...  # noqa: D102
    @property
    def seen(self) -> Any: ...  # noqa: D102


def order(one: Candidate) -> tuple[Any, ...]:
    """Return the key by which members are ordered, the lead first: quality, date, arrival, id."""
    return -one.quality, one.published, one.seen, one.id


def choose(articles: Sequence[Candidate]) -> str:
    """Choose the lead: highest quality, then the earliest published, then the one seen first, then the lowest id.

    Parameters
    ----------
    articles : sequence of Candidate
        The story's members, at least one, in any order.

    Returns
    -------
    str
        Id of the lead. So an article that does not lead has one of at least its quality above it.

    """
    return min(articles, key=order).id
