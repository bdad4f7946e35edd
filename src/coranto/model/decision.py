"""The decision: what becomes of an article, and by which rule."""

import msgspec

from coranto.model.reason import Reason
from coranto.model.score import ScorePart


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an article.

    It is made once, by ``coranto.decide``, and stored; everything that shows it reads it.

    Attributes
    ----------
    heat : int
        When it was made; ``parts`` add up to it. -1, without parts, for an article that does not lead its story.
    rule : str
        ``led``, ``threshold``, ``editor``, ``imported``, ``recorded``, ``undecided``; in the subject profile also
        ``line``, ``kept`` and ``off topic``.
    reason : Reason
        Why, for people.
    lead : str
        Id of the article that led the story then; empty where it was not recorded.
    threshold : int or None
        The heat that publishes the article, where it leads.
    digest : str
        Of the rules that made it (``coranto.decide.rules``); empty where no rules did.
    profile : str
        The profile that made it: ``classic`` or ``subject``.
    ruled : bool
        What the rules said, whatever an editor decided.

    """

    heat: int
    parts: tuple[ScorePart, ...]
    published: bool
    rule: str
    reason: Reason
    lead: str = ""
    threshold: int | None = None
    digest: str = ""
    profile: str = "classic"
    ruled: bool = False
