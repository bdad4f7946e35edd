"""Where hubs come to: to ask whether we meant a subscription, and with what is new."""

import hmac
from collections.abc import Mapping

import structlog
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from coranto import errors
from coranto.model.source import Source
from coranto.newsroom import Newsroom
from coranto.run.poll import pending_entries
from coranto.source import websub
from coranto.web import responses
from coranto.web.responses import Asked

_LOG = structlog.get_logger("coranto.web")
_WAY = "/websub/{ident:str}/{token:str}"


@get(_WAY)
async def question(request: Asked, ident: FromPath[str], token: FromPath[str]) -> Response[str]:
    """Repeat the hub's challenge where we asked for the subscription."""
    asked = {name: request.query_params.get(name, "") for name in ("hub.mode", "hub.topic", "hub.lease_seconds")}
    if not await sync_to_thread(confirm, responses.newsroom(request), ident, token, asked):
        raise HTTPException(status_code=404)
    return Response(request.query_params.get("hub.challenge", ""), media_type="text/plain")


@post(_WAY, status_code=202)
async def delivery(request: Asked, ident: FromPath[str], token: FromPath[str]) -> None:
    """Take what is new; what is not signed is thanked for and thrown away, as the standard asks."""
    body = await request.body()
    known = await sync_to_thread(
        take,
        responses.newsroom(request),
        ident,
        token,
        body,
        request.headers.get("x-hub-signature", ""),
        request.headers.get("content-type"),
    )
    if not known:
        raise HTTPException(status_code=410)


def confirm(newsroom: Newsroom, ident: str, token: str, asked: Mapping[str, str]) -> bool:
    """Write down that a subscription holds; whether it was asked for."""
    with newsroom.store.transaction(writes=True):
        source = _source(newsroom, ident, token)
        confirmed = websub.confirmed(source, asked, newsroom.now()) if source else None
        if confirmed:
            newsroom.store.save_source(confirmed)
    return confirmed is not None


def take(newsroom: Newsroom, ident: str, token: str, body: bytes, signature: str, content_type: str | None) -> bool:
    """Have a delivery wait to be read like what a look finds; whether there is such a subscription."""
    source = _source(newsroom, ident, token)
    if source is None:
        return False
    named = source.title or source.url
    if not websub.signed(source, body, signature):
        _LOG.warning("delivery thrown away", source=named, reason="it is not signed with the secret of its hub")
        return True
    try:
        kind = newsroom.kinds.get(source.kind, newsroom.kinds["feed"])
        feed = kind(body, url=source.url, content_type=content_type)
    except errors.CorantoError as why:
        _LOG.warning("delivery thrown away", source=named, reason=str(why))
        return True
    now = newsroom.now()
    with newsroom.store.transaction(writes=True):
        for current in newsroom.store.get_sources([ident]):
            if current.subscription:
                newsroom.store.save_poll(websub.delivered(current, now), pending_entries(current, feed, now))
    return True


def _source(newsroom: Newsroom, ident: str, token: str) -> Source | None:
    for source in newsroom.store.get_sources([ident]):
        if source.subscription and hmac.compare_digest(websub.token(source.subscription), token):
            return source
    return None


ALL = [question, delivery]
