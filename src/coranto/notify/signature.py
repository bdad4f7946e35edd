"""Signing what is sent, by the convention of Standard Webhooks (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
from datetime import datetime

BYTES = 32  # of a secret
_PREFIX = "whsec_"


def secret(chance: bytes) -> str:
    """Write ``BYTES`` bytes of chance as a secret: ``whsec_`` and their base64."""
    return _PREFIX + base64.b64encode(chance).decode()


def sign(secret: str, ident: str, moment: int, body: bytes) -> str:
    """Give the signature ``v1,<base64>`` of a message: HMAC-SHA256 of ``<ident>.<moment>.<body>``.

    Parameters
    ----------
    secret : str
        As ``secret`` writes it.
    ident : str
        The message's id, the same at every try.
    moment : int
        When it is sent, in whole seconds since 1970.
    body : bytes
        Just as it is sent.

    """
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    digest = hmac.digest(key, f"{ident}.{moment}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def headers(secret: str, ident: str, now: datetime, body: bytes) -> dict[str, str]:
    """Give the three headers by which a receiver knows a message, its time of sending, and that it is ours."""
    moment = int(now.timestamp())
    return {
        "webhook-id": ident,
        "webhook-timestamp": str(moment),
        "webhook-signature": sign(secret, ident, moment, body),
    }
