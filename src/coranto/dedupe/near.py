"""Near-duplicate texts: an agency's report that many outlets print, a repeated page, a corrected article.

A text's sketch is its MinHash over runs of five words (Broder, 1997): the share of equal positions in two sketches
estimates the share of runs that the texts have in common (Jaccard), with a standard error of at most 0.044. A
``SketchIndex`` finds near duplicates by bands of the sketch, without comparing all pairs.
"""

import hashlib
import re
from collections.abc import Hashable
from typing import Generic, NamedTuple, TypeVar

import numpy as np

PLACES = 128  # positions of a sketch
SAME = 0.5  # likeness from which two texts are the same report
_RUN = 5  # words
_ROWS = 4  # per band: two texts of likeness 0.5 share one of 32 bands with probability 0.87, of 0.7 with 0.9998
_SHORTEST = 20  # words; shorter texts are alike by chance
_WORD = re.compile(r"\w+")
# Fixed odd multipliers and summands, so that sketches can be stored and compared across runs.
_FACTORS = np.frombuffer(hashlib.shake_256(b"coranto near factors").digest(PLACES * 8), dtype="<u8") | np.uint64(1)
_SUMMANDS = np.frombuffer(hashlib.shake_256(b"coranto near summands").digest(PLACES * 8), dtype="<u8")

Key = TypeVar("Key", bound=Hashable)


class Twin(NamedTuple, Generic[Key]):
    """A near duplicate of a text; ``likeness`` is the estimated share of runs of words they have in common."""

    key: Key
    likeness: float


def sketch(text: str) -> bytes | None:
    """Return the sketch of a text: 512 bytes; None for a text of fewer than 20 words.

    Letter case, punctuation and white space are ignored. The result is the same on every machine.
    """
    words = _WORD.findall(text.casefold())
    if len(words) < _SHORTEST:
        return None
    runs = {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
    digests = b"".join(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest() for run in runs)
    marks = np.frombuffer(digests, dtype="<u8")
    lowest = np.full(PLACES, np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(marks), 1_024):  # in pieces: a long text costs time, not memory
        mixed = (marks[start : start + 1_024, None] * _FACTORS[None, :] + _SUMMANDS[None, :]) >> np.uint64(32)
        lowest = np.minimum(lowest, mixed.astype(np.uint32).min(axis=0))
    return lowest.astype("<u4").tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """Return the estimated share of runs of words that two sketched texts have in common, 0 to 1."""
    same = np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")
    return float(same.mean())


def contained(one: bytes, other: bytes) -> float:
    """Return the estimated share of the shorter text's runs of words that the longer one has too, 0 to 1.

    The number of runs is estimated from the sketches themselves (the mean of the minima), with an error of a tenth.
    """
    both = likeness(one, other)
    sizes = sorted(_runs(sketch) for sketch in (one, other))
    return min(1.0, both / (1.0 + both) * sum(sizes) / sizes[0])


def _runs(sketch: bytes) -> float:
    """Return the estimated number of different runs of a sketched text."""
    lowest = np.frombuffer(sketch, dtype="<u4").astype(np.float64) / np.iinfo(np.uint32).max
    return max(1.0, PLACES / max(float(lowest.sum()), 1e-9) - 1.0)


def same(one: str, other: str) -> bool:
    """Whether two texts are the same report; False for texts that are too short to decide."""
    first, second = sketch(one), sketch(other)
    return first is not None and second is not None and likeness(first, second) >= SAME


class SketchIndex(Generic[Key]):
    """An index of sketches by key, in order of arrival, with fast lookup of near duplicates.

    Parameters
    ----------
    most : int
        Maximum number of sketches; the oldest are evicted. Each takes about 3 kB.

    """

    def __init__(self, most: int = 1_000_000) -> None:
        self._most = most
        self._sketches: dict[Key, bytes] = {}  # in order of arrival
        self._arrival: dict[Key, int] = {}
        self._next = 0
        self._bands: dict[int, tuple[Key, ...]] = {}

    def __len__(self) -> int:
        return len(self._sketches)

    def add(self, key: Key, sketch: bytes) -> None:
        """Add a sketch; it replaces the sketch of an existing key."""
        self.drop(key)
        if len(self._sketches) >= self._most:
            self.drop(next(iter(self._sketches)))
        self._sketches[key] = sketch
        self._arrival[key] = self._next
        self._next += 1
        for band in _bands(sketch):
            self._bands[band] = (*self._bands.get(band, ()), key)

    def drop(self, key: Key) -> None:
        """Remove a key if it exists."""
        sketch = self._sketches.pop(key, None)
        self._arrival.pop(key, None)
        for band in _bands(sketch) if sketch is not None else ():
            keys = tuple(other for other in self._bands[band] if other != key)
            if keys:
                self._bands[band] = keys
            else:
                del self._bands[band]

    def twins(self, sketch: bytes, bar: float = SAME) -> list[Twin[Key]]:
        """Return the keys of near duplicates, most alike first, earlier arrivals first among equals.

        The first to arrive is taken for the original, as far as a reader of feeds can know.
        """
        met = {key for band in _bands(sketch) for key in self._bands.get(band, ())}
        found = [Twin(key, likeness(sketch, self._sketches[key])) for key in met]
        near = [twin for twin in found if twin.likeness >= bar]
        return sorted(near, key=lambda twin: (-twin.likeness, self._arrival[twin.key]))


def _bands(sketch: bytes) -> list[int]:
    """Cut a sketch into bands and return a number for each that different bands are unlikely to share."""
    rows = np.frombuffer(sketch, dtype="<u4").astype(np.uint64).reshape(-1, _ROWS)
    mixed = (rows * _FACTORS[: rows.size].reshape(rows.shape)).sum(axis=1, dtype=np.uint64)
    bands: list[int] = mixed.tolist()
    return bands
