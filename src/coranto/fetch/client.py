"""The HTTP client: every outbound connection of the program is made here."""

import asyncio
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import aiohttp

from coranto import __version__
from coranto.fetch import decode
from coranto.fetch.cookies import Cookies
from coranto.fetch.guard import Guard, Refused, Resolver, public
from coranto.fetch.headers import fresh, kept, retry_after, text
from coranto.fetch.hosts import Hosts, Turns
from coranto.fetch.robots import Robots
from coranto.fetch.tdmrep import TdmReservations
from coranto.model.reason import Reason, joined
from coranto.model.response import Failure, Response
from coranto.model.settings import Fetch
from coranto.text import secret_address

AGENT = "Coranto"
REDIRECTS = 5
_PERMANENT, _TEMPORARY = (301, 308), (302, 303, 307)
_EMPTY = (204, 205)  # successes that have no content by definition
_READ = 1 << 16
_HEADER = 1 << 16  # bytes of one header: some sites send cookies and policies of 40 kB
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html, */*;q=0.5"
)


class Client:
    """Fetches addresses; failures are returned as values, not raised.

    Parameters
    ----------
    settings : Fetch
        Limits, delays, and the allowed private addresses.
    agent_site : str
        Contact in the user agent for publishers: a page or a mail address.
    clock : callable
        Seconds, going forward only.
    turns : Turns, optional
        How several workers take turns at a host.

    Examples
    --------
    ::

        async with Client(settings.fetch, "https://news.example/about") as client:
            outcome = await client.get("https://daily.example/feed.xml", etag='"abc"')

    """

    def __init__(
        self,
        settings: Fetch,
        agent_site: str,
        clock: Callable[[], float] = time.monotonic,
        turns: Turns | None = None,
    ) -> None:
        self._settings = settings
        self._guard = Guard(settings.allow)
        self._hosts = Hosts(settings, clock, turns)
        self._robots = Robots(self.get, AGENT, clock)
        self._reservations = TdmReservations(self.get, clock)
        self._agent = f"{AGENT}/{__version__} (+{agent_site})"
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        connector = aiohttp.TCPConnector(
            resolver=Resolver(self._guard), socket_factory=self._guard.socket, limit=0, ttl_dns_cache=60
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None),
            max_line_size=_HEADER,
            max_field_size=_HEADER,
            headers={"User-Agent": self._agent, "Accept-Encoding": ", ".join(decode.ENCODINGS)},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection pool."""
        if self._session:
            await self._session.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        robots: bool = False,
        accept: str | None = None,
        first: int | None = None,
    ) -> Response | Failure:
        """Fetch an address.

        Parameters
        ----------
        url : str
            http or https; redirects are followed, each checked like the first address.
        etag, modified : str, optional
            From the last response; unchanged content is a 304 with an empty body.
        robots : bool
            Obey robots.txt: for pages, not for feeds, which are published to be read. Where the site's own file
            reserves text and data mining, the response has the header ``tdm-reservation``.
        accept : str, optional
            The Accept header.
        first : int, optional
            Read only this many bytes from the start.

        """
        headers = {"Accept": accept or _ACCEPT}
        headers |= {"Range": f"bytes=0-{first - 1}", "Accept-Encoding": "identity"} if first else {}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        here, permanent = url, True
        jar = Cookies()  # for this chain of redirects only
        seen: set[tuple[str, str]] = set()
        status: int | None = None
        for _ in range(REDIRECTS + 1):
            if wrong := _no_address(here):
                return Failure(url=url, reason=wrong if here == url else _by_way_of(here, wrong))
            if robots and (forbidden := await self._robots.forbids(here)):
                return Failure(url=url, reason=forbidden, robots=True)
            cookies = jar.header(here)
            if (here, cookies) in seen:
                return Failure(
                    url=url,
                    reason=Reason("fetch.redirect_circle", {"by": secret_address.public_form(here)}),
                    status=status,
                )
            seen.add((here, cookies))
            request_headers = {**headers, "Cookie": cookies} if cookies else headers
            outcome, target = await self._one(here, request_headers, first=first, jar=jar)
            if target is None:
                if isinstance(outcome, Response) and robots and not first and "tdm-reservation" not in outcome.headers:
                    reserved = await self._reservations.of(here)
                    outcome.headers.update({"tdm-reservation": reserved} if reserved else {})
                if isinstance(outcome, Response) and permanent and here != url:
                    outcome = Response(**{**_fields(outcome), "moved_permanently": here})
                return outcome
            status = outcome.status
            permanent = permanent and status in _PERMANENT
            try:
                here = urljoin(here, target)
            except ValueError:
                reason = Reason("fetch.redirect_no_address", {"to": secret_address.public_form(target[:200])})
                return Failure(url=url, reason=reason, status=outcome.status)
        return Failure(url=url, reason=Reason("fetch.redirects", {"most": REDIRECTS}))

    async def post(
        self,
        url: str,
        body: bytes,
        content_type: str,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - waiting for a slot does not count
    ) -> Response | Failure:
        """Send a body to an address, through the same guard; any 2xx is a success, and its body is not read.

        A redirect is a failure: a body addressed to one host is not sent to another. ``timeout`` is the limit in
        seconds for the whole exchange; by default the settings'.
        """
        sent = {"Content-Type": content_type, **(headers or {})}
        outcome, target = await self._one(url, sent, body, limit=timeout)
        if target is not None:
            return Failure(
                url=url,
                reason=Reason("fetch.redirect_post", {"to": secret_address.public_form(target)}),
                status=outcome.status,
            )
        return outcome

    async def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that the robots.txt of an address's site names."""
        return await self._robots.sitemaps(url)

    def outside(self, url: str) -> bool:
        """Whether one of our own addresses is reachable from the internet, judging by its spelling."""
        host, port = _place(url)
        if self._guard.private(host, port):
            return True
        try:
            return public(host)
        except ValueError:
            return "." in host and not host.endswith((".localhost", ".local", ".internal", ".invalid", ".test"))

    def hold(self, url: str, seconds: float) -> None:
        """Send no requests to the host of an address for a while, as it asked before this client existed."""
        host, port = _place(url)
        if not self._guard.private(host, port):
            self._hosts.hold(host, seconds)

    async def _one(
        self,
        url: str,
        headers: dict[str, str],
        body: bytes | None = None,
        first: int | None = None,
        limit: float | None = None,
        jar: Cookies | None = None,
    ) -> tuple[Response | Failure, str | None]:
        """Send one request; also return the target of a redirect. ``jar`` keeps the cookies that a redirect sets."""
        if wrong := _no_address(url):
            return Failure(url=url, reason=wrong), None
        host, port = _place(url)
        if refused := self._guard.refuse_literal(host, port):
            return Failure(url=url, reason=refused), None
        if held := self._held(url, host):
            return held, None
        neighbour = self._guard.private(host, port)
        async with self._hosts.turn(f"{host}:{port}" if neighbour else host, neighbour=neighbour):
            if held := self._held(url, host):  # the host asked for it while this request waited for its slot
                return held, None
            outcome, target = await self._try(url, host, headers, body, first, limit, jar)
        # A private host may run one program for many sources: only the address that asked is paused.
        if isinstance(outcome, Failure) and outcome.retry_after and not neighbour:
            self._hosts.hold(host, outcome.retry_after)
        return outcome, target

    def _held(self, url: str, host: str) -> Failure | None:
        """Return the reason not to send a request, where a host asked us to wait."""
        held = self._hosts.held(host)
        if not held:
            return None
        reason = Reason("fetch.held", {"host": host, "seconds": round(held)})
        return Failure(url=url, reason=reason, status=429, retry_after=int(held) + 1, held=True)

    async def _try(
        self,
        url: str,
        host: str,
        headers: dict[str, str],
        body: bytes | None,
        first: int | None,
        limit: float | None,
        jar: Cookies | None,
    ) -> tuple[Response | Failure, str | None]:
        """Send a request within the time limit; return the response, or the failure as a value."""
        limit = self._settings.timeout if limit is None else limit
        try:
            async with asyncio.timeout(limit):
                return await self._exchange(url, headers, body, first, jar)
        except TimeoutError:
            reason = Reason("fetch.timeout", {"seconds": round(limit)})
        except (Refused, aiohttp.ClientConnectorError, aiohttp.ClientOSError) as why:
            reason = _connection(why, host)
        except (aiohttp.InvalidURL, ValueError):
            reason = Reason("fetch.no_address")
        except aiohttp.ClientPayloadError:
            reason = Reason("fetch.broke_off")
        except aiohttp.ClientError as why:
            message = getattr(why, "message", "") or str(why) or type(why).__name__
            reason = Reason("fetch.no_http", {"host": host, "said": message.splitlines()[0][:200]})
        except Exception as why:  # noqa: BLE001 - an unexpected response affects only its own source
            reason = Reason("fetch.no_sense", {"host": host, "said": f"{type(why).__name__}: {str(why)[:200]}"})
        return Failure(url=url, reason=reason), None

    async def _exchange(  # noqa: C901 - one branch per outcome
        self,
        url: str,
        headers: dict[str, str],
        sent: bytes | None,
        first: int | None,
        jar: Cookies | None,
    ) -> tuple[Response | Failure, str | None]:
        assert self._session is not None, "the client is used inside `async with`"
        method = "GET" if sent is None else "POST"
        async with self._session.request(method, url, headers=headers, data=sent, allow_redirects=False) as response:
            status, response_headers = response.status, response.headers
            if sent is not None and 200 <= status < 300:
                return _answer(url, response, b""), None
            if status in _PERMANENT + _TEMPORARY:
                if jar is not None:
                    jar.keep(response.cookies, url)
                if target := response_headers.get("Location"):
                    if text(target) is None:
                        return Failure(url=url, reason=Reason("fetch.redirect_no_text"), status=status), None
                    return Failure(url=url, reason=Reason("fetch.redirected"), status=status), target
                return Failure(url=url, reason=Reason("fetch.redirect_nowhere"), status=status), None
            if status == 304:
                return _answer(url, response, b""), None
            if not 200 <= status < 300 or status in _EMPTY:
                wait = retry_after(response_headers.get("Retry-After"), response_headers.get("Date"))
                return _refusal(url, status, wait if status in (429, 503) else None), None
            try:
                body = await self._body(response, first)
            except decode.TooLarge:
                limit = round(self._settings.max_bytes / 1e6)
                return Failure(url=url, reason=Reason("fetch.too_large", {"size": limit}), status=status), None
            except decode.Broken as why:
                return Failure(url=url, reason=Reason("fetch.unreadable", {"said": str(why)}), status=status), None
            if not body and status != 200:
                return Failure(url=url, reason=Reason("fetch.no_content", {"status": status}), status=status), None
            return _answer(url, response, body), None

    async def _body(self, response: aiohttp.ClientResponse, first: int | None) -> bytes:
        """Read the response in chunks, below the cap before and after decoding."""
        decoder = decode.Decoder(response.headers.get("Content-Encoding", ""), self._settings.max_bytes)
        arrived, pieces = 0, []
        async for piece in response.content.iter_chunked(_READ):
            arrived += len(piece)
            if arrived > self._settings.max_bytes:
                raise decode.TooLarge
            # In a thread: a small body may unpack to a large one, and no other request shall wait for it.
            pieces.append(piece if decoder.plain else await asyncio.to_thread(decoder.feed, piece))
            if first and arrived >= first:
                response.close()  # a server without range support goes on sending
                break
        return b"".join(pieces)[:first]


def _no_address(url: str) -> Reason | None:
    """Return why an address cannot be requested, judging by its spelling; None if it can."""
    try:
        parts, (host, _) = urlsplit(url), _place(url)
    except ValueError as why:
        return Reason("fetch.no_port" if "port" in str(why).lower() else "fetch.no_address")
    if parts.scheme not in ("http", "https") or not host:
        return Reason("fetch.not_web")
    return None


def _place(url: str) -> tuple[str, int]:
    """Return host and port of an address."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _fields(answer: Response) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in answer.__struct_fields__}


def _answer(url: str, response: aiohttp.ClientResponse, body: bytes) -> Response:
    headers = response.headers
    return Response(
        url=url,
        status=response.status,
        body=body,
        content_type=text(headers.get("Content-Type")),
        etag=text(headers.get("ETag")),
        modified=text(headers.get("Last-Modified")),
        max_age=fresh(headers),
        headers=kept(headers),
    )


_CODES = {
    401: "fetch.password",
    403: "fetch.refused",
    404: "fetch.nothing",
    410: "fetch.gone",
    429: "fetch.too_often",
    503: "fetch.out_of_service",
}


def _by_way_of(here: str, why: Reason) -> Reason:
    return Reason("fetch.redirect_wrong", {"to": secret_address.public_form(here[:200])}, (why,))


def _refusal(url: str, status: int, wait: int | None) -> Failure:
    other = Reason("fetch.server_failed" if status >= 500 else "fetch.not_given", {"status": status})
    reason = Reason(_CODES[status], {"status": status}) if status in _CODES else other
    if wait:
        reason = joined((reason, Reason("fetch.left_alone", {"seconds": wait})))
    return Failure(url=url, reason=reason, status=status, retry_after=wait, gone=status == 410)


def _connection(why: OSError, host: str) -> Reason:
    """Return why no connection could be made."""
    inner: BaseException | None = why
    while inner is not None:
        if isinstance(inner, Refused):
            return inner.reason
        inner = (
            getattr(inner, "os_error", None)
            if isinstance(inner, aiohttp.ClientConnectorError) and inner is why
            else inner.__cause__
        )
    if isinstance(why, aiohttp.ClientConnectorDNSError):
        return Reason("fetch.no_host", {"host": host})
    if isinstance(why, aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError):
        return Reason("fetch.certificate", {"host": host})
    if isinstance(why, aiohttp.ClientConnectorError):
        return Reason("fetch.no_connection", {"host": host, "said": why.strerror or "refused"})
    return Reason("fetch.connection_broke")
