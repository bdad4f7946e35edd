"""A story: articles about one event, with the evidence that ties each of them to it."""

from datetime import datetime

import msgspec

REST = "other words"  # the rest of a score beside the named terms


class EvidenceTerm(msgspec.Struct, frozen=True, kw_only=True):
    """One term of the evidence; the weights of a member's ties add up to its score."""

    term: str
    weight: float


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """An article of a story; ``score`` is what it was when it joined, 1.0 for the article that opened the story.

    ``continues`` is the id of the story that this one is the next part of, if the article opened it as such; its score
    and evidence are then those with regard to that earlier part. ``series`` names the outlet's series that it is an
    instalment of, whose words were not compared.
    """

    article: str
    score: float = 1.0
    evidence: tuple[EvidenceTerm, ...] = ()
    continues: str = ""
    series: str = ""


class Neighbour(msgspec.Struct, frozen=True, kw_only=True):
    """An article near a story (the subject, not the event): listed as related, but neither demoting nor heating.

    ``continues`` says that the article opened the story's next part.
    """

    article: str
    score: float
    evidence: tuple[EvidenceTerm, ...] = ()
    continues: bool = False


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """An event and the articles that tell it. An article belongs to exactly one story; ``id`` never changes."""

    id: str
    lead: str
    members: tuple[Member, ...] = ()
    near: tuple[Neighbour, ...] = ()


class StoryState(msgspec.Struct, frozen=True, kw_only=True):
    """A story as stored, hidden articles included: the state that an undo restores.

    ``members`` and ``near`` have numbers in order of joining. ``heir`` is the story it ended in, and
    ``heirs_of`` are the stories that ended in it.
    """

    id: str
    heir: str | None = None
    members: tuple[tuple[int, Member], ...] = ()
    near: tuple[tuple[int, Neighbour], ...] = ()
    heirs_of: tuple[str, ...] = ()


class StorySpan(msgspec.Struct, frozen=True):
    """A published story as listed on pages.

    ``title`` is its lead's; ``first`` is the time of its first published record, ``changed`` the time of the last
    change to one of them.
    """

    story: str
    title: str
    first: datetime
    changed: datetime
