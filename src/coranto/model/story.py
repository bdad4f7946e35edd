"""A story: what several articles tell together, with the evidence that ties each of them to it."""

from datetime import datetime

import msgspec

REST = "other words"  # what the terms named in the evidence leave of a score


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """One term of the evidence; the weights of a member's ties add up to its score."""

    term: str
    weight: float


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """An article of a story; ``score`` is what it was when it joined, 1.0 for the article that opened the story."""

    article: str
    score: float = 1.0
    evidence: tuple[Tie, ...] = ()


class Neighbour(msgspec.Struct, frozen=True, kw_only=True):
    """An article near a story (the subject, not the event): listed as related, but neither demoting nor heating."""

    article: str
    score: float
    evidence: tuple[Tie, ...] = ()


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """An event and the articles that tell it. An article belongs to exactly one story; ``id`` never changes."""

    id: str
    lead: str
    members: tuple[Member, ...] = ()
    near: tuple[Neighbour, ...] = ()


class StorySpan(msgspec.Struct, frozen=True):
    """A published story as lists of pages name it.

    ``title`` is its lead's; ``first`` when the first of its published records was published, ``changed`` when one of
    them was last another one.
    """

    story: str
    title: str
    first: datetime
    changed: datetime
