"""The result of a request: a response, or a failure with its reason. Both are values; fetching raises no errors."""

import msgspec

from coranto.model.reason import Reason


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """A usable response.

    ``url`` is the final address, ``status`` 200 or 304 (then ``body`` is empty), ``moved_permanently`` the new address
    where every redirect on the way was a permanent one, ``max_age`` the seconds for which the server calls it fresh.
    """

    url: str
    status: int = 200
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved_permanently: str | None = None
    max_age: int | None = None
    headers: dict[str, str] = {}


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A failed request; ``reason`` says what happened and what follows; a sentence if it has no code.

    ``retry_after`` are the seconds the server asked to wait; ``held`` says that no request was sent, because the host
    asked to wait; ``gone`` is True for 410; ``robots`` if robots.txt forbids it.
    """

    url: str
    reason: Reason | str
    status: int | None = None
    retry_after: int | None = None
    held: bool = False
    gone: bool = False
    robots: bool = False
