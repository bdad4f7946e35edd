"""Read an article from JSON and validate it."""

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
    """Build an article from a JSON object.

    Parameters
    ----------
    value : dict
        Has at least a title; unknown keys are ignored.
    whole : bool
        Whether it needs an address and a date, as a record does.

    Returns
    -------
    topics : tuple of str
        The topics that the object names.
    article : Article
        Not yet judged.

    Raises
    ------
    CorantoError
        A field is wrong; the message says what is expected.

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
    provider = raw.provider or _Provider()
    domain = sanitize.title(provider.domain or "", sanitize.NAME) or (address.outlet(url) if url else "")
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
        provider=Provider(name=sanitize.title(provider.name or "", sanitize.NAME) or domain, domain=domain),
        type=sanitize.line(raw.type or "") or "article",
        images=tuple(
            Picture(url=found, width=i.width, height=i.height, is_cached=i.isCached)
            for i in raw.images or ()
            if (found := sanitize.web(i.url))
        ),
        text=markup.plain(_text(value.get("text"))),
        language=sanitize.line(_text(value.get("language"))) or None,
        labels=tuple(filter(None, (sanitize.line(_text(one)) for one in _list(value.get("labels"))))),
        amp_url=url if raw.amp is True else sanitize.web(raw.amp or None),
    )


def _text(value: Any) -> str:
    """Return an optional text field; a value that is not text counts as empty."""
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
