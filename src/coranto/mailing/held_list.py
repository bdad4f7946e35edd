"""Lists of addresses that an editor looked through and has neither added nor thrown away: one a person, for a day."""

from datetime import datetime, timedelta

import msgspec

from coranto.mailing import links
from coranto.mailing.address_list import Row
from coranto.newsroom import Newsroom

KEPT = timedelta(days=1)
_KEY = "letter.lists"


class Held(msgspec.Struct, frozen=True):
    """A list that was looked through: its file's name, the sentence of consent, its rows, and when that was."""

    file: str
    consent: str
    confirmed: bool
    rows: list[Row]
    at: datetime


def get(newsroom: Newsroom, person: int) -> Held | None:
    """Return the list of a person, by number; None if there is none, or its day has passed."""
    return _all(newsroom).get(person)


def put(newsroom: Newsroom, person: int, held: Held | None) -> None:
    """Hold a list for a person in the place of the one before; None throws that away."""
    with newsroom.store.transaction(writes=True):
        kept = _all(newsroom)
        kept.pop(person, None)
        _save(newsroom, kept | ({person: held} if held else {}))
    newsroom.store.empty_log()


def forget(newsroom: Newsroom, email: str) -> None:
    """Take an address out of all lists."""
    hashed = links.digest(newsroom, email)
    with newsroom.store.transaction(writes=True):
        kept = _all(newsroom)
        without = {
            person: msgspec.structs.replace(
                held,
                rows=[row for row in held.rows if not row.email or links.digest(newsroom, row.email) != hashed],
            )
            for person, held in kept.items()
        }
        if without != kept:
            _save(newsroom, without)


def forget_old(newsroom: Newsroom) -> None:
    """Delete the lists whose day has passed."""
    with newsroom.store.transaction(writes=True):
        kept = newsroom.store.get_value(_KEY)
        if kept and len(_all(newsroom)) < len(_decoded(kept)):
            _save(newsroom, _all(newsroom))


def _all(newsroom: Newsroom) -> dict[int, Held]:
    kept = newsroom.store.get_value(_KEY)
    oldest = newsroom.now() - KEPT
    return {person: held for person, held in _decoded(kept).items() if held.at > oldest} if kept else {}


def _decoded(kept: bytes) -> dict[int, Held]:
    return msgspec.msgpack.decode(kept, type=dict[int, Held])


def _save(newsroom: Newsroom, kept: dict[int, Held]) -> None:
    newsroom.store.put_value(_KEY, msgspec.msgpack.encode(kept) if kept else b"")
