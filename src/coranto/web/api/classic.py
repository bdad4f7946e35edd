"""The static JSON pages and an article's explanation: the same bytes live and as static files."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from coranto.decide import explain
from coranto.decide.explain import Explanation
from coranto.feeds import address, explanation_json
from coranto.feeds import static_api as pages
from coranto.i18n.current import localized
from coranto.letter.compose import excerpt
from coranto.model.change import StoredRecord
from coranto.model.newsletter import Issue, StoredIssue
from coranto.newsroom import Newsroom
from coranto.web import taken_down, unpublished
from coranto.web.document import JSON, Document
from coranto.web.page_kind import DocumentKind, PageRequest, single


def news(newsroom: Newsroom, ident: str = "", page: str = "") -> Document | None:
    """Return a page of the published records, of one topic's where its id is named.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    ident : str
        A topic's id, or "" for all.
    page : str
        Its number as in the address, from 1; "" for the index, which has the bytes of page 1.

    Returns
    -------
    Document or None
        None for a topic or a page that does not exist; page 1 always does.

    """
    topic = newsroom.taxonomy.by_id.get(ident)
    number = _number(page)
    if number < 1 or (ident and (topic is None or not address.plain(ident))):
        return None
    size = newsroom.settings.site.page_size
    found = newsroom.store.published_records((number - 1) * size, size + 1, topic.name if topic else None)
    if not found and number > 1:
        return None
    folder = f"/api/news/{ident}/" if ident else "/api/news/"
    body = pages.page(found[:size], number, more=len(found) > size, site=newsroom.settings.site)
    return Document(f"{folder}page/{number}/index.json" if page else f"{folder}index.json", body, JSON)


def part(newsroom: Newsroom, filed: StoredRecord) -> bytes:
    """Return a record as it is written on a page of records."""
    return pages.part(filed, newsroom.settings.site)


def composed(newsroom: Newsroom, ident: str, parts: Sequence[bytes]) -> Iterator[Document]:
    """Return the index and every page of the published records, of all or of one topic, from their parts."""
    size, folder = newsroom.settings.site.page_size, f"/api/news/{ident}/" if ident else "/api/news/"
    for number in range(1, max(1, -(-len(parts) // size)) + 1):
        chunk = parts[(number - 1) * size : number * size]
        body = pages.compose(chunk, number, more=number * size < len(parts))
        if number == 1:
            yield Document(f"{folder}index.json", body, JSON)
        yield Document(f"{folder}page/{number}/index.json", body, JSON)


def topics(newsroom: Newsroom) -> Document:
    """Return the site's topics."""
    return Document("/api/topics/index.json", pages.topics(newsroom.taxonomy, newsroom.settings.site), JSON)


def newsletters(newsroom: Newsroom, page: str = "") -> Document | None:
    """Return a page of the issues that were put out; "" is the index, which has the bytes of page 1."""
    number = _number(page)
    size = newsroom.settings.site.page_size
    found = newsroom.store.public_issues((number - 1) * size, size + 1) if number else []
    if not found and number != 1:
        return None
    issues = [_shown(newsroom, one) for one in found[:size]]
    body = pages.newsletters(issues, number, more=len(found) > size, site=newsroom.settings.site)
    return Document(f"/api/newsletters/{f'page/{number}/' if page else ''}index.json", body, JSON)


def newsletter(newsroom: Newsroom, ident: str) -> Document | None:
    """Return an issue that was put out, without the stories that were taken down since."""
    found = newsroom.store.get_issue(ident)
    if found is None or not found.public:
        return None
    left = taken_down.left(newsroom, found.stories)
    body = pages.newsletter(_shown(newsroom, found), found.intro, left, newsroom.settings.site)
    return Document(f"/api/newsletters/{ident}/index.json", body, JSON)


def _shown(newsroom: Newsroom, found: StoredIssue) -> Issue:
    """Return an issue's front matter without the headlines of stories that were taken down since."""
    overrides = newsroom.store.get_overrides([one.article for one in found.stories])
    left = [one for one in found.stories if not (one.article in overrides and overrides[one.article].hidden)]
    return (
        msgspec.structs.replace(found.issue, excerpt=excerpt(left)) if len(left) < len(found.stories) else found.issue
    )


def _newsletters(newsroom: Newsroom, _: PageRequest) -> Iterator[Document | None]:
    """Return the index and all its pages."""
    yield newsletters(newsroom)
    number = 1
    while (one := newsletters(newsroom, str(number))) is not None:
        yield one
        number += 1


def _number(page: str) -> int:
    """Return the number of a page as in the address, from 1; 0 where it is not valid."""
    return int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 0 if page else 1


def article(newsroom: Newsroom, name: str, now: datetime) -> Document | None:
    """Return the explanation of an article by its id and ``.json``: the same as ``coranto explain --json``."""
    ident, _, kind = name.partition(".")
    if kind != "json" or not address.plain(ident):
        return None
    taken_down.refuse_article(newsroom, ident)
    unpublished.refuse_article(newsroom, ident)
    explained = explain.explain(newsroom.store, ident, now, newsroom.settings)
    return explanation(newsroom, explained) if explained else None


@localized
def explanation(newsroom: Newsroom, explained: Explanation) -> Document:  # noqa: ARG001 - localized by it
    """Return an explanation: its reasons as codes with parameters, and as sentences in the site's language."""
    body = msgspec.json.encode(explanation_json.explanation(explained)) + b"\n"
    return Document(f"/api/articles/{explained.article.id}.json", body, JSON, until=explained.until)


_NEWS = ("/api/news", "/api/news/page/{page}", "/api/news/{ident}", "/api/news/{ident}/page/{page}")
KINDS = (
    DocumentKind(
        name="news",
        paths=tuple(f"{path}{end}" for path in _NEWS for end in ("", "/index.json")),
        document=lambda newsroom, request: news(newsroom, request.ident, request.page),
        idents=lambda newsroom: ["", *(topic.id for topic in newsroom.taxonomy if address.plain(topic.id))],
        part=part,
        compose=composed,
        cached=True,
    ),
    DocumentKind(
        name="topics",
        paths=("/api/topics", "/api/topics/index.json"),
        document=lambda newsroom, _: topics(newsroom),
        idents=single,
        aging=True,
        cached=True,
    ),
    DocumentKind(
        name="newsletters",
        paths=tuple(f"/api/newsletters{path}{end}" for path in ("", "/page/{page}") for end in ("", "/index.json")),
        document=lambda newsroom, request: newsletters(newsroom, request.page),
        idents=single,
        files=_newsletters,
        aging=True,
        cached=True,
    ),
    DocumentKind(
        name="issue_json",
        paths=("/api/newsletters/{ident}", "/api/newsletters/{ident}/index.json"),
        document=lambda newsroom, request: newsletter(newsroom, request.ident),
        unit="issue",
    ),
    DocumentKind(  # its static files are built with the article's page, see `pages.article`
        name="explanation",
        paths=("/api/articles/{name}",),
        document=lambda newsroom, request: article(newsroom, request.name, request.now),
    ),
)
