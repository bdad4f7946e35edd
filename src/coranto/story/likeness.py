"""How like a story an article is: one number, and the terms that it is the sum of.

Half of it is the cosine between the article and the story's centre. The other half asks of each of its words how much
likelier it is in this story than anywhere: the sum of the logarithms of those ratios, as a share of what it would be
if every article of the story had every word. Both are sums over terms; distance in time makes them fade.
"""

from itertools import repeat
from math import log, sqrt
from operator import mul

from coranto.model.story import REST, Tie
from coranto.story.pile import Pile
from coranto.story.profile import ABSENT, HERE, Profile

COSINE = 0.5  # the cosine's part in the score
_FADING = 3 * 86400.0  # seconds after which a score is two thirds of what it was
_SHOWN = 11  # terms of the evidence, before the rest is summed up


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
    scale = HERE / (pile.size + 1)
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
    scale, sums, counts = HERE / (pile.size + 1), pile.sums, pile.counts
    weights = [
        (-weight * (direction * sums[term] + part * (ABSENT + log(1.0 + scale * ratio * counts[term]))), term)
        for term, weight, ratio in zip(article.terms, article.weights, article.ratios, strict=True)
        if term in sums
    ]
    absent = part * ABSENT * sum([w for t, w in zip(article.terms, article.weights, strict=True) if t not in sums])
    weights.sort()
    rest = absent - sum([weight for weight, _ in weights[_SHOWN:]])
    shown = [Tie(term=term, weight=round(-weight, 4)) for weight, term in weights[:_SHOWN]]
    if rest := round(rest, 4):
        shown.append(Tie(term=REST, weight=rest))
    return round(sum([tie.weight for tie in shown]), 4), tuple(shown)
