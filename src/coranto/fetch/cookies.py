"""Cookies for one chain of redirects: a cookie set on the way is sent back, and dropped at the end."""

from http.cookies import BaseCookie
from urllib.parse import urlsplit

MOST = 50  # cookies per chain


class Cookies:
    """A short-lived cookie jar by host, path and scheme (RFC 6265)."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], tuple[str, bool, bool]] = {}

    def keep(self, cookies: BaseCookie[str], url: str) -> None:
        """Store the cookies that a response sets; a cookie for a foreign host is ignored."""
        host = urlsplit(url).hostname or ""
        for name, morsel in cookies.items():
            domain = morsel["domain"].lstrip(".").lower() or host
            if host != domain and not ("." in domain and host.endswith(f".{domain}")):
                continue
            key = (domain, morsel["path"] if morsel["path"].startswith("/") else "/", name)
            if morsel["max-age"] == "0" or len(self._kept) >= MOST:
                self._kept.pop(key, None)
                continue
            self._kept[key] = morsel.coded_value, bool(morsel["domain"]), bool(morsel["secure"])

    def header(self, url: str) -> str:
        """Return the header ``Cookie`` for an address; "" if no cookie applies."""
        parts = urlsplit(url)
        host, path = parts.hostname or "", parts.path or "/"
        return "; ".join(
            f"{name}={value}"
            for (domain, below, name), (value, shared, secure) in self._kept.items()
            if (host == domain or (shared and host.endswith(f".{domain}")))
            and (path == below or path.startswith(below.rstrip("/") + "/"))
            and (not secure or parts.scheme == "https")
        )
