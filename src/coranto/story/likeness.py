"""The likeness of an article to a story: one number, and the terms it is the sum of.

Half of it is the cosine between the article and the story's centre. The other half measures for each word how much
likelier it is in this story than elsewhere: the sum of the logarithms of those ratios, as a share of the sum if every
article of the story had every word. *Elsewhere* is the rarer of two: the stories of the language and the newsroom
(``Query.ratios``), and the articles outside of this story. Both halves are sums over terms; they decay with the
distance in time.
"""

from math import log, sqrt

from coranto.model.story import REST, EvidenceTerm
from coranto.story.centre import Shared
from coranto.story.frequency import CONTRAST
from coranto.story.open_story import OpenStory
from coranto.story.profile import ABSENT, HERE, Profile, Query

COSINE = 0.5  # weight of the cosine in the score
_FADING = 2 * 86400.0  # seconds after which a score has fallen to two thirds
_SHOWN = 11  # terms of the evidence; the rest is summed up


def cosine(article: Profile | Query, open_story: OpenStory, shared: list[Shared]) -> float:
    """Return the cosine between an article and a story's centre."""
    weights = article.weights
    product = sum([weights[place] * total for place, _, total in shared])
    return product / sqrt(open_story.square) if product else 0.0


def score(query: Query, open_story: OpenStory, shared: list[Shared], articles: float, gap: float) -> float:
    """Return the likeness of an article to a story, 0 at least: what speaks against a story cannot undo others.

    Parameters
    ----------
    query : Query
        The article.
    open_story : OpenStory
        The story.
    shared : list
        The terms they have in common.
    articles : float
        Number of the newsroom's articles that its frequencies count.
    gap : float
        Seconds between the article and the story.

    """
    gains, most = _gains(query, open_story, shared, articles)
    if most <= 0.0:
        return 0.0
    share = query.against + sum(gains)
    return max(0.0, (COSINE * cosine(query, open_story, shared) + (1.0 - COSINE) * share / most) / _fade(gap))


def explain(
    query: Query, open_story: OpenStory, shared: list[Shared], articles: float, gap: float
) -> tuple[float, tuple[EvidenceTerm, ...]]:
    """Explain a likeness; parameters as of ``score``.

    Returns
    -------
    float
        The score to four decimals: the sum of the weights.
    tuple of EvidenceTerm
        The strongest terms, then the sum of all others; terms that the story lacks count negatively.

    """
    fade = _fade(gap)
    gains, most = _gains(query, open_story, shared, articles)
    direction = COSINE / (sqrt(open_story.square) or 1.0) / fade
    part = (1.0 - COSINE) / most / fade if most > 0.0 else 0.0
    weights, rest = [], part * query.against
    for gain, (place, _, total) in zip(gains, shared, strict=True):
        weight, against = query.weights[place], part * ABSENT * query.weights[place]
        rest -= against
        weights.append((-(direction * weight * total + part * gain + against), query.terms[place]))
    weights.sort()
    rest -= sum([weight for weight, _ in weights[_SHOWN:]])
    shown = [EvidenceTerm(term=term, weight=round(-weight, 4)) for weight, term in weights[:_SHOWN]]
    if rest := round(rest, 4):
        shown.append(EvidenceTerm(term=REST, weight=rest))
    return round(sum([tie.weight for tie in shown]), 4), tuple(shown)


def _gains(query: Query, open_story: OpenStory, shared: list[Shared], articles: float) -> tuple[list[float], float]:
    """Return what each shared term adds to the sum and to its maximum, and that maximum."""
    size = len(open_story.articles)
    scale, outside, most = HERE / (size + 1), max(articles - size, 0.0) + CONTRAST, query.most
    gains = []
    weights, ratios, having, before = query.weights, query.ratios, query.having, query.gains
    for place, count, _ in shared:
        ratio = ratios[place]
        others = having[place] - count
        contrast = outside / ((max(0.0, others)) + CONTRAST / ratio)
        ratio = min(ratio, contrast)
        weight = weights[place]
        most += weight * log(1.0 + HERE * ratio) - before[place]
        gains.append(weight * log(1.0 + scale * ratio * count))
    return gains, most


def _fade(gap: float) -> float:
    return 1.0 + 0.5 * gap / _FADING
