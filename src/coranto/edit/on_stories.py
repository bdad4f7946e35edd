"""What the verbs about stories have in common: who is meant, how they stood before, and saving what changed."""

from collections.abc import Iterable, Sequence

import msgspec

from coranto import errors
from coranto.decide import impact, override
from coranto.model.article import Article
from coranto.model.change import ArticleChange
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.model.story import Member, Story, StoryState
from coranto.newsroom import Newsroom
from coranto.story import apply_placement
from coranto.story.placement import Item

GONE = "{}, so there is nothing to take back; `coranto story log` tells what was said since"


def standing(newsroom: Newsroom, story: str) -> str:
    """Return the story that stands for one by now."""
    found = newsroom.store.get_stories([story]).get(story)
    if found is None:
        raise errors.StoryError(Reason("story.unknown", {"story": story}))
    return found.id


def find(newsroom: Newsroom, said: str) -> str:
    """Return the story that a person means by its id or by an article of it."""
    if (found := newsroom.store.get_stories([said]).get(said)) is not None:
        return found.id
    article = newsroom.store.resolve_article(said)
    home = newsroom.store.story_ids_of([article]).get(article) if article else None
    if home is None:
        raise errors.StoryError("no story has this id, and no article of one this address, path or id", said)
    return home


def articles(newsroom: Newsroom, said: Sequence[str]) -> dict[str, str]:
    """Return the ids of the articles that a person names, each with its story.

    Raises
    ------
    StoryError
        One is not known, is of no story, or is hidden.

    """
    names = [newsroom.store.resolve_article(article) for article in said]
    homes = newsroom.store.story_ids_of([name for name in names if name])
    found: dict[str, str] = {}
    for word, name in zip(said, names, strict=True):
        if name is None or name not in homes:
            raise errors.StoryError("no article of a story has this address, path or id", word)
        found[name] = homes[name]
    hidden = [name for name, one in newsroom.store.get_overrides(found).items() if one.hidden]
    if hidden:
        raise errors.StoryError("it is hidden; take that back first, see `coranto edit log`", hidden[0])
    return found


def items(newsroom: Newsroom, names: Iterable[str]) -> list[Item]:
    """Return articles as the clusterer placed them."""
    wanted = list(names)
    found, decided = newsroom.store.get_articles(wanted), newsroom.store.get_overrides(wanted)
    return [apply_placement.item(override.as_found(found[name], decided.get(name))) for name in wanted]


def snapshot(newsroom: Newsroom, stories: Iterable[str]) -> tuple[StoryState, ...]:
    """Return stories as they stand, for an undo."""
    return tuple(newsroom.store.get_story_states(stories).values())


def save(
    newsroom: Newsroom,
    stories: Sequence[Story],
    members: tuple[tuple[str, Member], ...] = (),
    merged: tuple[tuple[str, str], ...] = (),
    restored: tuple[StoryState, ...] = (),
) -> None:
    """Save what changed: leads and heat anew, and the records of everybody concerned; the last story has an article."""
    store, settings = newsroom.store, newsroom.settings
    named = {m.article for story in stories for m in story.members} | {n.article for s in stories for n in s.near}
    known = store.get_articles(named)
    chosen = impact.chosen_leads(store, known)
    standings = tuple(impact.lead_and_heat(story, known, settings, chosen) for story in stories)
    dirty = _dirty(newsroom, stories, known, chosen)
    first = known[standings[-1].lead]
    store.remember_records(dirty)
    store.save_article(
        ArticleChange(
            article=msgspec.structs.replace(first, text=store.get_text(first.id)),
            members=members,
            merged=merged,
            standings=standings,
            dirty=dirty,
            restored=restored,
        )
    )


def place(edit: Edit, home: dict[str, str], made: str, stories: tuple[StoryState, ...], **fields: str) -> Edit:
    """Return an edit that was carried out: which articles went from which story to the one that was made."""
    moved = tuple(home)
    return msgspec.structs.replace(
        edit,
        made=made,
        moved=moved,
        stories=stories,
        before=dict(home),
        after=dict.fromkeys(moved, made),
        **fields,
    )


def visible(newsroom: Newsroom, state: StoryState) -> Story:
    """Return a story as readers see it."""
    names = [*(one.article for _, one in state.members), *(one.article for _, one in state.near)]
    hidden = {name for name, one in newsroom.store.get_overrides(names).items() if one.hidden}
    return Story(
        id=state.id,
        lead="",
        members=tuple(one for _, one in state.members if one.article not in hidden),
        near=tuple(one for _, one in state.near if one.article not in hidden),
    )


def without(state: StoryState, names: Iterable[str], near: Iterable[str] = ()) -> StoryState:
    """Return a story without some members and neighbours; nobody is near to the own story."""
    gone, far = set(names), set(near)
    members = tuple(row for row in state.members if row[1].article not in gone)
    own = {one.article for _, one in members}
    return msgspec.structs.replace(
        state,
        members=members,
        near=tuple(row for row in state.near if row[1].article not in own | far),
    )


def with_rows(state: StoryState, other: StoryState, names: Iterable[str]) -> StoryState:
    """Return a story with members as they were in another state, and with neighbours that only that had."""
    wanted = set(names)
    back = [row for row in other.members if row[1].article in wanted]
    members = sorted([*(row for row in state.members if row[1].article not in wanted), *back], key=lambda row: row[0])
    known = {one.article for _, one in state.near}
    near = [*state.near, *(row for row in other.near if row[1].article not in known)]
    own = {one.article for _, one in members}
    return msgspec.structs.replace(
        state,
        members=tuple(members),
        near=tuple(sorted((row for row in near if row[1].article not in own), key=lambda r: (r[0], r[1].article))),
    )


def _dirty(
    newsroom: Newsroom, stories: Sequence[Story], known: dict[str, Article], chosen: dict[str, int]
) -> tuple[str, ...]:
    settings = newsroom.settings
    names = {
        name
        for story in stories
        for m in story.members
        if m.article in known
        for name in impact.affected_articles(known[m.article], [story], known, settings, chosen)
    }
    near = {one.article for story in stories for one in story.near}
    return tuple(sorted(names | (near & known.keys())))
