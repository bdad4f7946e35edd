"""Near-same texts: an agency's report that many outlets print, a page that came twice, an article that was corrected.

A text's sketch is its MinHash over runs of five words (Broder, 1997): the share of equal places in two sketches
estimates the share of runs that the texts have in common (Jaccard), with a standard error of at most 0.044. A
``Shelf`` finds near texts among many by bands of the sketch, without comparing with each.
"""

import hashlib
import re
from collections.abc import Hashable
from typing import Generic, NamedTuple, TypeVar

import numpy as np

PLACES = 128  # of a sketch
SAME = 0.5  # likeness from which two texts are one report
_RUN = 5  # words
_ROWS = 4  # places a band: two texts of likeness 0.5 meet in one of 32 bands with probability 0.87, of 0.7 with 0.9998
_SHORTEST = 20  # words; shorter texts are alike by chance
_WORD = re.compile(r"\w+")
# Fixed odd multipliers and summands: sketches can be kept and compared with those of another run.
_FACTORS = np.frombuffer(hashlib.shake_256(b"coranto near factors").digest(PLACES * 8), dtype="<u8") | np.uint64(1)
_SUMMANDS = np.frombuffer(hashlib.shake_256(b"coranto near summands").digest(PLACES * 8), dtype="<u8")

Key = TypeVar("Key", bound=Hashable)


class Twin(NamedTuple, Generic[Key]):
    """A text that is near another one; ``likeness`` is the estimated share of runs of words they have in common."""

    key: Key
    likeness: float


def sketch(text: str) -> bytes | None:
    """Return the sketch of a text: 512 bytes; None for a text of fewer than 20 words.

    Letter case, punctuation and white space do not matter. The same on every machine.
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
    """Estimate from two sketches the share of runs of words that their texts have in common, 0 to 1."""
    same = np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")
    return float(same.mean())


def same(one: str, other: str) -> bool:
    """Whether two texts are one report; texts too short to tell are not."""
    first, second = sketch(one), sketch(other)
    return first is not None and second is not None and likeness(first, second) >= SAME


class Shelf(Generic[Key]):
    """Sketches under keys, in order of arrival, with a quick way to those near a new one.

    Parameters
    ----------
    most : int
        Sketches that are kept; the oldest ones leave. Each takes about 3 kB.

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
        """Put a sketch on the shelf; under a key that is there it takes the old one's place."""
        self.drop(key)
        if len(self._sketches) >= self._most:
            self.drop(next(iter(self._sketches)))
        self._sketches[key] = sketch
        self._arrival[key] = self._next
        self._next += 1
        for band in _bands(sketch):
            self._bands[band] = (*self._bands.get(band, ()), key)

    def drop(self, key: Key) -> None:
        """Take a key off the shelf, if it is there."""
        sketch = self._sketches.pop(key, None)
        self._arrival.pop(key, None)
        for band in _bands(sketch) if sketch is not None else ():
            keys = tuple(other for other in self._bands[band] if other != key)
            if keys:
                self._bands[band] = keys
            else:
                del self._bands[band]

    def twins(self, sketch: bytes, bar: float = SAME) -> list[Twin[Key]]:
        """Return the keys whose texts are near, the likest first, the earlier one first where they are equally like.

        The first to arrive of several near texts is the original, as far as one who only reads can know.
        """
        met = {key for band in _bands(sketch) for key in self._bands.get(band, ())}
        found = [Twin(key, likeness(sketch, self._sketches[key])) for key in met]
        near = [twin for twin in found if twin.likeness >= bar]
        return sorted(near, key=lambda twin: (-twin.likeness, self._arrival[twin.key]))


def _bands(sketch: bytes) -> list[int]:
    """Cut a sketch into bands, and give each a number that bands of other places or other marks hardly ever have."""
    rows = np.frombuffer(sketch, dtype="<u4").astype(np.uint64).reshape(-1, _ROWS)
    mixed = (rows * _FACTORS[: rows.size].reshape(rows.shape)).sum(axis=1, dtype=np.uint64)
    bands: list[int] = mixed.tolist()
    return bands
