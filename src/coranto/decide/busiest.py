"""The busiest topics: those that every page names where there are too many to name all; chosen once a day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from coranto.model.topic import Topic
from coranto.store.protocol import Store
from coranto.topic.taxonomy import Taxonomy

KEY = "busiest"  # of the choice among the store's values
MOST = 12  # topics that are named
ALL = 16  # as many as this are all named
_DAYS = 30


class Choice(msgspec.Struct, frozen=True):
    """The ids of the busiest topics, and the day on which they were chosen."""

    day: date
    topics: tuple[str, ...]


def choose(store: Store, taxonomy: Taxonomy, now: datetime) -> None:
    """Choose the topics with the most published stories of thirty days, unless that was done today."""
    topics = list(taxonomy)
    if len(topics) <= ALL or ((kept := _kept(store)) and kept.day == now.date()):
        return
    counts = store.topic_story_counts([topic.id for topic in topics], now - timedelta(days=_DAYS))
    best = sorted(topics, key=lambda topic: (-counts.get(topic.id, 0), topic.parent is not None))[:MOST]
    chosen = Choice(now.date(), tuple(topic.id for topic in best))
    moved = kept is None or kept.topics != chosen.topics
    store.put_value(KEY, msgspec.msgpack.encode(chosen), shown=moved)


def named(store: Store, taxonomy: Taxonomy, current: str = "") -> Sequence[Topic]:
    """Return the topics that a page names, in the order of their files: the busiest, and its ``current`` one, an id."""
    topics = list(taxonomy)
    if len(topics) <= ALL:
        return topics
    kept = _kept(store)
    chosen = set(kept.topics if kept else ()) & taxonomy.by_id.keys()
    if not chosen:  # none of them has been counted yet
        chosen = {topic.id for topic in sorted(topics, key=lambda topic: topic.parent is not None)[:MOST]}
    return [topic for topic in topics if topic.id in chosen or topic.id == current]


def _kept(store: Store) -> Choice | None:
    kept = store.get_value(KEY)
    return msgspec.msgpack.decode(kept, type=Choice) if kept else None
