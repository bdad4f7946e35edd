"""An article as it is compared with stories: its strongest terms, and how rare they are."""

from collections.abc import Iterable
from math import log, sqrt

import msgspec

from coranto.story.frequency import Frequencies

ANYWHERE = 0.55  # part of a word's likelihood in a story that is its likelihood anywhere
HERE = (1.0 - ANYWHERE) / ANYWHERE
ABSENT = log(ANYWHERE)  # what a word says against a story that does not have it
_COMMON = 1.01  # how much rarer than always the commonest word is
_STRONGEST = 24  # terms of an article that are compared


class Profile(msgspec.Struct, frozen=True, array_like=True):
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


def make(terms: dict[str, float], frequencies: Frequencies) -> Profile:
    """Weigh the terms of an article: the square root of (place x rarity), so that one odd name is not everything."""
    weighed = [
        (-place * log(ratio), term, ratio)
        for (term, place), ratio in zip(terms.items(), _ratios(terms, frequencies), strict=True)
    ]
    if not weighed:
        return _complete((), (), ())
    weighed.sort()
    squares, strongest, ratios = zip(*weighed[:_STRONGEST], strict=True)
    length = sqrt(-sum(squares))
    return _complete(strongest, tuple([sqrt(-square) / length for square in squares]), ratios)


def _ratios(terms: Iterable[str], frequencies: Frequencies) -> list[float]:
    total = frequencies.total
    common = total / _COMMON
    return [total / stories if stories < common else _COMMON for stories in frequencies.of(terms)]


def _complete(terms: tuple[str, ...], weights: tuple[float, ...], ratios: tuple[float, ...]) -> Profile:
    against = ABSENT * sum(weights)
    most = against + sum([weight * log(1.0 + HERE * ratio) for weight, ratio in zip(weights, ratios, strict=True)])
    return Profile(terms, weights, ratios, against, most)
