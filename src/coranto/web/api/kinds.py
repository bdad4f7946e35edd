"""Every JSON page of the API as a kind of document. They are live only; ``routes`` streams the export beside them."""

from collections.abc import Callable

from coranto.newsroom import Newsroom
from coranto.web.api import endpoints, openapi
from coranto.web.api import params as parameters
from coranto.web.api.endpoints import ROOT
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, PageRequest


def _kind(
    path: str, document: Callable[[Newsroom, PageRequest], Document | None], *, briefly: bool = False
) -> DocumentKind:
    return DocumentKind(name=f"api{path}", paths=(ROOT + path,), document=document, cached=not briefly, briefly=briefly)


def _explained_record(newsroom: Newsroom, request: PageRequest) -> Document | None:
    return endpoints.explained(newsroom, f"_news/{request.ident}", request.now, dict(request.query))


def _explained_address(newsroom: Newsroom, request: PageRequest) -> Document | None:
    params = dict(request.query)
    parameters.check_names(params, ("url",))
    url = parameters.single(params, "url")
    if not url:
        raise parameters.refuse("`url` is missing: write the article's address, as in /api/v1/explain?url=https://…")
    return endpoints.explained(newsroom, url, request.now, {})


KINDS = (
    _kind("/articles", lambda newsroom, request: endpoints.articles(newsroom, dict(request.query))),
    _kind(
        "/articles/{ident}", lambda newsroom, request: endpoints.article(newsroom, request.ident, dict(request.query))
    ),
    _kind(
        "/explain/{ident}",
        lambda newsroom, request: endpoints.explained(newsroom, request.ident, request.now, dict(request.query)),
    ),
    _kind("/explain/_news/{ident}", _explained_record),
    _kind("/explain", _explained_address),
    _kind("/stories", lambda newsroom, request: endpoints.stories(newsroom, request.now, dict(request.query))),
    _kind("/stories/{ident}", lambda newsroom, request: endpoints.story(newsroom, request.ident, dict(request.query))),
    _kind("/changes", lambda newsroom, request: endpoints.changes(newsroom, dict(request.query))),
    _kind("/topics", lambda newsroom, request: endpoints.topics(newsroom, dict(request.query))),
    # The result of polling a source is not part of the store's version.
    _kind("/sources", lambda newsroom, request: endpoints.sources(newsroom, dict(request.query)), briefly=True),
    _kind("/search", lambda newsroom, request: endpoints.search(newsroom, dict(request.query))),
    _kind("/openapi.json", lambda newsroom, _: openapi.document(newsroom)),
)
