"""A reason: a code with parameters. Its wording is in one place, in the reader's language."""

from __future__ import annotations

import msgspec

Value = str | int | float | list[str]


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reason as data.

    Parameters
    ----------
    code : str
        The code, as ``room.what``: ``topic.in_title``, ``decision.below``, ``quality.image``.
    params : dict
        Names, numbers and words of the sentence; words that a person wrote are parameters and never translated.
    within : tuple of Reason
        Reasons that this one quotes or joins (the rules that an editor overruled).

    """

    code: str
    params: dict[str, Value] = {}
    within: tuple[Reason, ...] = ()


def text(words: str, **values: Value) -> Reason:
    """Return a reason that consists of text only: from a plugin, an error, or stored before reasons were data.

    ``values`` stand in the braces of the text; with them it is kept as ``message`` too, to be translated.
    """
    if not values:
        return Reason(code="text", params={"text": words})
    return Reason(code="text", params={**values, "text": words.format(**values), "message": words})


def joined(reasons: tuple[Reason, ...]) -> Reason:
    """Return several reasons as one; a single one is returned unchanged."""
    return reasons[0] if len(reasons) == 1 else Reason(code="joined", within=reasons)
