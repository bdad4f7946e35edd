"""The record: an article as the newsroom publishes it. The contract is docs/reference/record.md.

Attributes are in the order of the file, which omits ``None``, empty texts and empty lists. ``extra``, here and
on a record's provider, pictures and related articles, keeps another program's fields as plain values, so that
nothing is lost.
"""

from datetime import datetime
from typing import Any

import msgspec

from coranto.model.article import Picture, Provider


class Related(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An article of the same story, or near it."""

    title: str
    excerpt: str | None = None
    published_date_time: datetime | None = None
    web_url: str | None = None
    amp_web_url: str | None = None
    cdn_amp_web_url: str | None = None
    type: str | None = None
    provider: Provider | None = None
    quality: int | None = None
    images: tuple[Picture, ...] = ()
    extra: dict[str, Any] = {}


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One record; JSON names are those of the file (``publishedDateTime``).

    ``as_written`` is the file a record was read from, if Coranto would write it differently (an older dialect,
    comments, another order). While the record's content is unchanged, that text is its file; see
    ``coranto.record.frontmatter``.
    """

    category: str | None = None
    title: str | None = None
    excerpt: str | None = None
    published_date_time: datetime | None = None
    original_url: str | None = None
    web_url: str | None = None
    amp_web_url: str | None = None
    cdn_amp_web_url: str | None = None
    type: str | None = None
    quality: int | None = None
    heat: int | None = None
    published: bool | None = None
    featured_content: str | None = None
    provider: Provider | None = None
    topics: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    related: tuple[Related, ...] = ()
    secured: str | None = None
    extra: dict[str, Any] = {}
    as_written: str | None = None
