"""The API route that is not a document: the export, streamed."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from coranto.web import responses
from coranto.web.api import export
from coranto.web.routing import route


@route("/api/v1/articles.jsonl")
async def articles(request: Request) -> StreamingResponse:
    """Stream everything public, line by line."""
    asked = responses.page_request(request)
    lines = await run_in_threadpool(export.lines, responses.newsroom(request), dict(asked.query))
    headers = {**responses.HEADERS, "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
    return StreamingResponse(lines, media_type=export.TYPE, headers=headers)


ALL = (articles,)
