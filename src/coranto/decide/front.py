"""The front page: which stories stand on it, and which stood on it on a day, noted after every round."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from coranto.heat import in_lists
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.store.protocol import Store

KEY = "front:"  # of a day's stories among the store's values, before the day
STORIES = 40
_ids = msgspec.msgpack.Decoder(tuple[str, ...])


def stories(store: Store, settings: Settings, now: datetime) -> tuple[list[tuple[Story, int]], set[str]]:
    """Return the stories of the front page with their heat, in order, and the ids of those that are pinned."""
    fading = in_lists.rules(settings, now)
    hot = store.hot_stories(now - timedelta(days=settings.site.front_days), STORIES, day=now, rules=fading)
    pinned = store.pinned_stories(day=now, rules=fading)
    first = {story.id for story, _ in pinned}
    listed = [*pinned, *(one for one in hot if one[0].id not in first)]
    return listed[: max(STORIES, len(pinned))], first


def note(store: Store, settings: Settings, now: datetime) -> None:
    """Note which stories stand on the front page now, by their leads: stories may be merged later."""
    before = leads_of_day(store, now.date())
    known = set(store.story_ids_of(before).values())
    added = [story.lead for story, _ in stories(store, settings, now)[0] if story.id not in known]
    if added:
        store.put_value(key(now.date()), msgspec.msgpack.encode((*before, *added)), shown=True)


def leads_of_day(store: Store, day: date) -> Sequence[str]:
    """Return the leads, article ids, of the stories that stood on the front page on a UTC day, first seen first."""
    noted = store.get_value(key(day))
    return _ids.decode(noted) if noted else ()


def key(day: date) -> str:
    """Return the key of a day's stories."""
    return f"{KEY}{day}"
