"""Merge: two stories are one."""

from collections.abc import Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import on_stories, split
from coranto.edit.verb import Argument, Verb
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.model.story import StoryState
from coranto.newsroom import Newsroom
from coranto.story import edits
from coranto.story.cluster import Clusterer


def check(newsroom: Newsroom, said: Mapping[str, Any]) -> Edit:
    """Find both stories, each by its id or by an article of it; refuse one that is the other."""
    one, other = str(said["one"]), str(said["other"])
    first, second = on_stories.find(newsroom, one), on_stories.find(newsroom, other)
    if first == second:
        raise errors.StoryError(f"{one} and {other} are in one story already ({first})")
    return Edit(kind="merge", story=first, other=second, at=newsroom.now())


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None) -> Edit:
    """Make the stories one: the older one stays, and the other leads to it."""
    store = newsroom.store
    ids = [on_stories.standing(newsroom, edit.story), on_stories.standing(newsroom, edit.other)]
    if ids[0] == ids[1]:
        raise errors.StoryError(Reason("story.one_by_now", {"story": ids[0]}))
    stories, before = store.get_stories(ids), on_stories.snapshot(newsroom, ids)
    under_way = clusterer.stories() if clusterer else set()
    if clusterer and set(ids) <= under_way:
        old, into = edits.merge(clusterer, *ids)
    else:  # one is over: nothing that arrives can part them
        into = next((one for one in ids if one in under_way), ids[0])
        old = next(one for one in ids if one != into)
    moved = {member.article: old for member in stories[old].members}
    whole = msgspec.structs.replace(
        stories[into],
        members=(*stories[into].members, *stories[old].members),
        near=tuple({one.article: one for one in (*stories[old].near, *stories[into].near)}.values()),
    )
    restored = _as_before_the_split(newsroom, edit, old, into, before)
    on_stories.save(newsroom, [whole], merged=((old, into),), restored=restored)
    return on_stories.place(edit, moved, into, before, story=ids[0], other=ids[1])


def _as_before_the_split(
    newsroom: Newsroom, edit: Edit, old: str, into: str, now: tuple[StoryState, ...]
) -> tuple[StoryState, ...]:
    """Return the story as it was before the split that this takes back, with what has joined either part since."""
    origin = newsroom.store.get_edit(edit.undoes) if edit.undoes else None
    was = next((one for one in origin.stories if one.id == into), None) if origin else None
    if was is None:
        return ()
    states = {one.id: one for one in now}
    both = msgspec.structs.replace(states[into], members=(*states[into].members, *states[old].members))
    both = on_stories.with_rows(both, states[old], ())
    there = {one.article for _, one in both.members}
    back = there & {one.article for _, one in was.members}
    return (on_stories.with_rows(both, msgspec.structs.replace(was, near=()), back),)


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Split off again what came by it: the story that ended stands again, with what it had."""
    homes = newsroom.store.story_ids_of(edit.moved)
    there = on_stories.standing(newsroom, edit.made)
    hidden = newsroom.store.get_overrides(edit.moved)
    names = [name for name in edit.moved if homes.get(name) == there and not (name in hidden and hidden[name].hidden)]
    if not names:
        gone = on_stories.GONE.format(f"none of what came to {edit.made} by it is there any more")
        raise errors.StoryError(gone, f"verdict {edit.number}")
    return split.check(newsroom, {"articles": names})


def replay(newsroom: Newsroom, edit: Edit, clusterer: Clusterer) -> None:  # noqa: ARG001 - a verb's shape
    """Merge them in the clusterer, where both are under way."""
    if {edit.story, edit.other} <= clusterer.stories():
        edits.merge(clusterer, edit.story, edit.other)


VERB = Verb(
    name="merge",
    summary="Make two stories one; each is named by its id, or by an article of it.",
    example="coranto edit merge https://a.example/news _news/2026-03-01-harbour-pilots.md --why “one event”",
    arguments=(Argument("one", "STORY|ARTICLE"), Argument("other", "STORY|ARTICLE")),
    check=check,
    carry_out=carry_out,
    take_back=take_back,
    replay=replay,
)
