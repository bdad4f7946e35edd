"""Heat in the subject profile: the lead's quality, outlets with words of their own, freshness, and some readers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import log2

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.model.sourcing import Kind

_HOUR = timedelta(hours=1)
_ORDER: tuple[Kind, ...] = ("own", "cites", "copies")  # the best first
# The parts that decide about publication. Freshness and readers only order published stories: neither a late arrival
# nor a crowd of invented readers changes a decision.
STANDING = ("quality", "outlets", "citing")


def parts(
    lead: Article,
    related: Sequence[Article],
    readers: int,
    settings: Settings,
    kinds: Mapping[str, Kind] | None = None,
) -> tuple[ScorePart, ...]:
    """Return the summands of a lead's heat.

    Parameters
    ----------
    lead : Article
        The story's lead.
    related : sequence of Article
        The other members within the window for related articles.
    readers : int
        Distinct readers of today and yesterday, UTC days.
    settings : Settings
        Points and limits.
    kinds : mapping, optional
        Own reports, citing articles and copies by article id; without it every outlet counts in full.

    """
    told = Counter(outlets(lead, related, kinds).values())
    return summed(lead.quality, told["own"], _age([lead, *related]), readers, settings, told["cites"], told["copies"])


def summed(
    quality: int, others: int, age: float, readers: int, settings: Settings, citing: int = 0, copies: int = 0
) -> tuple[ScorePart, ...]:
    """Return the summands of a heat by its numbers.

    Parameters
    ----------
    quality : int
        The lead's quality.
    others : int
        Outlets beside the lead's that tell it in their own words.
    age : float
        Hours, of the story's newest article when the last one arrived.
    readers : int
        Distinct readers of today and yesterday, UTC days.
    settings : Settings
        Points and limits.
    citing, copies : int, optional
        Outlets beside the lead's that only cite another, and that only print another's text.

    """
    rules = settings.publish
    summands = [ScorePart(name="quality", points=quality, reason=Reason("heat.quality"))]
    if others:
        points = rules.outlet * min(others, rules.outlets)
        summands.append(ScorePart(name="outlets", points=points, reason=Reason("heat.outlets", {"number": others})))
    if citing:
        room = max(0, rules.outlets - others)
        points = round(rules.outlet * rules.citing * min(citing, room))
        summands.append(ScorePart(name="citing", points=points, reason=Reason("heat.citing", {"number": citing})))
    if copies:
        summands.append(ScorePart(name="copies", points=0, reason=Reason("heat.copies", {"number": copies})))
    if points := round(rules.fresh * max(0.0, 1.0 - age / rules.fresh_hours)):
        summands.append(ScorePart(name="fresh", points=points, reason=Reason("heat.fresh", {"number": round(age)})))
    if points := reading(readers, settings):
        summands.append(ScorePart(name="readers", points=points, reason=Reason("heat.readers", {"number": readers})))
    return tuple(summands)


def outlets(lead: Article, related: Sequence[Article], kinds: Mapping[str, Kind] | None = None) -> dict[str, Kind]:
    """Return the outlets beside the lead's that tell the story, each once, with the best that it did.

    If the lead is on the subject, only outlets whose article is on it too count.
    """
    on, best = bool(lead.topics), dict[str, Kind]()
    for member in related:
        domain = member.provider.domain
        if domain == lead.provider.domain or (on and not member.topics):
            continue
        kind: Kind = (kinds or {}).get(member.id, "own")
        best[domain] = min(best.get(domain, kind), kind, key=_ORDER.index)
    return best


def reading(readers: int, settings: Settings) -> int:
    """Return the points of a number of readers: one for every doubling, up to the limit."""
    return round(min(settings.publish.readers, log2(1 + readers)))


def standing(summands: Sequence[ScorePart]) -> int:
    """Return the part of the heat that decides about publication."""
    return sum(part.points for part in summands if part.name in STANDING)


def _age(members: Sequence[Article]) -> float:
    """Return the age in hours that the story's newest article had when the last one arrived."""
    moved = max(member.seen for member in members)
    return max(0.0, (moved - max(member.published for member in members)) / _HOUR)
