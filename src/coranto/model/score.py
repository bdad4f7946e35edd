"""Quality: an integer that is the sum of named parts."""

import msgspec


class ScorePart(msgspec.Struct, frozen=True, kw_only=True):
    """One summand of a quality: ``points`` may be negative, ``because`` is a sentence part for people."""

    name: str
    points: int
    because: str
