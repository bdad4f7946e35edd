"""An article as it is compared with stories: its strongest terms, and how rare they are."""

from array import array
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple

from coranto.story.frequency import COMMON, CONTRAST, FLOOR, OWN, PRIOR, STREAM, Frequencies, known

ANYWHERE = 0.55  # part of a word's likelihood in a story that is its likelihood anywhere
HERE = (1.0 - ANYWHERE) / ANYWHERE
ABSENT = log(ANYWHERE)  # what a word says against a story that does not have it
STRONGEST = 24  # terms of an article that are compared
UNSPACED = 60  # where words are pieces of two characters
_NEW = 0.5  # what a term counts that no story has had yet: it ties the article to nothing


class Profile(NamedTuple):
    """The strongest terms of an article, the strongest first, and their weights (of unit length)."""

    terms: tuple[str, ...]
    weights: "array[float]"


class Query(NamedTuple):
    """A profile with all that does not depend on the story it is compared with.

    Attributes
    ----------
    terms, weights : sequence
        Of the profile.
    places : dict of str to int
        Term to its place in these sequences.
    ratios : list of float
        How many stories there are for one that has the term.
    having : list of float
        Articles that have the term.
    gains : list of float
        What the term adds to ``most`` where the newsroom at large is what it is contrasted with.
    against : float
        What the share's sum is where a story has none of the terms.
    most : float
        What it is where a story's articles have all of them.

    """

    terms: Sequence[str]
    weights: Sequence[float]
    places: Mapping[str, int]
    ratios: list[float]
    having: list[float]
    gains: list[float]
    against: float
    most: float


def make(terms: dict[str, float], frequencies: Frequencies, strongest: int = STRONGEST) -> Profile:
    """Weigh the terms of an article: the square root of (place x rarity), so that one odd name is not everything."""
    weighed = []
    listed, counts = known(frequencies.language), frequencies.counts
    total, seen = PRIOR + frequencies.stories, frequencies.stories + STREAM
    own = frequencies.own
    for term, place in terms.items():
        count = counts.get(term, 0.0)
        ratio = total / (listed.get(term, FLOOR) + count)
        stream = seen / (count + STREAM / ratio)
        ratio = min(ratio, stream)
        if ratio > OWN and term in own:
            ratio = OWN
        if ratio > COMMON:
            strength = place * log(ratio / COMMON)
            weighed.append((-strength if count else -strength * _NEW, term))
    if not weighed:
        return Profile((), array("f"))
    weighed.sort()
    squares, kept = zip(*weighed[:strongest], strict=True)
    length = sqrt(-sum(squares))
    return Profile(kept, array("f", [sqrt(-square) / length for square in squares]))


def query(profile: Profile, frequencies: Frequencies) -> Query:
    """Prepare a profile to be compared, by the frequencies of now."""
    terms, weights = profile
    ratios = list(map(frequencies.ratio, terms))
    get, articles = frequencies.having.get, frequencies.articles + CONTRAST
    having = [get(term, 0.0) for term in terms]
    gains = [
        weight * log(1.0 + HERE * min(ratio, articles / (articles_with + CONTRAST / ratio)))
        for weight, ratio, articles_with in zip(weights, ratios, having, strict=True)
    ]
    against = ABSENT * sum(weights)
    places = {term: place for place, term in enumerate(terms)}
    return Query(terms, weights, places, ratios, having, gains, against, against + sum(gains))
