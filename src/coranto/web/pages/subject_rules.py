"""The rules of the subject profile in words and numbers, for the page of rules."""

from coranto.heat import rank, subject
from coranto.i18n import formats, wording
from coranto.i18n.messages import _
from coranto.model.settings import Settings
from coranto.score import form
from coranto.web import words
from coranto.web.pages.explanation import ScoreSum

_READERS = 5  # of the example
_OTHERS = 3  # further outlets of the example


def evidence(settings: Settings) -> list[tuple[str, str]]:
    """Return what is evidence for a topic, with its weight."""
    rules = settings.subject
    rows = [
        (_("a keyword in the title"), rules.title),
        (_("a keyword in the summary"), rules.summary),
        (_("a second keyword in the same place"), rules.further),
        (_("each mention in the first paragraphs, at most {most}", most=rules.mentions), rules.text),
        (_("a keyword among the publisher’s categories"), rules.label),
        (_("its source is on the topic"), rules.source),
    ]
    return [(what, formats.decimal(weight)) for what, weight in rows if weight]


def points(settings: Settings) -> list[tuple[str, str]]:
    """Return the points of quality."""
    rules = settings.subject
    share = f"{100 * rules.also:g}"
    rows = [
        (_("each unit of evidence for its strongest topic, at most {most}", most=f"{rules.most:g}"), rules.points),
        (_("each further topic"), rules.another),
        (_("it has a picture"), rules.image),
        (_("its text cites no other outlet"), rules.own),
        (_("it is on a topic that is never published"), -rules.never),
    ]
    costs = form.COSTS | rules.headline
    rows += [(words.said(form.reason(name)), -cost) for name, cost in costs.items()]
    lines = [(what, f"−{-number}" if number < 0 else f"+{number}") for what, number in rows if number]
    lines.append((_("a topic that is only also of interest"), _("{share} % of its points", share=share)))
    if rules.taught:
        lines.append(
            (_("what the editors’ decisions taught, once it ranks better than the rules alone"), f"±{rules.taught}")
        )
    return lines


def example(settings: Settings) -> ScoreSum:
    """Compute an example: a keyword in the title, a picture; three more outlets, fresh, five readers."""
    rules = settings.subject
    on = round(rules.points * min(rules.title, rules.most))
    summands = subject.summed(on + rules.image, _OTHERS, 0, _READERS, settings)
    lines = [
        (_("A keyword"), _("in its title"), str(on)),
        (_("A picture"), "", str(rules.image)),
    ]
    lines += [(wording.name(part).capitalize(), words.said(part.reason), str(part.points)) for part in summands[1:]]
    return ScoreSum(_("An example"), _("Heat"), lines, str(rank.total(summands)), hot=True)
