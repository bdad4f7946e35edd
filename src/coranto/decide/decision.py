"""The decision: which article leads, how hot it is, and whether it is published, with the rule as a sentence."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from coranto.heat import rank, subject
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.record import Record
from coranto.model.score import ScorePart
from coranto.model.settings import Settings

# What the subject profile says of a decision.
NOTES = {
    "decision.reaches_line": "Published: it stands at {stands} and reaches today’s line of {bar} ({per_day} a day).",
    "decision.all": "Published: it is on the subject, and there are no more than {per_day} a day.",
    "decision.below_line": "Not published: it stands at {stands}, below today’s line of {bar} ({per_day} a day).",
    "decision.reaches_threshold": "Published: it stands at {stands} and reaches the threshold of {bar}.",
    "decision.below_threshold": "Not published: it stands at {stands}, below the threshold of {bar}.",
    "decision.reaches_own": "Published: it stands at {stands} and reaches the threshold of {bar} ({topic}’s own).",
    "decision.below_own": "Not published: it stands at {stands}, below the threshold of {bar} ({topic}’s own).",
    "decision.kept": "Published: what was published stays; it stands at {stands}, and the line has risen to {bar}.",
    "decision.off_topic": "Not published: it is on none of this newsroom’s topics.",
    "decision.never": "Not published: it is on {topic}, which is never published.",
}


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an article, and ``sentence`` says it to people.

    ``rule`` is led, threshold, line, off topic, kept, editor or imported.
    """

    heat: int
    parts: tuple[ScorePart, ...]
    published: bool
    rule: str
    sentence: str


def decide(
    article: Article,
    lead: Article,
    related: Sequence[Article],
    readers: int,
    settings: Settings,
    *,
    own: dict[str, int] | None = None,
    ruling: Override | None = None,
    was: bool = False,
) -> Decision:
    """Decide about one article.

    Parameters
    ----------
    article, lead : Article
        The article and its story's lead (itself, where it leads).
    related : sequence of Article
        Other members of the story that count for its heat.
    readers : int
        Distinct readers today and yesterday.
    settings : Settings
        For thresholds and points; in the subject profile ``publish.threshold`` is the line of the day.
    own : dict, optional
        Topics' own thresholds by name.
    ruling : Ruling, optional
        An editor's word overrules either way.
    was : bool
        Whether it is published already: in the subject profile it then stays so while it leads and is on a topic.

    """
    if article.id == lead.id and settings.profile == "subject":
        summands = subject.parts(article, related, readers, settings)
        heat = rank.total(summands)
        published, rule, sentence = _by_line(article, summands, settings, own or {}, was)
    elif article.id == lead.id:
        summands = rank.parts(article.quality, len(related), readers, settings)
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


def summands(lead: Article, related: Sequence[Article], readers: int, settings: Settings) -> tuple[ScorePart, ...]:
    """Return the summands of a lead's heat, as the profile has them."""
    if settings.profile == "subject":
        return subject.parts(lead, related, readers, settings)
    return rank.parts(lead.quality, len(related), readers, settings)


def eligible(article: Article, settings: Settings) -> bool:
    """Whether the rules may publish an article in the subject profile: it is on a topic, and on none that never is."""
    if any(topic.role == "never" for topic in article.topics):
        return False
    return bool(article.topics) or settings.publish.off_topic


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


def _by_line(
    article: Article, summands: Sequence[ScorePart], settings: Settings, own: dict[str, int], was: bool
) -> tuple[bool, str, str]:
    """Decide in the subject profile: whether to publish, by which rule, in which words."""
    if not eligible(article, settings):
        never = next((topic.name for topic in article.topics if topic.role == "never"), None)
        code = "decision.never" if never else "decision.off_topic"
        return False, "off topic", NOTES[code].format(topic=never)
    bar, whose = rank.threshold(article, own, settings)
    stands = subject.standing(summands)
    params: dict[str, int | str] = {"stands": stands, "bar": bar, "topic": whose}
    if whose != "the site":
        kind, rule = "own", "threshold"
    elif settings.publish.per_day > 0:
        kind, rule = "line", "line"
        params["per_day"] = f"{settings.publish.per_day:g}"
    else:
        kind, rule = "threshold", "threshold"
    if stands >= bar:
        code = "decision.all" if kind == "line" and bar == 0 else f"decision.reaches_{kind}"
        return True, rule, NOTES[code].format(**params)
    if was:
        return True, "kept", NOTES["decision.kept"].format(**params)
    return False, rule, NOTES[f"decision.below_{kind}"].format(**params)


def _against(lead: Article, article: Article) -> str:
    if lead.quality != article.quality:
        return f"{lead.quality} against {article.quality}"
    return f"{lead.quality} each; it was first"
