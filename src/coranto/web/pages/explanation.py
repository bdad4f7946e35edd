"""The explanation of an article as sums, topics and a paragraph, for its own page and its story's page."""

from collections.abc import Iterable

import msgspec

from coranto.decide import edits, paragraph
from coranto.decide.explain import Explanation
from coranto.i18n import wording
from coranto.i18n.messages import _
from coranto.model.score import ScorePart
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.pages import components
from coranto.web.pages.components import Link


class ScoreSum(msgspec.Struct, frozen=True):
    """A sum: its lines, each with its figure, and the total."""

    caption: str
    name: str
    lines: list[tuple[str, str, str]]  # name, reason, figure
    total: str
    hot: bool = False


class Reason(msgspec.Struct, frozen=True):
    """A topic and its evidence: keywords of the title, or another reason in words."""

    topic: Link
    keywords: tuple[str, ...]
    because: str


class Breakdown(msgspec.Struct, frozen=True):
    """The explained score of an article."""

    decision: str  # a paragraph, which ends with the decision
    sums: list[ScoreSum]
    reasons: list[Reason]


def breakdown(newsroom: Newsroom, explained: Explanation) -> Breakdown:
    """Turn an explanation into the values of a page."""
    sums = [ScoreSum(_("Fit of the article"), _("Fit"), _lines(explained.parts), _figure(explained.quality))]
    if explained.heat_parts:
        sums.append(
            ScoreSum(_("Heat of the story"), _("Heat"), _lines(explained.heat_parts), _figure(explained.heat), hot=True)
        )
    reasons = [
        Reason(
            Link(match.name, components.topic_path(newsroom, match.id)),
            match.keywords,
            "" if match.keywords else words.said(*match.reasons),
        )
        for match in explained.topics
    ]
    return Breakdown(" ".join(map(words.said, paragraph.of(explained))), sums, reasons)


def _lines(parts: Iterable[ScorePart]) -> list[tuple[str, str, str]]:
    lines = [(wording.name(part), words.said(part.reason), _figure(part.points)) for part in parts]
    return [(f"{name[:1].upper()}{name[1:]}", because, figure) for name, because, figure in lines]


def _figure(points: int) -> str:
    return f"−{-points}" if points < 0 else str(points)


def by_hand(explained: Explanation) -> list[str]:
    """Return what editors decided about an article, each with the reason that they gave."""
    return [words.said(edits.explained(one)) for one in explained.edits or ()]
