"""The address of a page in the AMP cache."""

from urllib.parse import urlsplit


def cache_address(amp_url: str) -> str:
    """Return the cache's address of an AMP page.

    The host's name in the cache has every ``-`` doubled and then every ``.`` replaced by ``-``; the path is
    ``/c/s/`` for https and ``/c/`` for http, then the address without its scheme.

    Returns
    -------
    str
        "" if the address is not http or https, since it then has no cached form.

    """
    scheme, separator, rest = amp_url.partition("://")
    try:
        host = urlsplit(amp_url).hostname
    except ValueError:
        host = None
    if scheme.lower() not in ("http", "https") or not separator or not host:
        return ""
    name = host.replace("-", "--").replace(".", "-")
    return f"https://{name}.cdn.ampproject.org/c/{'s/' if scheme.lower() == 'https' else ''}{rest}"
