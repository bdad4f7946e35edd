"""Quality: an integer that is the sum of named parts."""

import msgspec

from coranto.model import reason as reasons
from coranto.model.reason import Reason

_NONE = reasons.text("")


class ScorePart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One summand of a quality or a heat; ``points`` may be negative.

    Parameters
    ----------
    name : str
        What counts: a name that Coranto gives (``image``, ``related``) and shows in the reader's language, or a
        person's own (a topic, a keyword in quotation marks, the name that a plugin gives), which is never translated.
    points : int
        What it counts.
    reason : Reason
        Why it counts.
    because : str
        The reason in words, for signals that have no code and for parts that were stored with one; it becomes a reason
        with the code ``text`` and is empty afterwards.

    """

    name: str
    points: int
    reason: Reason = _NONE
    because: str = ""

    def __post_init__(self) -> None:
        if self.because:
            if self.reason == _NONE:
                msgspec.structs.force_setattr(self, "reason", reasons.text(self.because))
            msgspec.structs.force_setattr(self, "because", "")
