"""What is known of an article as public JSON: each reason as code and parameters, and as a sentence beside them.

The sentence is in the language in use: the site's over the API, English on the command line.
"""

from datetime import datetime
from typing import Literal

import msgspec

from coranto.decide import explain
from coranto.i18n import current, wording
from coranto.model import article, score
from coranto.model import edit as verdicts
from coranto.model import reason as reasons
from coranto.model.article import Reprint
from coranto.model.reason import Value
from coranto.model.story import Member, Neighbour


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason: a code with parameters, and the reasons that it quotes or joins."""

    code: str
    params: dict[str, Value]
    within: tuple["Reason", ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A summand of a quality or a heat; ``because`` is its reason in words."""

    name: str
    points: int
    because: str
    reason: Reason


class TopicMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of an article; ``because`` is the reason in words.

    ``evidence`` and ``role`` are of the subject profile; ``role`` is absent where it is ``core``.
    """

    id: str
    name: str
    because: str
    keywords: tuple[str, ...]
    reason: Reason
    evidence: float | msgspec.UnsetType = msgspec.UNSET
    role: str | msgspec.UnsetType = msgspec.UNSET


class Article(article.Article, frozen=True, kw_only=True):
    """An article as the newsroom knows it; its topics and parts have their reasons in words."""

    topics: tuple[TopicMatch, ...]  # type: ignore[assignment]
    parts: tuple[Part, ...]  # type: ignore[assignment]
    labels: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET  # type: ignore[assignment]  # absent where it has none


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a person did to a story; ``trouble`` is in words why nothing was done, empty where something was."""

    number: int
    kind: Literal["merge", "split", "move"]
    story: str
    other: str
    articles: tuple[str, ...]
    why: str
    at: datetime
    arrival: int | None
    made: str
    moved: tuple[str, ...]
    trouble: str
    trouble_reason: Reason | None
    says: str
    reason: Reason


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known about one article, see ``coranto.decide.explain.Explanation``.

    ``decision``, ``found`` and ``original`` are sentences; the reasons that they say stand beside them.
    """

    article: Article
    found: tuple[str, ...]
    found_reasons: tuple[Reason, ...]
    topics: tuple[TopicMatch, ...]
    quality: int
    parts: tuple[Part, ...]
    story: str | None
    lead: str | None
    members: tuple[tuple[Article, Member], ...]
    near: tuple[tuple[Article, Neighbour], ...]
    near_to: tuple[tuple[str, Article, Neighbour], ...]
    heat: int
    heat_parts: tuple[Part, ...]
    readers: int
    published: bool
    rule: str
    decision: str
    decision_reason: Reason
    path: str | None
    reprints: tuple[Reprint, ...]
    verdicts: tuple[Verdict, ...]
    original: str
    original_reason: Reason | None
    edits: tuple[Reason, ...] | msgspec.UnsetType = msgspec.UNSET  # what editors decided about it


def reason(one: reasons.Reason) -> Reason:
    """Return a reason as public JSON has it."""
    return Reason(code=one.code, params=one.params, within=tuple(map(reason, one.within)))


def part(one: score.ScorePart) -> Part:
    """Return a summand with its reason in words."""
    return current.remembered(one, _part)


def _part(one: score.ScorePart) -> Part:
    return Part(name=one.name, points=one.points, because=wording.say(one.reason), reason=reason(one.reason))


def topic(one: article.TopicMatch) -> TopicMatch:
    """Return a topic with its reasons in words; several are one reason, ``joined``."""
    return current.remembered(one, _topic)


def _topic(one: article.TopicMatch) -> TopicMatch:
    return TopicMatch(
        id=one.id,
        name=one.name,
        because=wording.say(*one.reasons),
        keywords=one.keywords,
        reason=reason(reasons.joined(one.reasons)),
        evidence=one.evidence or msgspec.UNSET,
        role=one.role if one.role != "core" else msgspec.UNSET,
    )


def verdict(one: verdicts.StoryEdit) -> Verdict:
    """Return what a person did to a story, in words too."""
    deed = explain.deed(one)
    facts = msgspec.structs.asdict(one)
    return Verdict(
        **facts
        | {
            "trouble": wording.say(one.trouble) if one.trouble else "",
            "trouble_reason": reason(one.trouble) if one.trouble else None,
            "says": wording.say(deed),
            "reason": reason(deed),
        }
    )


def explanation(told: explain.Explanation) -> Explanation:
    """Return an explanation with all its reasons in words."""
    facts = msgspec.structs.asdict(told)
    return Explanation(
        **facts
        | {
            "article": _article(told.article),
            "found": tuple(map(wording.say, told.found)),
            "found_reasons": tuple(map(reason, told.found)),
            "topics": tuple(map(topic, told.topics)),
            "parts": tuple(map(part, told.parts)),
            "heat_parts": tuple(map(part, told.heat_parts)),
            "members": tuple((_article(one), member) for one, member in told.members),
            "near": tuple((_article(one), neighbour) for one, neighbour in told.near),
            "near_to": tuple((story, _article(lead), neighbour) for story, lead, neighbour in told.near_to),
            "decision": wording.say(told.decision),
            "decision_reason": reason(told.decision),
            "verdicts": tuple(map(verdict, told.verdicts)),
            "original": wording.say(told.original) if told.original else "",
            "original_reason": reason(told.original) if told.original else None,
            "edits": msgspec.UNSET if told.edits is msgspec.UNSET else tuple(map(reason, told.edits)),
        }
    )


def _article(one: article.Article) -> Article:
    facts = msgspec.structs.asdict(one)
    facts["topics"] = tuple(map(topic, one.topics))
    facts["parts"] = tuple(map(part, one.parts))
    facts["labels"] = one.labels or msgspec.UNSET
    return Article(**facts)
