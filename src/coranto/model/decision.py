"""The decision: what becomes of an article, and by which rule."""

import msgspec

from coranto.model.reason import Reason
from coranto.model.score import ScorePart


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an article: ``rule`` is led, threshold, editor or imported; ``reason`` says why."""

    heat: int
    parts: tuple[ScorePart, ...]
    published: bool
    rule: str
    reason: Reason
