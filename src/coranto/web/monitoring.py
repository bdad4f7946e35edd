"""For programs that look after a newsroom: ``/health`` (it is alive), ``/ready`` (it can serve), ``/metrics``.

Nothing secret is among it: no addresses, no outlets, no words of errors. A store that hangs holds up none of them.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import msgspec
import structlog
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from coranto import __version__, errors
from coranto.newsroom import Newsroom
from coranto.operate import backup, metrics, round_log
from coranto.store import migrate
from coranto.web import responses
from coranto.web.routing import route

_R = TypeVar("_R")
_PATIENCE = 5.0  # seconds that the store may take
_FRESH = 5.0  # seconds for which figures are kept: counting is not free
_log = structlog.get_logger("coranto.web")


@route("/health")
async def health(request: Request) -> Response:
    """Say that the process is alive, whatever its store does; when the last backup and restore drill were."""
    newsroom = responses.newsroom(request)
    kept = await _asked(lambda: backup.last(newsroom.store))
    answer: dict[str, Any] = {"status": "alive", "version": __version__, "store": kept is not None}
    if kept is not None:
        drill = {"at": kept.drilled, "ok": not kept.trouble} if kept.drilled else None
        answer |= {"backup": {"at": kept.made} if kept.made else None, "restoreDrill": drill}
    return _json(answer, 200)


@route("/ready")
async def ready(request: Request) -> Response:
    """Say whether the site can be served: the store answers and has our schema; and when the last round ended.

    With ``?max_age=SECONDS`` it is not ready either where no round has ended for that long.
    """
    newsroom = responses.newsroom(request)
    state = await _asked(lambda: _state(newsroom))
    if state is None:
        return _json({"ready": False, "why": ["the store does not answer"]}, 503)
    schema, last = state
    why = []
    if schema != migrate.head():
        why.append(f"the store has another schema ({schema}) than this program ({migrate.head()}): restart it")
    age = (newsroom.now() - last.ended).total_seconds() if last else None
    asked = request.query_params.get("max_age", "")
    if asked.isascii() and asked.isdigit() and (age is None or age > int(asked)):
        why.append(f"no round has ended for {age:.0f} s" if age is not None else "no round has ended yet")
    shown = (
        {"ended": last.ended, "ageSeconds": age, "seconds": last.seconds, "failed": bool(last.trouble)}
        if last
        else None
    )
    return _json({"ready": not why, "why": why, "schema": schema, "round": shown}, 503 if why else 200)


@route("/metrics")
async def figures(request: Request) -> Response:
    """Answer with figures for Prometheus."""
    newsroom, kept = responses.newsroom(request), request.app.state
    made: tuple[float, str] | None = getattr(kept, "metrics", None)
    if made is None or time.monotonic() - made[0] > _FRESH:
        text = await _asked(lambda: metrics.text(newsroom))
        if text is None:
            return _json({"why": ["the store does not answer"]}, 503)
        kept.metrics = made = time.monotonic(), text
    headers = responses.HEADERS | {"Cache-Control": "no-store"}
    return Response(made[1], media_type=metrics.TYPE, headers=headers)


ALL = [health, ready, figures]


def _state(newsroom: Newsroom) -> tuple[str, round_log.Round | None]:
    rounds = round_log.read(newsroom.store)
    return newsroom.store.get_schema(), rounds[-1] if rounds else None


async def _asked(question: Callable[[], _R]) -> _R | None:
    """Ask the store in a thread; None if it fails or takes too long."""
    with anyio.move_on_after(_PATIENCE):
        try:
            return await to_thread.run_sync(question, abandon_on_cancel=True)
        except errors.StoreError as why:
            _log.warning("the store does not answer", reason=str(why))
    return None


def _json(answer: dict[str, Any], status: int) -> Response:
    headers = responses.HEADERS | {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(answer), status_code=status, media_type="application/json", headers=headers)
