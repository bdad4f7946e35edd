"""Alerts: what a search finds from now on, reported by a feed, a mail or a webhook."""

from datetime import datetime

import msgspec


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A search that goes on.

    ``number`` is assigned by the store, 0 before; ``person`` is who made it. ``search`` is in the language of rules;
    with ``published`` it tells of what is published only, otherwise of all that comes in. ``mail`` says that the person
    is written to, every ``minutes`` at most, the last time at ``mailed``. ``token`` is in the address of its feed.
    ``trouble`` is why its search could not be tried the last time, "" where it could.
    """

    number: int = 0
    person: int
    name: str
    search: str
    published: bool = True
    mail: bool = False
    minutes: int = 60
    mailed: datetime | None = None
    token: str
    at: datetime
    trouble: str = ""
