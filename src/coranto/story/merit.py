"""How well each member tells a story to the newsroom's readers: on the subject, own report, near the centre, well made.

The subject profile chooses the lead by it. Quality has what is on the subject and well made; this adds what only the
story knows. Pure.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import sqrt

from coranto.language import stem, words
from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.model.sourcing import Kind
from coranto.story import repeats

_OFF = 1_000  # points that an article loses that is off the subject, beside members on it


def merits(
    articles: Sequence[Article], kinds: Mapping[str, Kind], settings: Settings
) -> dict[str, tuple[ScorePart, ...]]:
    """Return the parts of each member's merit by article id.

    Where members are on the subject, the centre is what those say: a broad story is led by what matters here.

    Parameters
    ----------
    articles : sequence of Article
        The members.
    kinds : mapping
        Whether each is an own report, cites or copies.
    settings : Settings
        ``[subject]`` has the points.

    """
    rules = settings.subject
    on = {one.id for one in articles if any(topic.role != "never" for topic in one.topics)}
    near = _nearness([one for one in articles if one.id in on] or articles)
    late = repeats.repeats(articles)
    found = {}
    for one in articles:
        points = round(rules.lead_quality * one.quality)
        parts = [ScorePart(name="quality", points=points, reason=Reason("merit.quality"))]
        if points := round(rules.lead_centre * near.get(one.id, 0.0)):
            parts.append(ScorePart(name="centre", points=points, reason=Reason("merit.centre")))
        kind = kinds.get(one.id, "own")
        if kind == "own" and one.own_report:
            parts.append(ScorePart(name="own report", points=rules.lead_own, reason=Reason("merit.own")))
        elif kind == "copies":
            parts.append(ScorePart(name="copy", points=-rules.lead_own, reason=Reason("merit.copies")))
        if on and one.id not in on:
            parts.append(ScorePart(name="off the subject", points=-_OFF, reason=Reason("merit.off")))
        if one.id in late:
            parts.append(ScorePart(name="headline", points=-repeats.POINTS, reason=Reason("merit.repeats")))
        found[one.id] = tuple(part for part in parts if part.points or part.name == "quality")
    return found


def _nearness(articles: Sequence[Article]) -> dict[str, float]:
    """Return how near each article is to what the others say, 1 for the nearest: its mean likeness to each of them.

    Terms of headline and standfirst, those of the headline twice; articles in other languages are not compared.
    """
    profiles = {one.id: _profile(one.title, one.excerpt, stem.primary(one.language)) for one in articles}
    sums: dict[str, dict[str, float]] = {}
    counts: dict[str, int] = {}
    for one in articles:
        language = stem.primary(one.language)
        total = sums.setdefault(language, {})
        counts[language] = counts.get(language, 0) + 1
        for term, weight in profiles[one.id].items():
            total[term] = total.get(term, 0.0) + weight
    near = {}
    for one in articles:
        language, profile = stem.primary(one.language), profiles[one.id]
        others = counts[language] - 1
        shared = sum(weight * (sums[language][term] - weight) for term, weight in profile.items())
        near[one.id] = max(0.0, shared / others) if others else 0.0
    most = max(near.values(), default=0.0) or 1.0
    return {name: likeness / most for name, likeness in near.items()}


@lru_cache(4_096)  # each arrival asks for those of all members
def _profile(title: str, excerpt: str, language: str) -> Mapping[str, float]:
    """Return an article's terms with weights, of unit length."""
    weights = dict[str, float]()
    for text, weight in ((excerpt, 1.0), (title, 2.0)):
        for term in stem.stems(words.pieces(text[:2_000]), language):
            if len(term) > 2 or not term.isascii():
                weights[term] = weight
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}
