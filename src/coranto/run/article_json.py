"""An article as JSON, checked at the door."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from coranto import errors
from coranto.dedupe import address
from coranto.model.article import Article, Picture, Provider
from coranto.parse import dates, markup
from coranto.record import sanitize

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Image(msgspec.Struct):
    url: str
    width: int | None = None
    height: int | None = None
    isCached: bool | None = None  # noqa: N815 - the name in the record


class _Provider(msgspec.Struct):
    domain: str | None = None
    name: str | None = None


class _Article(msgspec.Struct):
    title: str
    excerpt: str | None = None
    url: str | None = None
    published: str | None = None
    provider: _Provider | None = None
    images: list[_Image] | None = None
    amp: str | bool | None = None
    type: str | None = None
    topics: list[str] | None = None


def read(value: dict[str, Any], *, whole: bool = False) -> tuple[tuple[str, ...], Article]:
    """Make an article of an object.

    Parameters
    ----------
    value : dict
        With at least a title; unknown keys are left alone.
    whole : bool
        Whether it must have what a record needs: an address and a date.

    Returns
    -------
    topics : tuple of str
        Those it names itself.
    article : Article
        Not yet judged.

    Raises
    ------
    CorantoError
        Which field is wrong, and what is expected.

    """
    label = sanitize.title(
        str(value.get("id") or value.get("url") or value.get("title") or "an article"), sanitize.NAME
    )
    try:
        raw = msgspec.convert(value, _Article)
    except msgspec.ValidationError as why:
        raise errors.CorantoError(f"{why}", label) from why
    title = sanitize.title(markup.plain(raw.title))
    if not title:
        raise errors.CorantoError("the title is empty", label)
    url = address.canonical(raw.url) if raw.url else None
    if raw.url and url is None:
        raise errors.CorantoError("`url` is no address of the web (http or https, with a host)", label)
    published = dates.parse(raw.published) if raw.published else None
    if whole and (url is None or published is None):
        missing = "url" if url is None else "published"
        raise errors.CorantoError(f"`{missing}` is missing; a record needs url, title and published", label)
    told = raw.provider or _Provider()
    domain = sanitize.title(told.domain or "", sanitize.NAME) or (address.outlet(url) if url else "")
    return tuple(filter(None, map(sanitize.line, raw.topics or ()))), Article(
        id=address.article_id(url or title),
        url=url or "",
        original_url=url or "",
        web_url=url or "",
        title=title,
        excerpt=markup.plain(raw.excerpt or ""),
        published=published or _EPOCH,
        seen=published or _EPOCH,
        dated=published is not None,
        provider=Provider(name=sanitize.title(told.name or "", sanitize.NAME) or domain, domain=domain),
        type=sanitize.line(raw.type or "") or "article",
        images=tuple(
            Picture(url=found, width=i.width, height=i.height, is_cached=i.isCached)
            for i in raw.images or ()
            if (found := sanitize.web(i.url))
        ),
        amp_url=url if raw.amp is True else sanitize.web(raw.amp or None),
    )
