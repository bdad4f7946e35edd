"""The address under which the AMP cache holds a page."""

from urllib.parse import urlsplit


def cache_address(amp_url: str) -> str:
    """Give the cache's address of an AMP page.

    The host with every ``-`` doubled and then every ``.`` turned into ``-`` is its name in the cache; the path is
    ``/c/s/`` for https and ``/c/`` for http, then the address without its scheme.

    Returns
    -------
    str
        "" for what is no address of the web, which has no cached form either.

    """
    scheme, found, rest = amp_url.partition("://")
    try:
        host = urlsplit(amp_url).hostname
    except ValueError:
        host = None
    if scheme.lower() not in ("http", "https") or not found or not host:
        return ""
    name = host.replace("-", "--").replace(".", "-")
    return f"https://{name}.cdn.ampproject.org/c/{'s/' if scheme.lower() == 'https' else ''}{rest}"
