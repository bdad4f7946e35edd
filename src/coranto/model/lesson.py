"""A lesson: one decision of an editor or of readers about an article, as it was counted into the taught table."""

from typing import Literal

import msgspec

Kind = Literal["publish", "hide", "pin", "kept", "passed", "opened"]
BY_HAND = ("publish", "hide", "pin")
KINDS = (*BY_HAND, "kept", "passed", "opened")


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """A counted decision. It names nobody: neither the editor nor a reader.

    Attributes
    ----------
    article : str
        Its id; an article teaches one lesson at a time.
    day : str
        The UTC day on which it was published; articles of a day compete.
    kind : str
        ``publish``, ``hide``, ``pin``: an editor did so. ``kept``: an editor at work that day left it published.
        ``passed``: an editor at work that day left it unpublished. ``opened``: what readers did with a published one.
    picked : bool
        Whether it was chosen.
    features : tuple of tuple of str
        What was counted, by kind of row, so that exactly that can be subtracted.
    formula, table : float
        Points that the rules and the table gave before the decision was known.

    """

    article: str
    day: str
    kind: Kind
    picked: bool
    features: tuple[tuple[str, ...], ...]
    formula: float
    table: float
