"""What a request came to: an answer, or a failure in words. Both are values; fetching raises nothing."""

import msgspec


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """A usable answer.

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
    """No usable answer; ``reason`` is a sentence that says what happened and what follows.

    ``retry_after`` are the seconds the server asked to wait; ``held`` says that it was not asked, because its host
    wants to be left alone; ``gone`` says 410; ``robots`` that robots.txt forbids it.
    """

    url: str
    reason: str
    status: int | None = None
    retry_after: int | None = None
    held: bool = False
    gone: bool = False
    robots: bool = False
