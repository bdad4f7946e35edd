"""The representation of an article in comparisons: its strongest terms, and how rare they are."""

from array import array
from collections.abc import Mapping, Sequence
from math import log, sqrt
from sys import intern
from typing import NamedTuple

from coranto.story.frequency import COMMON, CONTRAST, FLOOR, PRIOR, STREAM, Frequencies, known

ANYWHERE = 0.55  # smoothing: weight of a word's general likelihood in its likelihood in a story
HERE = (1.0 - ANYWHERE) / ANYWHERE
ABSENT = log(ANYWHERE)  # weight of a word against a story that lacks it
STRONGEST = 24  # terms of an article that are compared
UNSPACED = 60  # the same where words are pairs of characters
_NEW = 0.5  # weight of a term that no story has had yet: it connects the article to nothing


class Profile(NamedTuple):
    """The strongest terms of an article, the strongest first, and their weights (of unit length)."""

    terms: tuple[str, ...]
    weights: "array[float]"


class Query(NamedTuple):
    """A profile with everything that does not depend on the story it is compared with.

    Attributes
    ----------
    terms, weights : sequence
        As in the profile.
    ratios : list of float
        Ratio of all stories to those with the term, per term.
    having : list of float
        Number of articles with the term, per term.
    gains : list of float
        The term's addend to ``most`` where it is contrasted with the whole newsroom, per term.
    against : float
        The sum for a story with none of the terms.
    most : float
        The sum for a story whose articles have all of the terms.

    """

    terms: Sequence[str]
    weights: Sequence[float]
    ratios: list[float]
    having: list[float]
    gains: list[float]
    against: float
    most: float


def make(
    terms: dict[str, float],
    frequencies: Frequencies,
    strongest: int = STRONGEST,
    ratios: dict[str, float] | None = None,
) -> Profile:
    """Weigh the terms of an article: the square root of (position x rarity), so that no rare name dominates.

    ``ratios`` takes each term's ratio, for ``query`` by the same frequencies.
    """
    weighed = []
    listed, counts = known(frequencies.language).get, frequencies.counts.get
    total, seen = PRIOR + frequencies.stories, frequencies.stories + STREAM
    own = frequencies.own
    met = {} if ratios is None else ratios
    for term, place in terms.items():
        count = counts(term, 0.0)
        ratio = total / (listed(term, FLOOR) + count)
        stream = seen / (count + STREAM / ratio)
        ratio = min(ratio, stream)
        if term in own:
            ratio = min(ratio, frequencies.own_ratio(count))
        if ratio > COMMON:
            met[term] = ratio
            strength = place * log(ratio / COMMON)
            weighed.append((-strength if count else -strength * _NEW, term))
    if not weighed:
        return Profile((), array("f"))
    weighed.sort()
    squares, kept = zip(*weighed[:strongest], strict=True)
    length = sqrt(-sum(squares))
    # One string for a term in all profiles: each article cuts its own out of its title, a kilobyte of them.
    return Profile(tuple(map(intern, kept)), array("f", [sqrt(-square) / length for square in squares]))


def query(profile: Profile, frequencies: Frequencies, met: Mapping[str, float] | None = None) -> Query:
    """Prepare a profile for comparison, by the current frequencies; ``met`` has the ratios if they are known."""
    terms, weights = profile
    ratios = list(map(frequencies.ratio, terms)) if met is None else [met[term] for term in terms]
    get, articles = frequencies.having.get, frequencies.articles + CONTRAST
    having = [get(term, 0.0) for term in terms]
    gains = [
        weight * log(1.0 + HERE * min(ratio, articles / (articles_with + CONTRAST / ratio)))
        for weight, ratio, articles_with in zip(weights, ratios, having, strict=True)
    ]
    against = ABSENT * sum(weights)
    return Query(terms, weights, ratios, having, gains, against, against + sum(gains))
