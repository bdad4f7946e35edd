"""Entries that share an address: which of them are separate articles, and the address of each."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar
from urllib.parse import quote

LONGEST = 120  # characters of an id that is used unchanged
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Entry(Protocol):
    """The fields by which entries of a feed are distinguished."""

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
    """Name the entries of a feed that share a canonical address, in their order.

    Parameters
    ----------
    url : str
        The shared address.
    entries : sequence
        The entries with that address, in feed order.

    Returns
    -------
    list of (str, entry)
        The oldest entry keeps the address itself, so that its name is stable when newer entries arrive. A later entry
        gets the address with ``#!`` and its id (else its fragment, else its title) if both that and its title are
        unique; entries that only repeat another entry are dropped.

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
    """Return what identifies an entry besides its address."""
    fragment = (entry.url or "").partition("#")[2]
    own = entry.id if entry.id and entry.id != entry.url else ""
    return own or fragment or _fold(entry.title)


def _fold(text: str | None) -> str:
    return "".join(char for char in (text or "").casefold() if char.isalnum())


def _written(key: str) -> str:
    """Write an id as part of an address; a long id is replaced by its digest."""
    if len(key) > LONGEST:
        return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
    return quote(key, safe="!$&'()*+,;=:@/?-._~", errors="replace")
