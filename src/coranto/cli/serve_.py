"""``coranto serve``: serve the site and the API live."""

import threading

import click

from coranto.cli import allocator, open_site, stopping
from coranto.run import reload
from coranto.web import app as serving

_LOOK = 5.0  # seconds between two checks of the files that an editor writes


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Serve the site, the API and the feeds; gather nothing.

    \b
    Example:
      coranto serve            on the host and port of [serve]
    """
    allocator.share_memory()
    with stopping.Stopping() as ends, open_site.open_site(ctx) as newsroom, serving.Server(newsroom) as server:
        click.echo(f"serving {server.address}", err=True)
        stop = threading.Event()
        ends.also(stop.set)
        ends.also(server.end)
        files = reload.Reload(newsroom)
        while not stop.wait(_LOOK):
            files.look()
