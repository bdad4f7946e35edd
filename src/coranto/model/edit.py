"""A verdict: what a person says of stories, kept for good and obeyed by what arrives later."""

from datetime import datetime
from typing import Literal

import msgspec


class StoryEdit(msgspec.Struct, frozen=True, kw_only=True):
    """Two stories are one (``merge``), or some articles are a story of their own (``split``).

    ``number`` is the store's, 0 before it has one. ``story`` is the story it is about and ``other`` the one to be
    merged with it; ``articles`` are those to be split off. ``arrival`` is the number of the last article that had
    arrived when it was carried out; None while it waits. Then ``made`` is the story that stands by it (the merged one,
    the new one) and ``moved`` are the articles that changed their story, or ``trouble`` says why nothing was done.
    """

    number: int = 0
    kind: Literal["merge", "split"]
    story: str
    other: str = ""
    articles: tuple[str, ...] = ()
    why: str = ""
    at: datetime
    arrival: int | None = None
    made: str = ""
    moved: tuple[str, ...] = ()
    trouble: str = ""
