"""The lead of a story: a total order, so that the same articles always have the same lead."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


class Candidate(Protocol):
    """The fields that decide; an Article has them. ``seen`` is anything that orders arrivals."""

    @property
    def id(self) -> str: ...  # noqa: D102 - as in Article
    @property
    def quality(self) -> int: ...  # noqa: D102
    @property
    def published(self) -> datetime: ...  # noqa: D102
    @property
    def seen(self) -> Any: ...  # noqa: D102


def order(one: Candidate, merits: Mapping[str, int] | None = None) -> tuple[Any, ...]:
    """Return the key by which members are ordered, the lead first: merit or quality, date, arrival, id."""
    points = one.quality if merits is None else merits.get(one.id, one.quality)
    return -points, one.published, one.seen, one.id


def best_first(one: Candidate) -> tuple[Any, ...]:
    """Return the key by which articles are listed, best first: quality, date, id; arrivals do not count."""
    return -one.quality, one.published, one.id


def choose(
    articles: Sequence[Candidate], chosen: Mapping[str, int] | None = None, merits: Mapping[str, int] | None = None
) -> str:
    """Choose the lead: the editor's choice, else highest quality, then published first, seen first, lowest id.

    Parameters
    ----------
    articles : sequence of Candidate
        The story's members, at least one, in any order.
    chosen : mapping of str to int, optional
        Article id to the number of the edit by which an editor chose it; the latest counts. Negative: it leads only
        where there is nothing else.
    merits : mapping of str to int, optional
        Article id to the points that count instead of quality (subject profile).

    Returns
    -------
    str
        Id of the lead. Unless an editor chose, its quality or merit is the highest in the story.

    """
    first = chosen or {}
    return min(articles, key=lambda one: (-first.get(one.id, 0), order(one, merits))).id
