"""Compose an article with its story: the decision about it, and its related articles in the order of the record."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from coranto.decide import decision
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.decision import Decision
from coranto.model.settings import Settings
from coranto.model.story import Story


def neighbours(article: str, story: Story | None, beyond: Iterable[Story]) -> set[str]:
    """Return the ids of near articles: neighbours of its story, and members of the stories it is near to."""
    near = {neighbour.article for neighbour in story.near} if story else set()
    return near | {member.article for other in beyond for member in other.members} - {article}


def compose(
    article: Article,
    story: Story | None,
    beyond: Iterable[Story],
    others: Mapping[str, Article],
    settings: Settings,
    *,
    readers: int = 0,
    own: dict[str, int] | None = None,
    edited: Override | None = None,
    was: bool = False,
    digest: str = "",
    chosen: bool = False,
    late: AbstractSet[str] | None = None,
) -> tuple[Decision, list[Article]]:
    """Decide about an article and list its related ones.

    Parameters
    ----------
    article : Article
        The judged article.
    story : Story or None
        Its story; None for an article that was never grouped.
    beyond : iterable of Story
        The stories it is near to.
    others : mapping
        Articles by id: the story's members and neighbours, and the members of the stories beyond.
    settings : Settings
        Windows, points and thresholds.
    readers, own, edited, was, digest, chosen, late
        As ``decide`` takes them.

    Returns
    -------
    decision : Decision
        Heat counts members only.
    related : list of Article
        Members and neighbours within the window, best quality first.

    """
    members = [others[m.article] for m in story.members if m.article in others] if story else []
    lead = others.get(story.lead, article) if story else article
    near = [others[name] for name in sorted(neighbours(article.id, story, beyond)) if name in others]
    counted = decision.related(article, members, settings)
    decided = decision.decide(
        article,
        lead,
        counted,
        readers,
        settings,
        own=own,
        edited=edited,
        was=was,
        digest=digest,
        chosen=chosen,
        late=late,
    )
    seen = {one.id for one in members}
    return decided, decision.related(article, [*members, *(one for one in near if one.id not in seen)], settings)
