"""A story that goes on for weeks: the parts that came before it, and those that came after."""

from collections.abc import Callable, Iterator

import msgspec

from coranto.model.story import Story
from coranto.store.protocol import Store

_MOST = 60  # parts that are followed in each direction: more than a year


class Chain(msgspec.Struct, frozen=True):
    """The other parts of a story, each list in order of time."""

    earlier: tuple[Story, ...] = ()
    later: tuple[Story, ...] = ()


def parts(store: Store, story: Story) -> Chain:
    """Return the other parts of a story; empty for a story that is not part of a longer one."""
    earlier = tuple(_follow(store, story, _continued))
    return Chain(earlier[::-1], tuple(_follow(store, story, lambda one: _continuing(store, one))))


def _follow(store: Store, story: Story, step: Callable[[Story], str]) -> Iterator[Story]:
    seen = {story.id}
    while len(seen) <= _MOST:
        named = step(story)
        following = store.get_stories([named]).get(named) if named else None
        if following is None or following.id in seen or not following.members:
            return
        seen.add(following.id)
        yield following
        story = following


def _continued(story: Story) -> str:
    """Return the id of the story that a story continues, empty for none."""
    return next((member.continues for member in story.members if member.continues), "")


def _continuing(store: Store, story: Story) -> str:
    """Return the id of the story that continues a story, empty for none."""
    opening = [neighbour.article for neighbour in story.near if neighbour.continues]
    found = store.story_ids_of(opening)
    return next((found[article] for article in opening if article in found), "")
