"""The callback of WebSub hubs: they verify a subscription and deliver updates."""

import hmac
from collections.abc import Mapping

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from coranto import errors
from coranto.i18n import wording
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.parse import feed as parser
from coranto.source import pending, websub
from coranto.text import secret_address
from coranto.web import request_body, responses
from coranto.web.routing import route

_LOG = structlog.get_logger("coranto.web")
_WAY = "/websub/{ident}/{token}"
LARGEST = 10_000_000  # bytes of a delivery


@route(_WAY, methods=("GET", "POST"))
async def subscription(request: Request, ident: str, token: str) -> Response:
    """Answer a hub that verifies a subscription (GET) or delivers an update (POST)."""
    if request.method == "GET":
        return await _verify(request, ident, token)
    return await _deliver(request, ident, token)


async def _verify(request: Request, ident: str, token: str) -> Response:
    """Repeat the hub's challenge where we asked for the subscription."""
    asked = {name: request.query_params.get(name, "") for name in ("hub.mode", "hub.topic", "hub.lease_seconds")}
    if not asked["hub.topic"] or not await run_in_threadpool(confirm, responses.newsroom(request), ident, token, asked):
        raise HTTPException(status_code=404)
    return Response(request.query_params.get("hub.challenge", ""), media_type="text/plain", headers=responses.HEADERS)


async def _deliver(request: Request, ident: str, token: str) -> Response:
    """Accept an update. An unsigned delivery is answered with 202 and discarded, as the standard asks."""
    if not await run_in_threadpool(_source, responses.newsroom(request), ident, token):
        raise HTTPException(status_code=410)  # before a byte of the body is read
    known = await run_in_threadpool(
        take,
        responses.newsroom(request),
        ident,
        token,
        await request_body.read(request, LARGEST),
        request.headers.get("x-hub-signature", ""),
        request.headers.get("content-type"),
    )
    if not known:
        raise HTTPException(status_code=410)
    return Response(status_code=202)


def confirm(newsroom: Newsroom, ident: str, token: str, asked: Mapping[str, str]) -> bool:
    """Save that a subscription is confirmed; return whether we had asked for it."""
    if _source(newsroom, ident, token) is None:
        return False  # a stranger's request never waits for the right to write, nor makes others wait
    with newsroom.store.transaction(writes=True):
        source = _source(newsroom, ident, token)
        confirmed = websub.confirmed(source, asked, newsroom.now()) if source else None
        if confirmed:
            newsroom.store.save_source(confirmed)
    return confirmed is not None


def take(newsroom: Newsroom, ident: str, token: str, body: bytes, signature: str, content_type: str | None) -> bool:
    """Queue the entries of a delivery like those of a poll; return whether the subscription exists."""
    source = _source(newsroom, ident, token)
    if source is None:
        return False
    named = source.title or secret_address.public_form(source.url)
    if not websub.signed(source, body, signature):
        _LOG.warning("delivery thrown away", source=named, reason="it is not signed with the secret of its hub")
        return True
    try:
        kind = newsroom.kinds.get(source.kind, newsroom.kinds["feed"])
        more = {"most": newsroom.settings.fetch.max_bytes} if kind is parser.read else {}
        feed = kind(body, url=source.url, content_type=content_type, **more)
    except errors.CorantoError as why:
        _LOG.warning("delivery thrown away", source=named, reason=wording.error(why))
        return True
    now = newsroom.now()
    with newsroom.store.transaction(writes=True):
        for current in newsroom.store.get_sources([ident]):
            if current.subscription:
                newsroom.store.save_poll(websub.delivered(current, now), pending.entries(current, feed, now))
    return True


def _source(newsroom: Newsroom, ident: str, token: str) -> Source | None:
    if not token.isascii():
        return None
    for source in newsroom.store.get_sources([ident]):
        if source.subscription and hmac.compare_digest(websub.token(source.subscription), token):
            return source
    return None


ALL = [subscription]
