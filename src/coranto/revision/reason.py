"""A difference as a reason: a code with what it was before and after."""

from coranto.model.reason import Reason
from coranto.model.revision import Difference

_CODES = {
    "headline": "revision.headline",
    "number": "revision.number",
    "name": "revision.name",
    "quote": "revision.quote",
}


def of(difference: Difference) -> Reason:
    """Return the reason ``revision.KIND``; for what was added or left out, with the code of that."""
    before, after = difference.before, difference.after
    if not before:
        return Reason("revision.added", {"after": after})
    if not after:
        return Reason("revision.left_out", {"before": before})
    return Reason(_CODES[difference.kind], {"before": before, "after": after})
