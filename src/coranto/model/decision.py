"""The decision: what becomes of an article, and by which rule."""

import msgspec

from coranto.model.reason import Reason
from coranto.model.score import ScorePart


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an article: ``reason`` says why.

    ``rule`` is led, threshold, editor or imported; in the subject profile also line, kept or off topic.
    """

    heat: int
    parts: tuple[ScorePart, ...]
    published: bool
    rule: str
    reason: Reason
