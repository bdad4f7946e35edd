"""The decision: whether an article is published, and by which rule."""

import msgspec

from coranto.model.reason import Reason
from coranto.model.score import ScorePart


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision about an article.

    It is made once, by ``coranto.decide``, and stored; everything that shows it reads the stored one.

    Attributes
    ----------
    heat : int
        The heat at that time; ``parts`` add up to it. -1, without parts, for an article that does not lead its story.
    rule : str
        ``led``, ``threshold``, ``editor``, ``imported``, ``recorded``, ``undecided``; in the subject profile also
        ``line``, ``kept`` and ``off topic``.
    reason : Reason
        Why, shown to readers.
    lead : str
        Id of the story's lead at that time; empty if not recorded.
    threshold : int or None
        The heat that publishes the article if it leads.
    digest : str
        The digest of the rules (``coranto.decide.rules_digest``); empty if it was not made by rules.
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
