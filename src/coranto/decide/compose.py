"""One article beside its story: the decision about it, and the related articles in the order of its record."""

from collections.abc import Iterable, Mapping

from coranto.decide import decision
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.settings import Settings
from coranto.model.story import Story


def neighbours(article: str, story: Story | None, beyond: Iterable[Story]) -> set[str]:
    """Name the articles that are near: neighbours of its story, and members of the stories it is itself near to."""
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
    ruling: Override | None = None,
) -> tuple[decision.Decision, list[Article]]:
    """Decide about an article and list its related ones.

    Parameters
    ----------
    article : Article
        Judged.
    story : Story or None
        The story it belongs to; None for an article that was never grouped.
    beyond : iterable of Story
        Stories it is near to.
    others : mapping
        Articles by id: the story's members and neighbours, and the members of the stories beyond.
    settings : Settings
        For windows, points and thresholds.
    readers, own, ruling
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
    told = decision.related(article, members, settings)
    verdict = decision.decide(article, lead, len(told), readers, settings, own=own, ruling=ruling)
    seen = {one.id for one in members}
    return verdict, decision.related(article, [*members, *(one for one in near if one.id not in seen)], settings)
