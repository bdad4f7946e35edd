"""What waits in a newsroom, since when, and what fails: figures for operators."""

from datetime import datetime

import msgspec


class Queue(msgspec.Struct, frozen=True):
    """How many wait, and since when the one that waits longest; None where that is not known or nothing waits."""

    length: int = 0
    since: datetime | None = None


class Queues(msgspec.Struct, frozen=True, kw_only=True):
    """The queues of a store at one moment, and the health of its sources.

    ``sources`` are those that are due, by when they were; ``entries`` pages to read; ``records`` articles whose record
    is to be made; ``webhooks`` messages that are due; ``mail`` mails of the newsletter;
    ``search`` articles that are not yet in the search index.
    ``failing`` counts the failing sources by the code of their last trouble, ``issues`` the newsletter's and ``mails``
    its mails by state.
    """

    sources: Queue
    entries: Queue
    records: Queue
    webhooks: Queue
    mail: Queue
    search: Queue
    failing: dict[str, int] = {}
    retired: int = 0
    issues: dict[str, int] = {}
    mails: dict[str, int] = {}
    bytes: int = 0  # of the database
