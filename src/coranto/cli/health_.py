"""``coranto health``: whether the site answers, or the newsroom gathers; for containers and supervisors."""

import contextlib
import http.client
import socket

import click

from coranto import errors
from coranto.cli import open_site
from coranto.model.settings import Serve
from coranto.newsroom import Newsroom
from coranto.operate import round_log
from coranto.web import listening

_PATH = "/health"
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - addresses that are asked here on this machine


@click.command()
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=8.0, show_default=True, help="Seconds.")
@click.option(
    "--round",
    "age",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Ask the store instead, whether a round ended that lately.",
)
@click.pass_context
def command(ctx: click.Context, timeout: float, age: float | None) -> None:
    """Ask the site of `coranto run` or `coranto serve` on this machine whether it answers; exit 1 where it does not.

    That opens no database, so it may be asked every few seconds. For `coranto run --apart`, which serves nothing,
    --round says whether it still gathers: a round ends every minute or two, also where no source is due.

    \b
    Example:
      coranto health
      coranto health --round 1800
    """
    if age is not None:
        with open_site.open_site(ctx) as newsroom:
            click.echo(_gathers(newsroom, age))
        return
    serve = open_site.settings(ctx).serve
    where = listening.address(serve.host, serve.port)
    try:
        status = _status(serve, timeout)
    except (OSError, http.client.HTTPException) as why:
        cause = getattr(why, "strerror", None) or str(why) or type(why).__name__
        raise errors.CorantoError(f"the site does not answer: {cause}; is `coranto run` at work?", where) from why
    if status >= 500:
        raise errors.CorantoError(f"the site is up and cannot work (status {status}); its log says why", where)
    click.echo(f"{where} answers")


def _gathers(newsroom: Newsroom, age: float) -> str:
    """Return when the last round ended; raise where that is longer ago than ``age`` seconds, or it broke off."""
    rounds = round_log.read(newsroom.store)
    if not rounds:
        raise errors.CorantoError("no round has ended yet; is `coranto run` at work?", newsroom.settings.file)
    last = rounds[-1]
    ago = (newsroom.now() - last.ended).total_seconds()
    if ago > age:
        raise errors.CorantoError(
            f"the last round ended {ago:.0f} s ago; is `coranto run` at work?", newsroom.settings.file
        )
    if last.trouble:
        raise errors.CorantoError(f"the last round broke off: {last.trouble}", newsroom.settings.file)
    return f"the last round ended {ago:.0f} s ago"


def _status(serve: Serve, timeout: float) -> int:
    """Return the status of the answer to a request for the site's health."""
    unix = listening.is_socket(serve.host)
    host = "localhost" if unix else _ANYWHERE.get(serve.host, serve.host)
    with contextlib.closing(http.client.HTTPConnection(host, serve.port, timeout=timeout)) as connection:
        if unix:
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.settimeout(timeout)
            connection.sock.connect(serve.host)
        connection.request("GET", _PATH, headers={"User-Agent": "coranto health"})
        return connection.getresponse().status
