"""Move: put an article into another story."""

from collections.abc import Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import on_stories
from coranto.edit.verb import Argument, Verb
from coranto.i18n.messages import N_
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.model.story import Member, StoryState
from coranto.newsroom import Newsroom
from coranto.story import edits
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the article and the story; refuse an article that is already there, or alone in its story."""
    ((name, home),) = on_stories.articles(newsroom, [str(arguments["article"])]).items()
    goal = on_stories.find(newsroom, str(arguments["story"]))
    if home == goal:
        raise errors.StoryError(N_("it is in {story} already"), str(arguments["article"]), story=goal)
    if len(newsroom.store.get_stories([home])[home].members) == 1:
        raise errors.StoryError(
            N_("it is the only article of {story}; make the two one: `coranto edit merge {story} {other}`"),
            str(arguments["article"]),
            story=home,
            other=goal,
        )
    return Edit(kind="move", story=home, other=goal, articles=(name,), at=newsroom.now())


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None) -> Edit:
    """Move the article from its story to the other one; if it returns, restore its earlier membership."""
    store, (name,) = newsroom.store, edit.articles
    home, goal = store.story_ids_of([name]).get(name, ""), on_stories.standing(newsroom, edit.other)
    if home == goal:
        raise errors.StoryError(Reason("story.there_by_now", {"story": goal}))
    states = store.get_story_states([home, goal])
    if len(store.get_stories([home])[home].members) == 1:
        raise errors.StoryError(Reason("story.only_by_now", {"story": home}))
    if clusterer and _under_way(clusterer, name, goal):
        edits.move(clusterer, on_stories.items(newsroom, [name])[0], goal)
    was = _before(newsroom, edit, goal)
    came = _before(newsroom, edit, home)
    left = on_stories.without(states[home], [name])
    if came:  # it is near the story again if it was before the move
        back = msgspec.structs.replace(came, members=(), near=tuple(r for r in came.near if r[1].article == name))
        left = on_stories.with_rows(left, back, ())
    last = max((joined for joined, _ in states[goal].members), default=0)
    row = next((row for row in was.members if row[1].article == name), None) if was else None
    came_in = StoryState(id=goal, members=(row or (last + 1, Member(article=name)),))
    joined = on_stories.with_rows(states[goal], came_in, [name])
    restored = left, joined
    on_stories.save(newsroom, [on_stories.visible(newsroom, state) for state in restored], restored=restored)
    return on_stories.place(edit, {name: home}, goal, tuple(states.values()), story=home, other=goal)


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Return the edit that moves the article back."""
    (name,) = edit.articles
    home, there = newsroom.store.story_ids_of([name])[name], on_stories.standing(newsroom, edit.made)
    if home != there:
        gone = N_(
            "it is in {story}, and no longer in {other}, so there is nothing to take back; "
            "`coranto edit log` tells what was decided since"
        )
        raise errors.StoryError(gone, f"edit {edit.number}", story=home or "", other=edit.made)
    return check(newsroom, {"article": name, "story": edit.story})


def replay(newsroom: Newsroom, edit: Edit, clusterer: Clusterer, words: Mapping[str, Item]) -> None:
    """Move it in the clusterer if both stories are open."""
    (name,) = edit.articles
    if _under_way(clusterer, name, edit.other):
        edits.move(clusterer, on_stories.items(newsroom, [name], words)[0], edit.other)


def _before(newsroom: Newsroom, edit: Edit, story: str) -> StoryState | None:
    """Return a story as before the move that this edit undoes."""
    origin = newsroom.store.get_edit(edit.undoes) if edit.undoes else None
    return next((state for state in origin.stories if state.id == story), None) if origin else None


def _under_way(clusterer: Clusterer, name: str, goal: str) -> bool:
    """Whether the clusterer can move it: both stories are open and in the same language."""
    old = clusterer.home(name)
    return (
        old is not None
        and old.size > 1
        and old.story != goal
        and any({old.story, goal} <= {story for _, story in index.names()} for index in clusterer.indexes.values())
    )


VERB = Verb(
    name="move",
    summary="Move one article to another story, named by its id or by an article of it.",
    example="coranto edit move https://a.example/news https://b.example/another-harbour",
    arguments=(Argument("article", "ARTICLE"), Argument("story", "STORY|ARTICLE")),
    check=check,
    carry_out=carry_out,
    take_back=take_back,
    replay=replay,
)
