"""A search: within what, and what it found."""

from datetime import datetime

import msgspec

from coranto.model.article import Article


class SearchFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Where a search looks: all must hold, of ``outlets`` and of ``quality`` whatever is named.

    ``topics`` are names of topics, each of which the record has; ``outlets`` domains or ids of sources, one of which it
    comes from; times are the record's publishedDateTime, ``after`` included and ``before`` not; ``quality`` the least.
    """

    topics: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    quality: int | None = None


class SearchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found: a page of articles, and how many there are of each kind in all.

    ``whole`` is False where more was found than is weighed: then the counts are those of the newest so many. ``topics``
    are counted by name, ``outlets`` by domain, ``months`` as ``2026-03``, ``quality`` by tens (70: from 70 to 79).
    """

    articles: tuple[Article, ...] = ()
    count: int = 0
    whole: bool = True
    topics: dict[str, int] = {}
    outlets: dict[str, int] = {}
    months: dict[str, int] = {}
    quality: dict[int, int] = {}
