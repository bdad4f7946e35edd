"""The explanation of an article as public JSON: each reason as a code with parameters, and as a sentence.

The sentence is in the language in use: the site's over the API, English on the command line.
"""

from datetime import datetime
from typing import Literal

import msgspec

from coranto.decide import also_told, explain
from coranto.i18n import current, wording
from coranto.model import article, score
from coranto.model import reason as reasons
from coranto.model.article import Reprint
from coranto.model.edit import StoryEdit
from coranto.model.reason import Value
from coranto.model.revision import Revision
from coranto.model.sourcing import Account, Citation
from coranto.model.story import EvidenceTerm, Member, Neighbour
from coranto.revision import reason as revision_reason


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
    """An article as the newsroom knows it; its topics and parts have their reasons in words.

    msgspec lets a field have another type than its parent's; mypy does not.
    """

    topics: tuple[TopicMatch, ...]  # type: ignore[assignment]
    parts: tuple[Part, ...]  # type: ignore[assignment]
    labels: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET  # type: ignore[assignment]  # absent where it has none
    citations: tuple[Citation, ...] | msgspec.UnsetType = msgspec.UNSET  # type: ignore[assignment]  # as labels
    same_text: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET  # type: ignore[assignment]  # as labels
    own_report: bool | msgspec.UnsetType = msgspec.UNSET  # type: ignore[assignment]  # absent where it is none


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


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What an outlet changed in an article of the story; ``place`` is where: headline, summary or text."""

    number: int
    article: str
    seen: datetime
    kind: str
    before: str
    after: str
    place: str
    context: str
    says: str
    reason: Reason


class AlsoTold(msgspec.Struct, frozen=True, kw_only=True):
    """A published story of another language that tells the same; the weights of the evidence add up to the score."""

    story: str
    language: str
    title: str
    score: float
    evidence: tuple[EvidenceTerm, ...]
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
    account: Account
    original: str
    original_reason: Reason | None
    edits: tuple[Reason, ...] | msgspec.UnsetType = msgspec.UNSET  # editors' decisions about it
    revisions: tuple[Change, ...] | msgspec.UnsetType = msgspec.UNSET  # what outlets changed in its story's articles
    also_told: tuple[AlsoTold, ...] | msgspec.UnsetType = msgspec.UNSET  # its story in other languages


def reason(value: reasons.Reason) -> Reason:
    """Return a reason in its public JSON form."""
    return Reason(code=value.code, params=value.params, within=tuple(map(reason, value.within)))


def part(value: score.ScorePart) -> Part:
    """Return a summand with its reason in words."""
    return current.remembered(value, _part)


def _part(value: score.ScorePart) -> Part:
    return Part(name=value.name, points=value.points, because=wording.say(value.reason), reason=reason(value.reason))


def topic(value: article.TopicMatch) -> TopicMatch:
    """Return a topic with its reasons in words; several reasons become one, ``joined``."""
    return current.remembered(value, _topic)


def _topic(value: article.TopicMatch) -> TopicMatch:
    return TopicMatch(
        id=value.id,
        name=value.name,
        because=wording.say(*value.reasons),
        keywords=value.keywords,
        reason=reason(reasons.joined(value.reasons)),
        evidence=value.evidence or msgspec.UNSET,
        role=value.role if value.role != "core" else msgspec.UNSET,
    )


def verdict(value: StoryEdit) -> Verdict:
    """Return an edit of a story, with its sentences."""
    deed = explain.deed(value)
    facts = msgspec.structs.asdict(value)
    return Verdict(
        **facts
        | {
            "trouble": wording.say(value.trouble) if value.trouble else "",
            "trouble_reason": reason(value.trouble) if value.trouble else None,
            "says": wording.say(deed),
            "reason": reason(deed),
        }
    )


def change(value: Revision) -> Change:
    """Return what an outlet changed, with its sentence."""
    because = revision_reason.of(value.difference)
    return Change(
        number=value.number,
        article=value.article,
        seen=value.seen,
        kind=value.difference.kind,
        before=value.difference.before,
        after=value.difference.after,
        place=value.difference.place,
        context=value.difference.context,
        says=wording.say(because),
        reason=reason(because),
    )


def retelling(value: also_told.Retelling) -> AlsoTold:
    """Return a story of another language, with its sentence."""
    because = also_told.reason(value)
    return AlsoTold(
        story=value.link.other,
        language=value.link.languages[1],
        title=value.lead.title,
        score=value.link.score,
        evidence=value.link.evidence,
        says=wording.say(because),
        reason=reason(because),
    )


def explanation(explained: explain.Explanation) -> Explanation:
    """Return an explanation with all its reasons in words."""
    facts = msgspec.structs.asdict(explained)
    del facts["until"], facts["story_edits"]  # a hint for what keeps pages, no fact; and what has another key here
    return Explanation(
        **facts
        | {
            "article": _article(explained.article),
            "found": tuple(map(wording.say, explained.found)),
            "found_reasons": tuple(map(reason, explained.found)),
            "topics": tuple(map(topic, explained.topics)),
            "parts": tuple(map(part, explained.parts)),
            "heat_parts": tuple(map(part, explained.heat_parts)),
            "members": tuple((_article(member_article), member) for member_article, member in explained.members),
            "near": tuple((_article(near_article), neighbour) for near_article, neighbour in explained.near),
            "near_to": tuple((story, _article(lead), neighbour) for story, lead, neighbour in explained.near_to),
            "decision": wording.say(explained.decision),
            "decision_reason": reason(explained.decision),
            "verdicts": tuple(map(verdict, explained.story_edits)),
            "original": wording.say(explained.original) if explained.original else "",
            "original_reason": reason(explained.original) if explained.original else None,
            "also_told": tuple(map(retelling, explained.also_told)) or msgspec.UNSET,
            "revisions": tuple(map(change, explained.revisions)) or msgspec.UNSET,
            "edits": msgspec.UNSET if explained.edits is msgspec.UNSET else tuple(map(reason, explained.edits)),
        }
    )


def _article(value: article.Article) -> Article:
    facts = msgspec.structs.asdict(value)
    facts["topics"] = tuple(map(topic, value.topics))
    facts["parts"] = tuple(map(part, value.parts))
    for name in ("labels", "citations", "same_text", "own_report"):
        facts[name] = getattr(value, name) or msgspec.UNSET
    return Article(**facts)
