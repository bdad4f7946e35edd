"""The common part of the verbs about stories: find stories, take snapshots of them, and save changes."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from coranto import errors
from coranto.decide import impact, override
from coranto.i18n.messages import N_
from coranto.model.article import Article
from coranto.model.change import ArticleChange
from coranto.model.edit import Edit
from coranto.model.reason import Reason
from coranto.model.story import Member, Story, StoryState
from coranto.newsroom import Newsroom
from coranto.story import apply_placement
from coranto.story.placement import Item


def standing(newsroom: Newsroom, story: str) -> str:
    """Return the id of the story that a story is part of now."""
    current = newsroom.store.get_stories([story]).get(story)
    if current is None:
        raise errors.StoryError(Reason("story.unknown", {"story": story}))
    return current.id


def find(newsroom: Newsroom, reference: str) -> str:
    """Return the id of a story given by its id or by one of its articles."""
    if (known := newsroom.store.get_stories([reference]).get(reference)) is not None:
        return known.id
    article = newsroom.store.resolve_article(reference)
    home = newsroom.store.story_ids_of([article]).get(article) if article else None
    if home is None:
        raise errors.StoryError(N_("no story has this id, and no article of one this address, path or id"), reference)
    return home


def articles(newsroom: Newsroom, references: Sequence[str]) -> dict[str, str]:
    """Return the ids of the given articles, each with its story.

    Raises
    ------
    StoryError
        An article does not exist, has no story, or is hidden.

    """
    names = [newsroom.store.resolve_article(article) for article in references]
    homes = newsroom.store.story_ids_of([name for name in names if name])
    story_of: dict[str, str] = {}
    for reference, name in zip(references, names, strict=True):
        if name is None or name not in homes:
            raise errors.StoryError(N_("no article of a story has this address, path or id"), reference)
        story_of[name] = homes[name]
    hidden = [name for name, edited in newsroom.store.get_overrides(story_of).items() if edited.hidden]
    if hidden:
        raise errors.StoryError(N_("it is hidden; take that back first, see `coranto edit log`"), hidden[0])
    return story_of


def items(newsroom: Newsroom, names: Iterable[str], words: Mapping[str, Item] = MappingProxyType({})) -> list[Item]:
    """Return articles as items of the clusterer, without editors' changes; those in ``words`` as they are there."""
    wanted = list(names)
    known, decided = newsroom.store.get_articles(wanted), newsroom.store.get_overrides(wanted)
    found = {name: apply_placement.item(override.as_found(known[name], decided.get(name))) for name in wanted}
    return [words.get(name, found[name]) for name in wanted]


def snapshot(newsroom: Newsroom, stories: Iterable[str]) -> tuple[StoryState, ...]:
    """Return the present state of stories, for an undo."""
    return tuple(newsroom.store.get_story_states(stories).values())


def save(
    newsroom: Newsroom,
    stories: Sequence[Story],
    members: tuple[tuple[str, Member], ...] = (),
    merged: tuple[tuple[str, str], ...] = (),
    restored: tuple[StoryState, ...] = (),
) -> None:
    """Save changed stories: their leads, heat and affected records. The last story must have an article."""
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
    """Return a carried-out edit: which articles moved from which story to the resulting one."""
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
    """Return a story as readers see it, without hidden articles."""
    names = [*(member.article for _, member in state.members), *(neighbour.article for _, neighbour in state.near)]
    hidden = {name for name, edited in newsroom.store.get_overrides(names).items() if edited.hidden}
    return Story(
        id=state.id,
        lead="",
        members=tuple(member for _, member in state.members if member.article not in hidden),
        near=tuple(neighbour for _, neighbour in state.near if neighbour.article not in hidden),
    )


def without(state: StoryState, names: Iterable[str], near: Iterable[str] = ()) -> StoryState:
    """Return a story without some members and neighbours; a member is never also a neighbour."""
    gone, far = set(names), set(near)
    members = tuple(row for row in state.members if row[1].article not in gone)
    own = {member.article for _, member in members}
    return msgspec.structs.replace(
        state,
        members=members,
        near=tuple(row for row in state.near if row[1].article not in own | far),
    )


def with_rows(state: StoryState, other: StoryState, names: Iterable[str]) -> StoryState:
    """Return a story with some members as in another state, and with the neighbours that only the other state has."""
    wanted = set(names)
    back = [row for row in other.members if row[1].article in wanted]
    members = sorted([*(row for row in state.members if row[1].article not in wanted), *back], key=lambda row: row[0])
    known = {neighbour.article for _, neighbour in state.near}
    near = [*state.near, *(row for row in other.near if row[1].article not in known)]
    own = {member.article for _, member in members}
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
    near = {neighbour.article for story in stories for neighbour in story.near}
    return tuple(sorted(names | (near & known.keys())))
