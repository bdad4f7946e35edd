"""The decision and the sentence that says it."""

from coranto.decide import decision
from coranto.model.change import Override
from coranto.model.settings import Settings

NEWS = Settings()


def test_a_lead_above_the_line_is_published(make):
    lead = make(quality=58)
    verdict = decision.decide(lead, lead, 3, 0, NEWS)
    assert (verdict.heat, verdict.published, verdict.sentence) == (
        88,
        True,
        "Published: heat 88 reaches the threshold of 70.",
    )


def test_a_lead_below_it_is_not(make):
    lead = make(quality=58)
    verdict = decision.decide(lead, lead, 1, 1, NEWS)
    assert (verdict.heat, verdict.published, verdict.sentence) == (
        69,
        False,
        "Not published: heat 69 is below the threshold of 70.",
    )


def test_who_does_not_lead_is_cold(make):
    lead, other = make("Lead", "techround.co.uk", quality=58), make("Other", quality=19)
    verdict = decision.decide(other, lead, 3, 500, NEWS)
    assert (verdict.heat, verdict.published) == (-1, False)
    assert verdict.sentence == "Not published: Techround leads this story (58 against 19)."


def test_of_two_as_good_the_first_leads(make):
    lead, other = make("Lead", quality=19), make("Other", quality=19)
    assert (
        decision.decide(other, lead, 1, 0, NEWS).sentence
        == "Not published: Example leads this story (19 each; it was first)."
    )


def test_an_editor_overrules_both_ways(make):
    lead, other = make("Lead", quality=90), make("Other", quality=1)
    held = decision.decide(lead, lead, 0, 0, NEWS, ruling=Override(article=lead.id, published=False))
    lifted = decision.decide(other, lead, 0, 0, NEWS, ruling=Override(article=other.id, published=True))
    assert (held.published, held.rule, held.heat) == (False, "editor", 90)
    assert (lifted.published, lifted.rule, lifted.heat) == (True, "editor", -1)
    assert "the rules: Published" in held.sentence


def test_related_are_the_best_first_within_five_days(make):
    subject = make("S", day="2026-03-10T12:00:00Z")
    best = make("B", day="2026-03-15T11:00:00Z", quality=50)
    early = make("E", day="2026-03-06T12:00:00Z", quality=19)
    later = make("L", day="2026-03-11T12:00:00Z", quality=19)
    far = make("F", day="2026-03-15T13:00:00Z", quality=99)
    assert decision.related(subject, [later, subject, far, early, best], NEWS) == [best, early, later]
