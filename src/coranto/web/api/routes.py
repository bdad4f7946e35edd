"""Which address of the API answers with which document."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coranto.web import responses
from coranto.web.api import endpoints as v1
from coranto.web.api import export, openapi
from coranto.web.api.params import Params
from coranto.web.routing import route


@route("/api/v1/articles")
async def articles(request: Request) -> Response:
    """Answer with a page of articles."""
    return await responses.file(request, v1.articles, _params(request))


@route("/api/v1/articles/{ident}")
async def article(request: Request, ident: str) -> Response:
    """Answer with an article."""
    return await responses.file(request, v1.article, ident, _params(request))


@route("/api/v1/explain/{ident}")
async def explained(request: Request, ident: str) -> Response:
    """Answer with everything known of an article."""
    return await responses.file(request, v1.explained, ident, responses.newsroom(request).now(), _params(request))


@route("/api/v1/stories")
async def stories(request: Request) -> Response:
    """Answer with a page of stories."""
    return await responses.file(request, v1.stories, responses.newsroom(request).now(), _params(request))


@route("/api/v1/stories/{ident}")
async def story(request: Request, ident: str) -> Response:
    """Answer with a story."""
    return await responses.file(request, v1.story, ident, _params(request))


@route("/api/v1/topics")
async def topics(request: Request) -> Response:
    """Answer with the topics."""
    return await responses.file(request, v1.topics, _params(request))


@route("/api/v1/sources")
async def sources(request: Request) -> Response:
    """Answer with the sources."""
    return await responses.file(request, v1.sources, _params(request))


@route("/api/v1/search")
async def search(request: Request) -> Response:
    """Answer with what is found."""
    return await responses.file(request, v1.search, _params(request))


@route("/api/v1/openapi.json")
async def described(request: Request) -> Response:
    """Answer with the description of the API."""
    return await responses.file(request, openapi.document)


@route("/api/v1/articles.jsonl")
async def lines(request: Request) -> StreamingResponse:
    """Answer with everything public, line by line."""
    told = await run_in_threadpool(export.lines, responses.newsroom(request), _params(request))
    headers = {**responses.HEADERS, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return StreamingResponse(told, media_type=export.TYPE, headers=headers)


ALL = [articles, article, explained, stories, story, topics, sources, search, described, lines]


def _params(request: Request) -> Params:
    return {name: request.query_params.getlist(name) for name in request.query_params}
