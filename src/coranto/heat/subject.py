"""Heat in the subject profile: the lead's quality, outlets with words of their own, freshness, and some readers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from math import ceil, log2

from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Publish, Settings
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
    told = Counter(outlets(lead, related, settings, kinds).values())
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
    summands = [ScorePart(name="quality", points=quality, reason=Reason("heat.quality"))]
    telling, quoting = outlet_points(others, citing, settings.publish)
    if others:
        summands.append(ScorePart(name="outlets", points=telling, reason=Reason("heat.outlets", {"number": others})))
    if citing:
        summands.append(ScorePart(name="citing", points=quoting, reason=Reason("heat.citing", {"number": citing})))
    if copies:
        summands.append(ScorePart(name="copies", points=0, reason=Reason("heat.copies", {"number": copies})))
    return (*summands, *_passing(age, readers, settings))


def outlet_points(others: int, citing: int, rules: Publish) -> tuple[int, int]:
    """Return the points of outlets that tell a story in their own words, and of those that only cite."""
    room = max(0, rules.outlets - others)
    return rules.outlet * min(others, rules.outlets), round(rules.outlet * rules.citing * min(citing, room))


def outlets(
    lead: Article, related: Sequence[Article], settings: Settings, kinds: Mapping[str, Kind] | None = None
) -> dict[str, Kind]:
    """Return the outlets beside the lead's that tell the story, those of one owner together, with the best they did.

    If the lead is on the subject, only outlets whose article is on it too count.
    """
    on, leading, best = bool(lead.topics), owner(lead, settings), dict[str, Kind]()
    for member in related:
        domain = owner(member, settings)
        if domain == leading or (on and not member.topics):
            continue
        kind: Kind = (kinds or {}).get(member.id, "own")
        best[domain] = min(best.get(domain, kind), kind, key=_ORDER.index)
    return best


def owner(article: Article, settings: Settings) -> str:
    """Return what counts as an article's outlet: the owner that the settings name for its domain, else the domain."""
    named = settings.outlets.get(article.provider.domain)
    return (named.owner if named else "") or article.provider.domain


def freshness(age: timedelta, most: int, fades: timedelta) -> int:
    """Return the points of a story whose newest article is this old: ``most`` at first, none after ``fades``."""
    left = fades - max(age, timedelta())
    return (2 * most * left + fades) // (2 * fades) if left > timedelta() else 0


def reading(readers: int, most: int) -> int:
    """Return the points of a number of readers: one for every doubling, up to ``most``."""
    return min(most, round(log2(1 + readers)))


def reading_steps(most: int) -> Iterable[int]:
    """Yield the numbers of readers that earn one more point each, up to ``most`` points."""
    return (ceil(2 ** (point - 0.5) - 1) for point in range(1, most + 1))


def standing(summands: Sequence[ScorePart]) -> int:
    """Return the part of the heat that decides about publication."""
    return sum(part.points for part in summands if part.name in STANDING)


def with_time(summands: Sequence[ScorePart], age: float, readers: int, settings: Settings) -> tuple[ScorePart, ...]:
    """Return a lead's summands with the freshness and the readers of now in place of the stored ones."""
    kept = tuple(part for part in summands if part.name not in ("fresh", "readers"))
    return (*kept, *_passing(age, readers, settings))


def _passing(age: float, readers: int, settings: Settings) -> Iterator[ScorePart]:
    """Yield the parts that change with time alone; ``age`` in hours."""
    rules = settings.publish
    if points := freshness(age * _HOUR, rules.fresh, rules.fresh_hours * _HOUR):
        yield ScorePart(name="fresh", points=points, reason=Reason("heat.fresh", {"number": round(age)}))
    if points := reading(readers, rules.readers):
        yield ScorePart(name="readers", points=points, reason=Reason("heat.readers", {"number": readers}))


def _age(members: Sequence[Article]) -> float:
    """Return the age in hours that the story's newest article had when the last one arrived."""
    moved = max(member.seen for member in members)
    return max(0.0, (moved - max(member.published for member in members)) / _HOUR)
