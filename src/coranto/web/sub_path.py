"""A site below a path: requests with the path of ``site.url`` in front are answered like those without it.

Pages link to each other by relative paths, so a proxy may take the path away (as nginx does with a slash behind
``proxy_pass``) or pass the request on as it came (as Caddy does): the site works either way.
"""

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send


class SubPath:
    """Stands before an application and takes the path of the site's address off the requests.

    Parameters
    ----------
    app : ASGIApp
        Answers.
    url : str
        The public address of the site, with its path.
    routes : iterable of BaseRoute
        The application's own. Where one of them begins like the path of the site, only the proxy can know which of
        the two is meant, and has to take it off itself.

    """

    def __init__(self, app: ASGIApp, url: str, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._prefix = urlsplit(url).path.rstrip("/")
        own = {getattr(route, "path", "").split("/")[1:2][0] for route in routes if getattr(route, "path", "")}
        if self._prefix and self._prefix.split("/")[1] in own | {"desk"}:
            self._prefix = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, without the path of the site."""
        if self._prefix and scope["type"] == "http" and scope["path"].startswith(f"{self._prefix}/"):
            path = scope["path"].removeprefix(self._prefix)
            raw = scope.get("raw_path") or b""
            front = quote(self._prefix).encode()
            shorter = raw.removeprefix(front) if raw.startswith(front) else quote(path).encode()
            scope = {**scope, "path": path, "raw_path": shorter}
        await self._app(scope, receive, send)
