"""What an article's points depend on besides the numbers of the settings: enough to add them up by other numbers."""

from typing import NamedTuple

import msgspec


class TopicFacts(msgspec.Struct, frozen=True, array_like=True):
    """A topic of an article: its name, its evidence, the number of its keywords in the title, and its role."""

    name: str
    evidence: float = 0.0
    keywords: int = 0
    role: str = "core"


class ScoreFacts(msgspec.Struct, frozen=True, array_like=True):
    """The facts that many articles have alike; ``forms`` are those of its headline (``coranto.score.form``).

    ``told`` is how it tells its story, as far as the article alone knows: ``own``, ``cites`` or ``copies``.
    """

    topics: tuple[TopicFacts, ...] = ()
    forms: tuple[str, ...] = ()
    image: bool = False
    amp: bool = False
    video: bool = False
    own: bool = False
    told: str = "own"
    muted: bool = False  # by a rule of the newsroom, or tried unseen
    held: bool = False


class ScoredArticle(NamedTuple):
    """An article as a replay reads it.

    ``seen`` and ``published`` are microseconds since 1970; ``letters`` the length of its title; ``total`` the sum of
    its points before the floor of zero; ``facts`` its ``ScoreFacts`` as JSON, the same text for the same facts.
    """

    story: str
    article: str
    seen: int
    published: int
    outlet: str
    host: str
    letters: int
    total: int
    facts: str
