"""The decision: which article leads, how hot it is, and whether it is published, with the rule as a sentence."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from coranto.heat import rank
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.record import Record
from coranto.model.score import ScorePart
from coranto.model.settings import Settings


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an article: ``rule`` is led, threshold, editor or imported; ``sentence`` says it to people."""

    heat: int
    parts: tuple[ScorePart, ...]
    published: bool
    rule: str
    sentence: str


def decide(
    article: Article,
    lead: Article,
    related: int,
    readers: int,
    settings: Settings,
    *,
    own: dict[str, int] | None = None,
    ruling: Override | None = None,
) -> Decision:
    """Decide about one article.

    Parameters
    ----------
    article, lead : Article
        The article and its story's lead (itself, where it leads).
    related : int
        Other members of the story that count for its heat.
    readers : int
        Distinct readers today and yesterday.
    settings : Settings
        For thresholds and points.
    own : dict, optional
        Topics' own thresholds by name.
    ruling : Ruling, optional
        An editor's word overrules either way.

    """
    if article.id == lead.id:
        summands = rank.parts(article.quality, related, readers, settings)
        heat = rank.total(summands)
        bar, whose = rank.threshold(article, own or {}, settings)
        published = heat >= bar
        line = f"{bar}" if whose == "the site" else f"{bar} ({whose}’s own)"
        sentence = (
            f"Published: heat {heat} reaches the threshold of {line}."
            if published
            else f"Not published: heat {heat} is below the threshold of {line}."
        )
        rule = "threshold"
    else:
        summands, heat, published, rule = (), rank.COLD, False, "led"
        sentence = f"Not published: {lead.provider.name} leads this story ({_against(lead, article)})."
    if ruling is not None and ruling.published is not None:
        published, rule = ruling.published, "editor"
        sentence = f"{'Published' if published else 'Not published'}: an editor decided so (the rules: {sentence})"
    return Decision(heat=heat, parts=summands, published=published, rule=rule, sentence=sentence)


def imported(old: Record) -> Decision:
    """Give what an imported record says of itself; it is kept, and never decided about."""
    told = ScorePart(name="imported", points=old.heat or 0, because="as the imported record says")
    return Decision(
        heat=old.heat or 0,
        parts=() if old.heat == rank.COLD else (told,),
        published=bool(old.published),
        rule="imported",
        sentence=f"{'Published' if old.published else 'Not published'}: so the imported record says.",
    )


def related(article: Article, others: Sequence[Article], settings: Settings) -> list[Article]:
    """Give the others that are near enough in time, best quality first, then earliest."""
    reach = timedelta(days=settings.stories.related_days)
    close = [other for other in others if other.id != article.id and abs(other.published - article.published) <= reach]
    return sorted(close, key=lambda other: (-other.quality, other.published, other.id))


def _against(lead: Article, article: Article) -> str:
    if lead.quality != article.quality:
        return f"{lead.quality} against {article.quality}"
    return f"{lead.quality} each; it was first"
