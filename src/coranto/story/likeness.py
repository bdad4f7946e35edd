"""How like a story an article is: one number, and the terms that it is the sum of.

Half of it is the cosine between the article and the story's centre. The other half asks of each of its words how much
likelier it is in this story than anywhere: the sum of the logarithms of those ratios, as a share of what it would be
if every article of the story had every word. Both are sums over terms; distance in time makes them fade.
"""

from collections.abc import Iterable
from itertools import repeat
from math import log, sqrt
from operator import mul

import msgspec

from coranto.model.story import Tie
from coranto.story.frequency import Frequencies
from coranto.story.pile import Pile, Vector

COSINE = 0.5  # the cosine's part in the score
_ANYWHERE = 0.55  # part of a word's likelihood in a story that is its likelihood anywhere
_HERE = (1.0 - _ANYWHERE) / _ANYWHERE
_ABSENT = log(_ANYWHERE)  # what a word says against a story that does not have it
_COMMON = 1.01  # how much rarer than always the commonest word is
_FADING = 3 * 86400.0  # seconds after which a score is two thirds of what it was
_STRONGEST = 24  # terms of an article that are compared
_SHOWN = 11  # terms of the evidence, before the rest is summed up
_REST = "other words"


class Profile(msgspec.Struct, frozen=True):
    """An article as it is compared: its strongest terms, the strongest first.

    Attributes
    ----------
    terms : tuple of str
        At most 24.
    weights : tuple of float
        Theirs; of unit length.
    ratios : tuple of float
        How much likelier each is where all articles have it than anywhere.
    against : float
        What the share's sum is where a story has none of the terms.
    most : float
        What it is where a story's articles have all of them.

    """

    terms: tuple[str, ...]
    weights: tuple[float, ...]
    ratios: tuple[float, ...]
    against: float
    most: float


def profile(terms: dict[str, float], frequencies: Frequencies) -> Profile:
    """Weigh the terms of an article: the square root of (place x rarity), so that one odd name is not everything."""
    weighed = [
        (place * log(ratio), term, ratio)
        for (term, place), ratio in zip(terms.items(), _ratios(terms, frequencies), strict=True)
    ]
    weighed.sort(key=_by_weight)
    del weighed[_STRONGEST:]
    length = sqrt(sum([square for square, _, _ in weighed])) or 1.0
    return _complete(
        tuple([term for _, term, _ in weighed]),
        tuple([sqrt(square) / length for square, _, _ in weighed]),
        tuple([ratio for _, _, ratio in weighed]),
    )


def renewed(vector: Vector, frequencies: Frequencies) -> Profile:
    """Profile an article again that was weighed before: its terms may have become common since."""
    return _complete(tuple(vector), tuple(vector.values()), tuple(_ratios(vector, frequencies)))


def _ratios(terms: Iterable[str], frequencies: Frequencies) -> list[float]:
    total = frequencies.total
    return [max(total / stories, _COMMON) for stories in frequencies.of(terms)]


def _complete(terms: tuple[str, ...], weights: tuple[float, ...], ratios: tuple[float, ...]) -> Profile:
    against = _ABSENT * sum(weights)
    most = against + sum([weight * log(1.0 + _HERE * ratio) for weight, ratio in zip(weights, ratios, strict=True)])
    return Profile(terms, weights, ratios, against, most)


def cosine(article: Profile, pile: Pile) -> float:
    """Give the cosine between an article and a story's centre."""
    if not pile.square:
        return 0.0
    product: float = sum(map(mul, article.weights, map(pile.sums.get, article.terms, repeat(0.0))))
    return product / sqrt(pile.square)


def score(article: Profile, pile: Pile, likeness: float, gap: float) -> float:
    """Give the likeness of an article to a story whose cosine is known; ``gap`` in seconds."""
    if article.most <= 0.0:
        return 0.0
    scale = _HERE / (pile.size + 1)
    share = article.against + sum(
        [
            weight * log(1.0 + scale * ratio * count)
            for weight, ratio, count in zip(
                article.weights, article.ratios, map(pile.counts.get, article.terms), strict=True
            )
            if count
        ]
    )
    return (COSINE * likeness + (1.0 - COSINE) * share / article.most) / (1.0 + 0.5 * gap / _FADING)


def explain(article: Profile, pile: Pile, gap: float) -> tuple[float, tuple[Tie, ...]]:
    """Explain a likeness.

    Returns
    -------
    float
        The score to four decimals: the sum of the weights.
    tuple of Tie
        The strongest terms, then the sum of all others, those that the story does not have counting against it.

    """
    fading = 1.0 + 0.5 * gap / _FADING
    direction = COSINE / (sqrt(pile.square) or 1.0) / fading
    part = (1.0 - COSINE) / (article.most or 1.0) / fading
    scale, sums, counts = _HERE / (pile.size + 1), pile.sums, pile.counts
    weights = [
        (weight * (direction * sums[term] + part * (_ABSENT + log(1.0 + scale * ratio * counts[term]))), term)
        for term, weight, ratio in zip(article.terms, article.weights, article.ratios, strict=True)
        if term in sums
    ]
    absent = part * _ABSENT * sum([w for t, w in zip(article.terms, article.weights, strict=True) if t not in sums])
    weights.sort(key=_by_weight)
    rest = absent + sum([weight for weight, _ in weights[_SHOWN:]])
    shown = [Tie(term=term, weight=round(weight, 4)) for weight, term in weights[:_SHOWN]]
    if rest := round(rest, 4):
        shown.append(Tie(term=_REST, weight=rest))
    return round(sum([tie.weight for tie in shown]), 4), tuple(shown)


def _by_weight(weighed: tuple[float, str] | tuple[float, str, float]) -> tuple[float, str]:
    return -weighed[0], weighed[1]
