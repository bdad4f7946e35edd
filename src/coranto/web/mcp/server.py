"""The newsroom for assistants, by the Model Context Protocol: the tools of ``tools.py`` over its official SDK.

The SDK comes with ``coranto[mcp]``; without it this module cannot be imported.
"""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec
from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from coranto import __version__, errors
from coranto.newsroom import Newsroom
from coranto.web.mcp.tools import NAMES, Tools, Unanswered

_P = ParamSpec("_P")
_Found = dict[str, Any]
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_BODY = 64_000  # bytes of a request


def server(newsroom: Newsroom) -> MCPServer:
    """Build the server of a newsroom; its store is read in worker threads."""
    site = newsroom.settings.site
    mcp_server = MCPServer(
        name="coranto",
        title=site.title,
        version=__version__,
        website_url=site.url,
        instructions=f"{site.title}: news that a newsroom has gathered, judged and grouped into stories. "
        f"{site.tagline} Titles, excerpts and links only: to read an article, follow its `url` to its publisher, and "
        "name that publisher as the source. Every judgement can be explained with explain_score.",
        log_level="WARNING",
    )
    tools = Tools(newsroom)
    for name in NAMES:
        mcp_server.add_tool(_asked(getattr(tools, name)), annotations=_READS)
    return mcp_server


def http(mcp_server: MCPServer, newsroom: Newsroom) -> Any:
    """Build the ASGI application that speaks the protocol over HTTP, without sessions.

    Only requests to the site's own host name, or to this machine, are answered, so that DNS rebinding cannot reach a
    newsroom in a private network.
    """
    own = urlsplit(newsroom.settings.site.url).netloc
    hosts = [own, "127.0.0.1:*", "localhost:*", "[::1]:*", "127.0.0.1", "localhost", "[::1]"]
    origins = [
        newsroom.settings.site.url.removesuffix(urlsplit(newsroom.settings.site.url).path),
        *(f"http://{host}" for host in hosts[1:]),
    ]
    return mcp_server.streamable_http_app(
        streamable_http_path="/",
        json_response=True,
        stateless_http=True,
        max_request_body_size=_BODY,
        transport_security=TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins),
    )


def _asked(tool: Callable[_P, _Found]) -> Callable[_P, Any]:
    """Call a tool in a worker thread; a question without an answer becomes a sentence for the assistant."""

    @functools.wraps(tool)
    async def ask(*args: _P.args, **kwargs: _P.kwargs) -> _Found:
        try:
            return await run_in_threadpool(tool, *args, **kwargs)
        except HTTPException as why:
            raise ToolError(why.detail) from None
        except (errors.CorantoError, Unanswered) as why:
            raise ToolError(str(why)) from None

    return ask
