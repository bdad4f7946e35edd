"""Why something is as it is: a code with parameters. The wording belongs to one place, in the reader's language."""

from __future__ import annotations

import msgspec

Value = str | int | float | list[str]


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reason as data.

    Parameters
    ----------
    code : str
        What is said, as ``room.what``: ``topic.in_title``, ``decision.below``, ``quality.image``.
    params : dict
        Names, numbers and words that the sentence has; a person's own words are a parameter and never translated.
    within : tuple of Reason
        Reasons that this one quotes or joins (the rules that an editor overruled).

    """

    code: str
    params: dict[str, Value] = {}
    within: tuple[Reason, ...] = ()


def text(words: str) -> Reason:
    """Return a reason that is nothing but words: of a plugin, or stored before reasons were data."""
    return Reason(code="text", params={"text": words})


def joined(reasons: tuple[Reason, ...]) -> Reason:
    """Return several reasons as one; a single one stays as it is."""
    return reasons[0] if len(reasons) == 1 else Reason(code="joined", within=reasons)
