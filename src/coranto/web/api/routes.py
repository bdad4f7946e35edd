"""Which address of the API answers with which document."""

from typing import Any, Literal

from litestar import Response, route
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath
from litestar.response import Stream

from coranto.web import responses
from coranto.web.api import endpoints as v1
from coranto.web.api import export, openapi
from coranto.web.api.params import Params
from coranto.web.responses import Asked

_READS: tuple[Literal["GET"], Literal["HEAD"]] = ("GET", "HEAD")

Answer = Response[Any]


@route("/api/v1/articles", http_method=_READS)
async def articles(request: Asked) -> Answer:
    """Answer with a page of articles."""
    return await responses.file(request, v1.articles, _params(request))


@route("/api/v1/articles/{ident:str}", http_method=_READS)
async def article(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with an article."""
    return await responses.file(request, v1.article, ident, _params(request))


@route("/api/v1/explain/{ident:str}", http_method=_READS)
async def explained(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with everything known of an article."""
    return await responses.file(request, v1.explained, ident, responses.newsroom(request).now(), _params(request))


@route("/api/v1/stories", http_method=_READS)
async def stories(request: Asked) -> Answer:
    """Answer with a page of stories."""
    return await responses.file(request, v1.stories, responses.newsroom(request).now(), _params(request))


@route("/api/v1/stories/{ident:str}", http_method=_READS)
async def story(request: Asked, ident: FromPath[str]) -> Answer:
    """Answer with a story."""
    return await responses.file(request, v1.story, ident, _params(request))


@route("/api/v1/topics", http_method=_READS)
async def topics(request: Asked) -> Answer:
    """Answer with the topics."""
    return await responses.file(request, v1.topics, _params(request))


@route("/api/v1/sources", http_method=_READS)
async def sources(request: Asked) -> Answer:
    """Answer with the sources."""
    return await responses.file(request, v1.sources, _params(request))


@route("/api/v1/search", http_method=_READS)
async def search(request: Asked) -> Answer:
    """Answer with what is found."""
    return await responses.file(request, v1.search, _params(request))


@route("/api/v1/openapi.json", http_method=_READS)
async def described(request: Asked) -> Answer:
    """Answer with the description of the API."""
    return await responses.file(request, openapi.document)


@route("/api/v1/articles.jsonl", http_method=_READS)
async def lines(request: Asked) -> Stream:
    """Answer with everything public, line by line."""
    told = await sync_to_thread(export.lines, responses.newsroom(request), _params(request))
    headers = {**responses.HEADERS, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return Stream(told, media_type=export.TYPE, headers=headers)


ALL = [articles, article, explained, stories, story, topics, sources, search, described, lines]


def _params(request: Asked) -> Params:
    return request.query_params.dict()
