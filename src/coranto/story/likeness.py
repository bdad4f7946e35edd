"""How like a story an article is: one number, and the terms that it is the sum of.

Half of it is the cosine between the article and the story's centre. The other half asks of each of its words how much
likelier it is in this story than anywhere: the sum of the logarithms of those ratios, as a share of what it would be
if every article of the story had every word. Both are sums over terms; distance in time makes them fade.
"""

from math import log, sqrt

import msgspec

from coranto.model.story import Tie
from coranto.story.frequency import Frequencies
from coranto.story.pile import Pile, Vector

COSINE = 0.5  # the cosine's part in the score
_ANYWHERE = 0.55  # part of a word's likelihood in a story that is its likelihood anywhere
_FADING = 3 * 86400.0  # seconds after which a score is two thirds of what it was
_STRONGEST = 24  # terms of an article that are compared
_SHOWN = 11  # terms of the evidence, before the rest is summed up
_REST = "other words"


class Profile(msgspec.Struct, frozen=True):
    """An article as it is compared: its strongest terms.

    ``vector`` has unit length, rarest term first; ``rarity`` is how much likelier a term would be in a story where all
    have it than anywhere; ``most`` is the share's denominator.
    """

    vector: Vector
    rarity: dict[str, float]
    most: float


def profile(terms: dict[str, float], frequencies: Frequencies) -> Profile:
    """Weigh the terms of an article: the square root of (place x rarity), so that one odd name is not everything."""
    total = frequencies.total
    rarity = {term: max(total / frequencies.of(term), 1.01) for term in terms}
    weighed = [(place * log(rarity[term]), term) for term, place in terms.items()]
    if len(weighed) > _STRONGEST:
        weighed.sort(key=_by_weight)
        del weighed[_STRONGEST:]
    length = sqrt(sum([square for square, _ in weighed])) or 1.0
    vector = {term: sqrt(square) / length for square, term in weighed}
    return _complete(vector, rarity)


def renewed(vector: Vector, frequencies: Frequencies) -> Profile:
    """Profile an article again that was weighed before: its terms may have become common since."""
    total = frequencies.total
    return _complete(vector, {term: max(total / frequencies.of(term), 1.01) for term in vector})


def _complete(vector: Vector, rarity: dict[str, float]) -> Profile:
    """Order the terms, rarest first, and say what the share can reach at most."""
    chosen = sorted(vector, key=lambda term: (-rarity[term], term))
    grow = 1.0 - _ANYWHERE
    most = sum([vector[term] * log(_ANYWHERE + grow * rarity[term]) for term in chosen])
    return Profile({term: vector[term] for term in chosen}, rarity, most)


def score(article: Profile, pile: Pile, cosine: float, gap: float) -> float:
    """Give the likeness of an article to a story whose cosine is known; ``gap`` in seconds."""
    counts, rarity = pile.counts, article.rarity
    scale = (1.0 - _ANYWHERE) / (pile.size + 1)
    share = 0.0
    for term, weight in article.vector.items():
        share += weight * log(_ANYWHERE + scale * rarity[term] * counts.get(term, 0))
    if article.most > 0.0:
        share /= article.most
    return (COSINE * cosine + (1.0 - COSINE) * share) / (1.0 + 0.5 * gap / _FADING)


def explain(article: Profile, pile: Pile, gap: float) -> tuple[float, tuple[Tie, ...]]:
    """Explain a likeness.

    Returns
    -------
    float
        The score to four decimals: the sum of the weights.
    tuple of Tie
        The strongest terms, then the sum of all others; weights have four decimals.

    """
    fading = 1.0 + 0.5 * gap / _FADING
    direction = COSINE / (sqrt(pile.square) or 1.0) / fading
    ratio = (1.0 - COSINE) / (article.most or 1.0) / fading
    scale = (1.0 - _ANYWHERE) / (pile.size + 1)
    weights = []
    for term, weight in article.vector.items():
        odds = log(_ANYWHERE + scale * article.rarity[term] * pile.counts.get(term, 0))
        weights.append((weight * (direction * pile.sums.get(term, 0.0) + ratio * odds), term))
    weights.sort(key=_by_weight)
    strongest = [(round(weight, 4), term) for weight, term in weights[:_SHOWN] if weight >= 0.00005]
    rest = round(sum([weight for weight, _ in weights]) - sum([weight for weight, _ in strongest]), 4)
    shown = [Tie(term=term, weight=weight) for weight, term in strongest]
    if rest:
        shown.append(Tie(term=_REST, weight=rest))
    return round(sum([tie.weight for tie in shown]), 4), tuple(shown)


def _by_weight(pair: tuple[float, str]) -> tuple[float, str]:
    return -pair[0], pair[1]
