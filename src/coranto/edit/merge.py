"""Merge: make two stories one."""

from collections.abc import Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import on_stories, split
from coranto.edit.verb import Argument, Verb
from coranto.i18n.messages import N_
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.model.story import StoryState
from coranto.newsroom import Newsroom
from coranto.story import edits
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find both stories, each by its id or by one of its articles; refuse the same story twice."""
    left, right = str(arguments["one"]), str(arguments["other"])
    first, second = on_stories.find(newsroom, left), on_stories.find(newsroom, right)
    if first == second:
        what = N_("{one} and {other} are in one story already ({story})")
        raise errors.StoryError(what, one=left, other=right, story=first)
    return Edit(kind="merge", story=first, other=second, at=newsroom.now())


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None) -> Edit:
    """Merge the stories: the older one stays, and the other redirects to it."""
    store = newsroom.store
    ids = [on_stories.standing(newsroom, edit.story), on_stories.standing(newsroom, edit.other)]
    if ids[0] == ids[1]:
        raise errors.StoryError(Reason("story.one_by_now", {"story": ids[0]}))
    stories, before = store.get_stories(ids), on_stories.snapshot(newsroom, ids)
    under_way = clusterer.stories() if clusterer else set()
    if clusterer and set(ids) <= under_way:
        old, into = edits.merge(clusterer, *ids)
    else:  # one has ended: no arrival can separate them
        into = next((story for story in ids if story in under_way), ids[0])
        old = next(story for story in ids if story != into)
    moved = {member.article: old for member in stories[old].members}
    whole = msgspec.structs.replace(
        stories[into],
        members=(*stories[into].members, *stories[old].members),
        near=tuple({neighbour.article: neighbour for neighbour in (*stories[old].near, *stories[into].near)}.values()),
    )
    restored = _as_before_the_split(newsroom, edit, old, into, before)
    on_stories.save(newsroom, [whole], merged=((old, into),), restored=restored)
    return on_stories.place(edit, moved, into, before, story=ids[0], other=ids[1])


def _as_before_the_split(
    newsroom: Newsroom, edit: Edit, old: str, into: str, now: tuple[StoryState, ...]
) -> tuple[StoryState, ...]:
    """Return the story as before the split that this edit undoes, with the articles that joined either part since."""
    origin = newsroom.store.get_edit(edit.undoes) if edit.undoes else None
    was = next((state for state in origin.stories if state.id == into), None) if origin else None
    if was is None:
        return ()
    states = {state.id: state for state in now}
    both = msgspec.structs.replace(states[into], members=(*states[into].members, *states[old].members))
    both = on_stories.with_rows(both, states[old], ())
    there = {member.article for _, member in both.members}
    back = there & {member.article for _, member in was.members}
    return (on_stories.with_rows(both, msgspec.structs.replace(was, near=()), back),)


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Split off the merged articles again: the ended story is restored with its articles."""
    homes = newsroom.store.story_ids_of(edit.moved)
    there = on_stories.standing(newsroom, edit.made)
    hidden = newsroom.store.get_overrides(edit.moved)
    names = [name for name in edit.moved if homes.get(name) == there and not (name in hidden and hidden[name].hidden)]
    if not names:
        gone = N_(
            "none of what came to {story} by it is there any more, so there is nothing to take back; "
            "`coranto edit log` tells what was decided since"
        )
        raise errors.StoryError(gone, f"edit {edit.number}", story=edit.made)
    return split.check(newsroom, {"articles": names})


def replay(newsroom: Newsroom, edit: Edit, clusterer: Clusterer, words: Mapping[str, Item]) -> None:
    """Merge them in the clusterer if both stories are open."""
    if {edit.story, edit.other} <= clusterer.stories():
        edits.merge(clusterer, edit.story, edit.other)


VERB = Verb(
    name="merge",
    summary="Make two stories one; each is named by its id, or by an article of it.",
    example='coranto edit merge https://a.example/news _news/2026-03-01-harbour-pilots.md --why "one event"',
    arguments=(Argument("one", "STORY|ARTICLE"), Argument("other", "STORY|ARTICLE")),
    check=check,
    carry_out=carry_out,
    take_back=take_back,
    replay=replay,
)
