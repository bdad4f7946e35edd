"""``coranto mcp``: serve the newsroom to an assistant over standard input and output."""

import click

from coranto.cli import open_site
from coranto.config import extras


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Answer an assistant's questions over standard input and output (Model Context Protocol), to read only.

    An assistant starts it by itself; its configuration names the command. Over HTTP the site answers at /mcp.

    \b
    Example:
      coranto mcp              in the newsroom's folder, or with --config FILE before `mcp`
    """
    extras.need("mcp")
    from coranto.web.mcp import server

    with open_site.open_site(ctx) as newsroom:
        server.server(newsroom).run("stdio")
