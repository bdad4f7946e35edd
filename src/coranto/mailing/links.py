"""The personal links of mails, signed so that they cannot be forged; and the keyed hash by which addresses are found.

The key is made on first use and kept in the store alone. A link names a subscriber by number, never by address.
"""

import base64
import hashlib
import hmac
import secrets

from coranto.model.settings import Settings
from coranto.newsroom import Newsroom
from coranto.text import address as addresses
from coranto.text import mail_address

FOLDER = "/letter/"
PUBLIC = "personal"  # stands in the public file of an issue where each mail has its own token
_KEY = "letter.key"
_BYTES = 15  # of a signature: 120 bits, 20 letters


def key(newsroom: Newsroom) -> bytes:
    """Return the newsroom's key for links and hashes; it is made on first use."""
    if kept := newsroom.store.get_value(_KEY):
        return kept
    with newsroom.store.transaction(writes=True):
        if kept := newsroom.store.get_value(_KEY):
            return kept
        made = secrets.token_bytes(32)
        newsroom.store.put_value(_KEY, made)
        return made


def digest(newsroom: Newsroom, email: str) -> str:
    """Return the keyed hash of a clean address."""
    return hmac.new(key(newsroom), f"address {mail_address.same(email)}".encode(), hashlib.sha256).hexdigest()


def token(signing: bytes, kind: str, number: int, nonce: str = "") -> str:
    """Return a signed token for a subscriber, of what stands in addresses unescaped; ``nonce`` makes it single-use."""
    said = f"{number}.{nonce}" if nonce else f"{number}"
    return f"{said}.{_signature(signing, kind, said)}"


def read(signing: bytes, kind: str, text: str) -> tuple[int, str] | None:
    """Return the number and nonce of a token; None for one that was not signed with this key, for this kind."""
    said, _, signature = text.rpartition(".")
    number, _, nonce = said.partition(".")
    if not hmac.compare_digest(_signature(signing, kind, said).encode(), signature.encode()):
        return None
    return int(number), nonce


def address(site: str, page: str, made: str = PUBLIC) -> str:
    """Return the address of a personal page at ``site``: ``confirm``, ``settings`` or ``leave``."""
    return f"{addresses.in_ascii(site)}{FOLDER}{page}/{made}/"


def site(settings: Settings) -> str:
    """Return the address of the server that answers the forms and links of readers."""
    return settings.letter.url.rstrip("/") or settings.site.url


def person(newsroom: Newsroom, number: int) -> str:
    """Return the token of a subscriber's own pages, which holds as long as the subscriber is there."""
    return token(key(newsroom), "person", number)


def nonce() -> str:
    """Return what makes a link single-use."""
    return secrets.token_urlsafe(9)


def _signature(signing: bytes, kind: str, said: str) -> str:
    made = hmac.new(signing, f"{kind} {said}".encode(), hashlib.sha256).digest()[:_BYTES]
    return base64.urlsafe_b64encode(made).decode()
