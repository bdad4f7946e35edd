"""``coranto health``: ask the running site whether it answers, for containers and supervisors."""

import contextlib
import http.client
import socket

import click

from coranto import errors
from coranto.cli import open_site
from coranto.model.settings import Serve
from coranto.web import listening

_PATH = "/health"
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - addresses that are asked here on this machine


@click.command()
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=8.0, show_default=True, help="Seconds.")
@click.pass_context
def command(ctx: click.Context, timeout: float) -> None:
    """Ask the site of `coranto run` or `coranto serve` on this machine whether it answers; exit 1 where it does not.

    Opens no database, so it may be asked every few seconds.

    \b
    Example:
      coranto health
    """  # noqa: D301 - Click's \b keeps the lines
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
