"""Why an article is where it is: the explanation as sums, topics and a sentence, for its page and its story's."""

from collections.abc import Iterable

import msgspec

from coranto.desk import Desk
from coranto.i18n import wording
from coranto.i18n.messages import _
from coranto.model.quality import Part
from coranto.publish.explain import Explanation
from coranto.serve.views import pieces
from coranto.serve.views.pieces import Link


class Sum(msgspec.Struct, frozen=True):
    """An account: its lines, each with its figure, and the total under them."""

    caption: str
    name: str
    lines: list[tuple[str, str, str]]  # name, reason, figure
    total: str
    hot: bool = False


class Reason(msgspec.Struct, frozen=True):
    """A topic and what gave it: keywords of the title, or another reason in words."""

    topic: Link
    keywords: tuple[str, ...]
    because: str


class Account(msgspec.Struct, frozen=True):
    """The account of an article."""

    decision: str
    sums: list[Sum]
    reasons: list[Reason]


def account(desk: Desk, told: Explanation) -> Account:
    """Set an explanation as an account."""
    sums = [Sum(_("Quality of the article"), _("Quality"), _lines(told.parts), _figure(told.quality))]
    if told.heat_parts:
        sums.append(Sum(_("Heat of the story"), _("Heat"), _lines(told.heat_parts), _figure(told.heat), hot=True))
    reasons = [
        Reason(
            Link(match.name, pieces.topic_path(desk, match.id)),
            match.keywords,
            "" if match.keywords else wording.say(*match.reasons),
        )
        for match in told.topics
    ]
    return Account(wording.say(told.decision), sums, reasons)


def _lines(parts: Iterable[Part]) -> list[tuple[str, str, str]]:
    told = [(wording.name(part), wording.say(part.reason), _figure(part.points)) for part in parts]
    return [(f"{name[:1].upper()}{name[1:]}", because, figure) for name, because, figure in told]


def _figure(points: int) -> str:
    return f"−{-points}" if points < 0 else str(points)
