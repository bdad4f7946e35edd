"""The last rounds of a newsroom, kept in the store: when, how long, what came of them."""

from collections import Counter
from datetime import datetime, timedelta

import msgspec

from coranto.store.protocol import Store

_KEY = "rounds"
_KEPT = 60
HOUR = timedelta(hours=1)


class Round(msgspec.Struct, frozen=True):
    """A round: when it ended, its seconds, its counts, and what ended it early ("" if nothing did)."""

    ended: datetime
    seconds: float
    polled: int = 0
    failed: int = 0
    articles: int = 0
    records: int = 0
    trouble: str = ""


def add(store: Store, ended: datetime, seconds: float, done: Counter[str], trouble: str = "") -> None:
    """Add a round; only the last ones are kept."""
    one = Round(
        ended, round(seconds, 2), done["polled"], done["failed"], done["articles"], done["records"], trouble[:500]
    )
    with store.transaction(writes=True):
        save(store, [*read(store), one])


def save(store: Store, rounds: list[Round]) -> None:
    """Save the last of some rounds."""
    store.put_value(_KEY, msgspec.msgpack.encode(rounds[-_KEPT:]))


def read(store: Store) -> list[Round]:
    """Return the last rounds, oldest first."""
    kept = store.get_value(_KEY)
    return msgspec.msgpack.decode(kept, type=list[Round]) if kept else []


def articles_a_minute(rounds: list[Round], now: datetime) -> float:
    """Return how many articles a minute came in during the last hour, or since the oldest round that is known."""
    recent = [one for one in rounds if now - HOUR < one.ended <= now]
    if not recent:
        return 0.0
    began = recent[0].ended - timedelta(seconds=recent[0].seconds)
    minutes = max((min(now - began, HOUR)).total_seconds() / 60, 1.0)
    return sum(one.articles for one in recent) / minutes
