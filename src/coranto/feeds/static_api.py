"""The JSON API's pages as bytes: the same live and as static files.

``api/news/index.json`` is page 1 of ``api/news/page/N/index.json``; a topic has its own below ``api/news/<topic-id>/``.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from coranto.model.article import Picture, Provider
from coranto.model.change import StoredRecord
from coranto.model.newsletter import Issue, IssueStory
from coranto.model.settings import Site
from coranto.model.topic import Topic
from coranto.record import emit, sanitize

_encoder = msgspec.json.Encoder()


def page(filed: Sequence[StoredRecord], number: int, *, more: bool, site: Site) -> bytes:
    """Return a page of ``api/news``.

    Parameters
    ----------
    filed : sequence of StoredRecord
        The page's records; all are published, newest publishedDateTime first.
    number : int
        From 1.
    more : bool
        Whether another page follows.
    site : Site
        The site, for its language.

    """
    return compose([part(stored, site) for stored in filed], number, more=more)


def part(filed: StoredRecord, site: Site) -> bytes:
    """Return a record's JSON as it appears on a page."""
    return _bytes(item(filed, site.language)).replace(b"\n", b"\n    ")


def compose(parts: Sequence[bytes], number: int, *, more: bool) -> bytes:
    """Return a page of rendered records; ``page`` returns the same bytes."""
    value = b"[\n    " + b",\n    ".join(parts) + b"\n  ]" if parts else b"[]"
    following = b"%d" % (number + 1) if more else b"null"
    return b'{\n  "page": %d,\n  "value": %b,\n  "nextPage": %b\n}' % (number, value, following)


def item(filed: StoredRecord, locale: str) -> dict[str, Any]:
    """Return a record in its API form: 21 keys in the contract's order, null for absent values."""
    record = filed.record
    return {
        "path": filed.path,
        "title": _text(record.title),
        "excerpt": _text(record.excerpt),
        "sourceUrl": None,
        "webUrl": _address(record.web_url),
        "originalUrl": _address(record.original_url),
        "featuredContent": _text(record.featured_content),
        "highlight": None,
        "heat": record.heat,
        "tags": None,
        "images": _pictures(record.images),
        "content": "",
        "type": _text(record.type),
        "ampWebUrl": _address(record.amp_web_url),
        "cdnAmpWebUrl": _address(record.cdn_amp_web_url),
        "publishedDateTime": emit.stamp(record.published_date_time) if record.published_date_time else None,
        "updatedDateTime": None,
        "provider": _provider(record.provider) if record.provider else None,
        "locale": locale,
        "categories": [sanitize.text(record.category)] if record.category else None,
        "topics": [sanitize.text(name) for name in record.topics] or None,
    }


def topics(topics: Iterable[Topic], site: Site) -> bytes:
    """Return ``api/topics/index.json``; a topic whose file names no service links to the site's own news about it."""
    value = []
    for topic in topics:
        services = topic.services or {"news": f"{site.url}/api/news/{topic.id}/"}
        value.append(
            {"name": topic.name, "shortname": topic.shortname or topic.name, "id": topic.id}
            | ({"parent": topic.parent} if topic.parent else {})
            | ({"images": topic.images} if topic.images else {})
            | {"services": [{"name": name, "endpoint": endpoint} for name, endpoint in services.items()]}
        )
    return _bytes({"value": value})


def newsletters(issues: Sequence[Issue], number: int, *, more: bool, site: Site) -> bytes:
    """Return ``api/newsletters/index.json``, or another page of it: issues, newest first."""
    return _bytes(
        {
            "title": f"{site.title} Newsletters",
            "path": "_newsletters/",
            "page": number,
            "value": [_issue(one) for one in issues],
            "nextPage": number + 1 if more else None,
        }
    )


def newsletter(issue: Issue, intro: str, stories: Sequence[IssueStory], site: Site) -> bytes:
    """Return ``api/newsletters/IDENT/index.json``: an issue with its stories as they stand in it."""
    told = [
        {
            "story": one.story,
            "title": sanitize.text(one.title),
            "line": _text(one.line),
            "page": site.url + one.path,
            "webUrl": _address(one.url),
            "outlet": sanitize.text(one.outlet),
            "outlets": [{"name": sanitize.text(name), "webUrl": _address(url)} for name, url in one.outlets],
            "topics": one.topics,
            "heat": one.heat,
            "publishedDateTime": emit.stamp(one.published),
            "language": one.language,
            "update": one.update,
        }
        for one in stories
    ]
    return _bytes({**_issue(issue), "intro": _text(intro), "stories": told})


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "path": issue.path,
        "title": sanitize.text(issue.title),
        "excerpt": sanitize.text(issue.excerpt),
        "webUrl": _address(issue.web_url),
        "type": "article",
        "publishedDateTime": emit.stamp(issue.published),
        "topics": issue.topics,
    }


def _provider(provider: Provider) -> dict[str, Any]:
    return {
        "name": sanitize.text(provider.name),
        "domain": sanitize.text(provider.domain),
        "images": _pictures(provider.images),
        "publishers": None,
        "authors": None,
    }


def _pictures(pictures: Sequence[Picture]) -> list[dict[str, Any]] | None:
    shown = [
        {
            "url": url,
            "width": picture.width,
            "height": picture.height,
            "title": _known(picture, "title"),
            "attribution": _known(picture, "attribution"),
            "isCached": bool(picture.is_cached),
        }
        for picture in pictures
        if (url := sanitize.address(picture.url))
    ]
    return shown or None


def _known(picture: Picture, name: str) -> str | None:
    """Return a text field of a picture from an older record; None if it is absent."""
    value = picture.extra.get(name)
    return sanitize.text(value) if isinstance(value, str) else None


def _text(text: str | None) -> str | None:
    return sanitize.text(text) if text else None


def _address(url: str | None) -> str | None:
    return (sanitize.address(url) or None) if url else None


def _bytes(value: Any) -> bytes:
    return msgspec.json.format(_encoder.encode(value), indent=2)
