"""Several entries with one address: which of them are articles of their own, and by what name."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar
from urllib.parse import quote

LONGEST = 120  # characters of an id that is used as it is written
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Entry(Protocol):
    """What tells entries of a feed apart."""

    @property
    def url(self) -> str | None: ...
    @property
    def id(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...
    @property
    def published(self) -> datetime | None: ...
    @property
    def updated(self) -> datetime | None: ...


One = TypeVar("One", bound=_Entry)


def names(url: str, entries: Sequence[One]) -> list[tuple[str, One]]:
    """Name the entries of a feed that have one canonical address, in their order.

    Parameters
    ----------
    url : str
        The address.
    entries : sequence
        With that address, as the feed lists them.

    Returns
    -------
    list of (str, entry)
        The oldest entry has the address itself, so that it keeps its name when newer ones join it. Another one has the
        address with ``#!`` and its id (else its place on the page, else its title) where both that and its title are
        its own; one that only repeats another is left out.

    """
    if len(entries) == 1:
        return [(url, entries[0])]
    place = min(range(len(entries)), key=lambda n: (_date(entries[n]), -n))
    oldest = entries[place]
    ids, titles = {_key(oldest)}, {_fold(oldest.title)}
    found = {place: (url, oldest)}
    for number, entry in enumerate(entries):
        key, title = _key(entry), _fold(entry.title)
        if number == place or not key or not title or key in ids or title in titles:
            continue
        ids.add(key)
        titles.add(title)
        found[number] = (f"{url.partition('#')[0]}#!{_written(key)}", entry)
    return [found[number] for number in sorted(found)]


def _date(entry: _Entry) -> datetime:
    return entry.published or entry.updated or _EPOCH


def _key(entry: _Entry) -> str:
    """Return what an entry is known by beside its address."""
    fragment = (entry.url or "").partition("#")[2]
    own = entry.id if entry.id and entry.id != entry.url else ""
    return own or fragment or _fold(entry.title)


def _fold(text: str | None) -> str:
    return "".join(char for char in (text or "").casefold() if char.isalnum())


def _written(key: str) -> str:
    """Write an id as part of an address: a long one as its digest."""
    if len(key) > LONGEST:
        return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
    return quote(key, safe="!$&'()*+,;=:@/?-._~", errors="replace")
