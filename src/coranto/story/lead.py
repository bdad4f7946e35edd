"""Who leads a story: a total order, so that the same articles always have the same lead."""

from collections.abc import Mapping, Sequence
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


def choose(
    articles: Sequence[Candidate],
    nearness: Mapping[str, float] | None = None,
    chosen: Mapping[str, int] | None = None,
) -> str:
    """Choose the lead: the editor's choice, else the highest quality, then the original, then the most central.

    Parameters
    ----------
    articles : sequence of Candidate
        The story's members, at least one, in any order.
    nearness : mapping of str to float, optional
        Article id to its likeness to the centre, where it is known.
    chosen : mapping of str to int, optional
        Article id to the number of the edit by which an editor chose it; the latest counts.

    Returns
    -------
    str
        Id of the article of highest quality; of equal ones the earliest published, then the nearest, then the one
        seen first, then the lowest id. So, unless an editor chose, what does not lead has an article of at least its
        quality above it.

    """
    near, first = nearness or {}, chosen or {}
    return min(
        articles, key=lambda a: (-first.get(a.id, 0), -a.quality, a.published, -near.get(a.id, 0.0), a.seen, a.id)
    ).id
