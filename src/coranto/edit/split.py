"""Split: make articles of a story a separate story, permanently."""

from collections.abc import Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import on_stories
from coranto.edit.verb import Argument, Verb
from coranto.i18n.messages import N_
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.model.story import Member, Story, StoryState
from coranto.newsroom import Newsroom
from coranto.story import edits
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item


def check(newsroom: Newsroom, arguments: Mapping[str, Any]) -> Edit:
    """Find the articles; refuse articles of several stories, and all articles of a story."""
    homes = on_stories.articles(newsroom, list(arguments["articles"]))
    if len(set(homes.values())) != 1:
        raise errors.StoryError(
            N_("they are of several stories ({stories}); name articles of one"),
            stories=", ".join(sorted(set(homes.values()))),
        )
    (home,) = set(homes.values())
    if len(homes) == len(newsroom.store.get_stories([home])[home].members):
        raise errors.StoryError(Reason("story.all", {"story": home}))
    return Edit(kind="split", story=home, articles=tuple(homes), at=newsroom.now())


def carry_out(newsroom: Newsroom, edit: Edit, clusterer: Clusterer | None) -> Edit:
    """Open a story for them, or reopen the story that ended by the merge which this edit undoes."""
    store, names = newsroom.store, edit.articles
    homes = store.story_ids_of(names)
    if len(set(homes.values())) != 1 or len(homes) != len(names):
        raise errors.StoryError(Reason("story.several_by_now"))
    (home,) = set(homes.values())
    whole = store.get_stories([home])[home]
    if len(whole.members) == len(names):
        raise errors.StoryError(Reason("story.all_by_now", {"story": home}))
    before = on_stories.snapshot(newsroom, [home])
    ended = _ended_by(newsroom, edit, home)
    if clusterer and home in clusterer.stories() and all(name in clusterer.number_of for name in names):
        new = edits.split(clusterer, on_stories.items(newsroom, names), ended.id if ended else "")
    else:
        new = ended.id if ended else f"s{names[0]}.v{edit.number}"
    if ended:
        restored = _parted(newsroom, edit, ended, before[0])
        stories = [on_stories.visible(newsroom, state) for state in restored]
        before = (*before, *on_stories.snapshot(newsroom, [ended.id]))
        on_stories.save(newsroom, stories, restored=restored)
    else:
        left = msgspec.structs.replace(whole, members=tuple(m for m in whole.members if m.article not in names))
        own = Story(id=new, lead="", members=tuple(Member(article=name) for name in names))
        on_stories.save(newsroom, [left, own], members=tuple((new, member) for member in own.members))
    return on_stories.place(edit, dict.fromkeys(names, home), new, before, story=home)


def _ended_by(newsroom: Newsroom, edit: Edit, home: str) -> StoryState | None:
    """Return the earlier state of the story that ended in ``home`` by the merge which this edit undoes."""
    origin = newsroom.store.get_edit(edit.undoes) if edit.undoes else None
    if origin is None or origin.kind != "merge":
        return None
    was = next((state for state in origin.stories if state.id != origin.made and state.heir is None), None)
    now = newsroom.store.get_story_states([was.id]).get(was.id) if was else None
    return was if now and now.heir == home else None


def _parted(newsroom: Newsroom, edit: Edit, ended: StoryState, now: StoryState) -> tuple[StoryState, StoryState]:
    """Return both stories as before the merge, with the articles that joined or left since."""
    origin = newsroom.store.get_edit(edit.undoes)
    stayed = next((state for state in origin.stories if state.id != ended.id), None) if origin else None
    members = {member.article for _, member in now.members}
    hidden = {name for name, edited in newsroom.store.get_overrides(members).items() if edited.hidden}
    leaving = {member.article for _, member in ended.members} & members & ({*edit.articles} | hidden)
    kept = {neighbour.article for _, neighbour in stayed.near} if stayed else set()
    came = {neighbour.article for _, neighbour in ended.near} - kept
    left = on_stories.without(now, leaving, came)
    if stayed:
        left = on_stories.with_rows(left, msgspec.structs.replace(stayed, members=()), ())
    revived = on_stories.without(ended, {member.article for _, member in ended.members} - leaving)
    ends = tuple(story for story in ended.heirs_of if story in now.heirs_of)  # others stand for themselves again
    return left, msgspec.structs.replace(revived, heirs_of=ends)


def take_back(newsroom: Newsroom, edit: Edit) -> Edit:
    """Return the edit that merges the two again."""
    there, home = on_stories.standing(newsroom, edit.made), on_stories.standing(newsroom, edit.story)
    if home == there:
        gone = N_(
            "{story} and {other} are one story again, so there is nothing to take back; "
            "`coranto edit log` tells what was decided since"
        )
        raise errors.StoryError(gone, f"edit {edit.number}", story=edit.story, other=edit.made)
    return Edit(kind="merge", story=home, other=there, at=newsroom.now())


def replay(newsroom: Newsroom, edit: Edit, clusterer: Clusterer, words: Mapping[str, Item]) -> None:
    """Split them off in the clusterer if their story is open."""
    if edit.story in clusterer.stories() and all(name in clusterer.number_of for name in edit.articles):
        items = on_stories.items(newsroom, edit.articles, words)
        edits.split(clusterer, items, edit.made if edit.undoes else "")


VERB = Verb(
    name="split",
    summary="Make articles of a story a story of their own, for good.",
    example='coranto edit split https://a.example/another-harbour --why "another harbour"',
    arguments=(Argument("articles", "ARTICLE..", many=True),),
    check=check,
    carry_out=carry_out,
    take_back=take_back,
    replay=replay,
)
