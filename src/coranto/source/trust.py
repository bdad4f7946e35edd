"""Whose word counts for an article: its own outlet's feed, an aggregator that the owner vouches for, or a stranger's.

A feed speaks only for its own outlet. What it says of another outlet's article (headline, excerpt, date, picture) is
believed only where the owner vouches for it, in ``trust.aggregators`` or by opening a private host in ``fetch.allow``:
that is a program of the owner's, such as a bridge that makes feeds.
"""

import ipaddress
from enum import IntEnum
from functools import lru_cache
from urllib.parse import urlsplit

from coranto.dedupe import address, platform
from coranto.fetch.guard import Guard
from coranto.model.settings import Settings

_PORTS = {"http": 80, "https": 443}


class Trust(IntEnum):
    """What a source's words about an article are worth, lowest first."""

    FOREIGN = 0  # the page speaks, the feed only says where it is
    VOUCHED = 1  # an aggregator that the owner vouches for
    OWN = 2  # the article's own outlet


def of(source: str | None, article: str, settings: Settings) -> Trust:
    """Return what the words of the source at one address are worth for the article at another.

    Parameters
    ----------
    source : str or None
        The address of the feed; None if its source is no longer known.
    article : str
        The canonical address of the article, or of the page that was read.
    settings : Settings
        Whom the owner vouches for.

    """
    if source is None:
        return Trust.FOREIGN
    if address.outlet(source) == address.outlet(article) and platform.same_writer(source, article):
        return Trust.OWN
    return Trust.VOUCHED if vouched(source, settings) or _opened(source, settings) else Trust.FOREIGN


def names_others(url: str, settings: Settings) -> bool:
    """Whether entries at an address may belong to the outlet that the feed names: the host is an aggregator's."""
    return vouched(url, settings) or _opened(url, settings)


def vouched(url: str, settings: Settings) -> bool:
    """Whether ``trust.aggregators`` names the host of an address: its domain, itself, or its network."""
    host = (urlsplit(url).hostname or "").lower()
    for rule in settings.trust.aggregators:
        name = rule.lower().strip(".")
        if host == name or host.endswith(f".{name}") or _within(host, name):
            return True
    return False


def is_outlet(domain: str, settings: Settings) -> bool:
    """Whether a domain can be an outlet; a bare IP address only where a setting names or opens it."""
    number = _number(domain)
    if number is None or domain in settings.outlets:
        return True
    named = any(_within(str(number), rule) for rule in settings.trust.aggregators)
    return named or _guard(settings.fetch.allow).opens(str(number))


def _opened(url: str, settings: Settings) -> bool:
    """Whether the settings open the private host of an address."""
    if not settings.fetch.allow:
        return False
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return False
    return _guard(settings.fetch.allow).private(parts.hostname or "", port)


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _within(host: str, rule: str) -> bool:
    """Whether a numeric host is within a rule that is an address or a network."""
    number = _number(host)
    if number is None:
        return False
    try:
        return number in ipaddress.ip_network(rule.strip("[]"), strict=False)
    except ValueError:
        return False


@lru_cache(maxsize=8)
def _guard(allow: tuple[str, ...]) -> Guard:
    return Guard(allow)
