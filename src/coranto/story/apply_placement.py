"""Apply a placement to the stories it touches; a pure function from old stories to new ones."""

from collections.abc import Mapping

import msgspec

from coranto.model.article import Article
from coranto.model.story import Member, Neighbour, Story
from coranto.story.placement import Item, Placement


def item(article: Article) -> Item:
    """Return an article as the clusterer's input."""
    return Item(
        id=article.id,
        title=article.title,
        excerpt=article.excerpt,
        url=article.url,
        outlet=article.provider.domain,
        published=article.published,
        language=article.language,
        quality=article.quality,
    )


def touched(article: str, placement: Placement, story_of: Mapping[str, str]) -> set[str]:
    """Return the ids of the existing stories that a placement changes, so that they can be loaded."""
    ids = {placement.story, story_of.get(article, placement.story)}
    ids |= {story for pair in placement.merged for story in pair}
    ids |= {placement.continues} - {""}
    return ids | {story for story, _, _ in placement.near}


def apply_placement(article: str, placement: Placement, before: Mapping[str, Story]) -> dict[str, Story]:
    """Apply a placement.

    Parameters
    ----------
    article : str
        Id of the article that was placed.
    placement : Placement
        The clusterer's result for it.
    before : mapping
        Stories by id, at least the existing ones that ``touched`` returns.

    Returns
    -------
    dict
        The changed stories, by id, with their leads unchanged; a story that ended has no members.

    """
    after: dict[str, Story] = {}

    def get(story: str) -> Story:
        return after.get(story) or before.get(story) or Story(id=story, lead="")

    home = get(placement.story)
    score = placement.score if home.members or placement.continues else 1.0
    joined = Member(
        article=article,
        score=score,
        evidence=placement.evidence,
        continues=placement.continues,
        series=placement.series,
    )
    after[home.id] = msgspec.structs.replace(home, members=(*home.members, joined))
    for old, into in placement.merged:
        after |= _merged(get(old), get(into))
    earlier = (placement.continues, placement.score, placement.evidence)
    for name, score, evidence in (*placement.near, *([earlier] if placement.continues else ())):
        opens = name == placement.continues
        near = get(name)
        if near.members and not any(m.article == article for m in near.members):
            neighbour = Neighbour(article=article, score=score, evidence=evidence, continues=opens)
            after[near.id] = msgspec.structs.replace(near, near=(*near.near, neighbour))
    return {story.id: _tidy(story) for story in after.values()}


def apply_merge(ended: Story, heir: Story) -> dict[str, Story]:
    """Apply a merge of two stories; return both by id, the ended one without members."""
    return {story.id: _tidy(story) for story in _merged(ended, heir).values()}


def _merged(ended: Story, heir: Story) -> dict[str, Story]:
    members, near = (*heir.members, *ended.members), (*heir.near, *ended.near)
    return {
        heir.id: msgspec.structs.replace(heir, members=members, near=near),
        ended.id: msgspec.structs.replace(ended, members=(), near=()),
    }


def _tidy(story: Story) -> Story:
    """Drop near articles that are members, and duplicates."""
    members = {member.article for member in story.members}
    near = {neighbour.article: neighbour for neighbour in story.near if neighbour.article not in members}
    return msgspec.structs.replace(story, near=tuple(near.values()))
