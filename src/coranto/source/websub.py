"""WebSub: a hub notifies us when a feed has news, so that we need not poll. Pure; ``now`` and secrets are parameters.

We request a subscription, the hub verifies it with a request of its own, every delivery is signed, and we renew it
before it ends. It is trusted once it has delivered, until a poll finds an entry that it has not delivered.
(https://www.w3.org/TR/websub/)
"""

import contextlib
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode, urljoin

import msgspec

from coranto.model.entry import Feed
from coranto.model.source import Source, Subscription

LEASE = 10 * 86_400  # seconds we request
_LEAST, _MOST = 3_600, 30 * 86_400  # the longest lease accepted from a hub
_RENEW = timedelta(hours=36)  # before the end; a source is polled at least every day
_AGAIN = timedelta(days=1)  # after a hub that did not verify
_METHODS = ("sha1", "sha256", "sha384", "sha512")
_LINK = re.compile(r'<([^<>]{1,2000})>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]{0,200}"|[^\s",;]{1,200}))*)')
_RELATION = re.compile(r'\brel\s*=\s*(?:"([^"]*)"|([^\s",;]+))', re.IGNORECASE)


def offered(feed: Feed, headers: Mapping[str, str], url: str) -> tuple[str, str] | None:
    """Return the hub that a feed offers and the feed's topic there; the server's headers take precedence."""
    links: dict[str, str] = {}
    for target, parameters in _LINK.findall(headers.get("link", "")[:8_000]):
        for quoted, plain in _RELATION.findall(parameters):
            for relation in (quoted or plain).lower().split():
                with contextlib.suppress(ValueError):  # not an address: ignored
                    links.setdefault(relation, urljoin(url, target))
    hub = links.get("hub") or feed.hub
    if not hub or not hub.startswith(("http://", "https://")):
        return None
    return hub, links.get("self") or feed.address or url


def due(source: Source, offer: tuple[str, str] | None, now: datetime) -> bool:
    """Whether to request or renew a subscription."""
    have = source.subscription
    if have is None or (offer and offer != (have.hub, have.topic)):
        return offer is not None
    if have.until is None or have.until <= now:
        return have.asked + _AGAIN <= now
    return have.until - now < _RENEW and have.asked + timedelta(hours=1) <= now


def begin(source: Source, offer: tuple[str, str] | None, now: datetime, secret: str) -> Source:
    """Record a subscription request; a renewal keeps its secret, and its confirmation until the hub verifies again."""
    have = source.subscription
    if have and offer in (None, (have.hub, have.topic)):
        return msgspec.structs.replace(source, subscription=msgspec.structs.replace(have, asked=now))
    assert offer is not None, "there is a hub to ask"
    requested = Subscription(hub=offer[0], topic=offer[1], secret=secret, asked=now)
    return msgspec.structs.replace(source, subscription=requested)


def request(source: Source, site: str) -> bytes:
    """Return the form that is sent to the hub; ``site`` is our public address."""
    have = _of(source)
    form = {
        "hub.mode": "subscribe",
        "hub.topic": have.topic,
        "hub.callback": f"{site.rstrip('/')}/websub/{source.id}/{token(have)}",
        "hub.secret": have.secret,
        "hub.lease_seconds": str(LEASE),
    }
    return urlencode(form).encode()


def token(have: Subscription) -> str:
    """Return the part of the callback address that only the hub knows."""
    return hmac.new(have.secret.encode(), b"callback", hashlib.sha256).hexdigest()[:32]


def confirmed(source: Source, fields: Mapping[str, str], now: datetime) -> Source | None:
    """Return the source with its subscription confirmed, or None where we did not request it.

    ``fields`` are those of the hub's verification request (``hub.mode``, ``hub.topic``, ``hub.lease_seconds``). The
    mode may also be ``denied``.
    """
    have = _of(source)
    if fields.get("hub.topic") != have.topic or fields.get("hub.mode") not in ("subscribe", "denied"):
        return None
    lease, until = fields.get("hub.lease_seconds", ""), None
    if fields.get("hub.mode") == "subscribe":
        seconds = int(lease) if lease.isascii() and lease.isdigit() and len(lease) < 10 else LEASE
        until = now + timedelta(seconds=min(max(seconds, _LEAST), _MOST))
    return msgspec.structs.replace(source, subscription=msgspec.structs.replace(have, until=until))


def signed(source: Source, body: bytes, header: str) -> bool:
    """Whether a delivery is signed with the secret (``X-Hub-Signature``)."""
    method, _, digest = header.strip().partition("=")
    if method not in _METHODS or not digest.isascii():
        return False
    expected = hmac.new(_of(source).secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected, digest.strip().lower())


def delivered(source: Source, now: datetime) -> Source:
    """Record a delivery: the hub is trusted from now on."""
    return msgspec.structs.replace(source, subscription=msgspec.structs.replace(_of(source), delivered=now))


def missed(source: Source) -> Source:
    """Record that a poll found entries that the hub had not delivered."""
    return msgspec.structs.replace(source, subscription=msgspec.structs.replace(_of(source), delivered=None))


def trusted(source: Source, now: datetime) -> bool:
    """Whether a hub can be relied on to notify us."""
    have = source.subscription
    return have is not None and have.delivered is not None and have.until is not None and have.until > now


def _of(source: Source) -> Subscription:
    assert source.subscription is not None, "the source has a subscription"
    return source.subscription
