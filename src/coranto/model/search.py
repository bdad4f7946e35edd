"""A search: its filter and its result."""

from datetime import datetime

import msgspec

from coranto.model.article import Article


class SearchFilter(msgspec.Struct, frozen=True, kw_only=True):
    """The filter of a search: a record must meet every condition that is set.

    ``topics`` are topic names, all of which the record has; ``outlets`` are domains or source ids, one of which it
    comes from; times are publishedDateTime, ``after`` inclusive, ``before`` exclusive; ``quality`` is a minimum;
    ``published`` is True for what is published, False for what is not, None for both.
    """

    topics: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    quality: int | None = None
    published: bool | None = True


class SearchResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a search: a page of articles, and the total counts of each facet.

    ``whole`` is False if there are more matches than are counted: then the counts cover the newest ones. ``topics``
    are counted by name, ``outlets`` by domain, ``months`` as ``2026-03``, ``quality`` by tens (70: from 70 to 79).
    """

    articles: tuple[Article, ...] = ()
    count: int = 0
    whole: bool = True
    topics: dict[str, int] = {}
    outlets: dict[str, int] = {}
    months: dict[str, int] = {}
    quality: dict[int, int] = {}
