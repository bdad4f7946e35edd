"""The record: what the newsroom publishes of an article. The contract is in docs/reference/record.md.

Attribute order is the order in the file. ``None`` and empty lists are left out there. ``extra`` keeps what a foreign
writer put in, by block, so that nothing is lost on the way through.
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


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One record; JSON names are those of the file (``publishedDateTime``)."""

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
    extra: dict[str, Any] = {}  # noqa: RUF012 - msgspec copies empty defaults
