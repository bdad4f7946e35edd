"""Where a request of the desk comes from: over which line, from which page, from which network."""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from coranto.people.passkeys import Place

_HERE = ("localhost", "::1")


def secure(request: Request, site: str) -> bool:
    """Whether the browser speaks https with us; ``site`` is the address of the site in the settings.

    A proxy on the same machine says so in ``X-Forwarded-Proto``; one that does not is trusted for the host of ``site``.
    """
    address = urlsplit(site)
    return request.url.scheme == "https" or (address.scheme == "https" and address.netloc == _host(request))


def on_this_machine(request: Request) -> bool:
    """Whether the browser names this machine as the host, so that nothing goes over a network unencrypted."""
    try:
        host = (urlsplit(f"//{_host(request)}").hostname or "").rstrip(".")
        return host in _HERE or host.endswith(".localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def foreign(request: Request, site: str) -> bool | None:
    """Whether a page of another site sent the request, as the browser says; None where it does not say."""
    fetched, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if fetched is not None and fetched != "same-origin":
        return True
    if origin is None:
        return None if fetched is None else False
    ours = {f"{'https' if secure(request, site) else 'http'}://{_host(request)}"}
    address = urlsplit(site)
    ours.add(f"{address.scheme}://{address.netloc}")
    return origin not in ours


def place(request: Request, site: str, secret: str) -> Place:
    """Return where the browser speaks with us, as passkeys are bound to it."""
    host = (urlsplit(f"//{_host(request)}").hostname or "").rstrip(".")
    return Place(host, f"{'https' if secure(request, site) else 'http'}://{_host(request)}", secret)


def network(request: Request) -> str:
    """Return the network that tries to sign in are counted for: an IPv4 address, or the /64 of one household."""
    try:
        address = ipaddress.ip_address((request.client.host if request.client else "").partition("%")[0])
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _host(request: Request) -> str:
    return request.headers.get("host", "")
