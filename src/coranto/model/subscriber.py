"""Subscribers of the newsletter: who asked for it, who left, what they asked for, and lists that were brought."""

from datetime import datetime
from typing import Literal

import msgspec

# waiting: asked, and has not confirmed; undeliverable: mail came back too often, nothing is sent while so
SubscriberState = Literal["waiting", "confirmed", "undeliverable"]
# why an address is kept as a hash only
LeftBecause = Literal["left", "complained", "forgotten", "imported"]


class Wish(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a subscriber wants: the lists of some topics (ids, "" for everything), once a week or as they come."""

    topics: tuple[str, ...] = ("",)
    weekly: bool = False
    language: str = ""  # of the words around the news; "" for the site's


class Subscriber(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A reader who asked for the newsletter.

    Attributes
    ----------
    number : int
        Assigned by the store, 0 before; never reused.
    email, name : str
        The address as it is written to; the name if a list that was brought had it.
    wish : Wish
        What is sent.
    at, confirmed : datetime
        When it was asked for, and when the address confirmed it.
    consent, origin : str
        The text that was agreed to, word by word, and where: the path of the form, or who says so.
    nonce : str
        What the link of the mail that asks is made of; "" once it was used.
    asked : datetime or None
        When that mail was last sent.
    asks : int
        How often it was.
    batch : int
        The list with which the address was brought, 0 for none.
    bounces : int
        Mails in a row that a server refused for this address.
    trouble : str
        Why mail does not arrive, as a status of the protocol (``550 5.1.1``).

    """

    number: int = 0
    email: str
    name: str = ""
    state: SubscriberState
    wish: Wish = Wish()
    at: datetime
    confirmed: datetime | None = None
    consent: str
    origin: str
    nonce: str = ""
    asked: datetime | None = None
    asks: int = 0
    batch: int = 0
    bounces: int = 0
    trouble: str = ""


class Suppression(msgspec.Struct, frozen=True):
    """An address that gets nothing, known by its hash only: since when, and why."""

    digest: str
    at: datetime
    why: LeftBecause


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A list of addresses that was brought; ``undone`` when it was taken back as a whole."""

    number: int = 0
    at: datetime
    file: str
    consent: str
    added: int
    undone: datetime | None = None


class MailRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A mail to one person that a form asked for; it is sent soon, and forgotten then.

    ``kind``: ``subscribe`` asks the address to confirm, ``data`` sends what is known of it, ``alert`` tells of the
    ``articles`` that the alert of the number ``alert`` has found. Whether the address is
    known is looked at only when the request is carried out, so that a form answers the same for all.
    """

    number: int = 0
    kind: Literal["subscribe", "data", "alert"] = "subscribe"
    at: datetime
    due: datetime
    email: str
    name: str = ""
    wish: Wish = Wish()
    consent: str = ""
    origin: str = ""
    batch: int = 0
    alert: int = 0
    articles: tuple[str, ...] = ()
    tries: int = 0
