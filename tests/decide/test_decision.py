"""The decision and the sentence that says it."""

from datetime import timedelta

import msgspec

from coranto.decide import decision, history
from coranto.i18n.wording import say
from coranto.model.change import Override
from coranto.model.settings import Settings

NEWS = Settings()


def test_a_lead_above_the_line_is_published(make):
    lead = make(quality=58)
    verdict = decision.decide(lead, lead, [lead] * 3, 0, NEWS)
    assert (verdict.heat, verdict.published, say(verdict.reason)) == (
        88,
        True,
        "Published: heat 88 reaches the threshold of 70.",
    )


def test_a_lead_below_it_is_not(make):
    lead = make(quality=58)
    verdict = decision.decide(lead, lead, [lead], 1, NEWS)
    assert (verdict.heat, verdict.published, say(verdict.reason)) == (
        69,
        False,
        "Not published: heat 69 is below the threshold of 70.",
    )


def test_who_does_not_lead_is_cold(make):
    lead, other = make("Lead", "techround.co.uk", quality=58), make("Other", quality=19)
    verdict = decision.decide(other, lead, [lead] * 3, 500, NEWS)
    assert (verdict.heat, verdict.published) == (-1, False)
    assert say(verdict.reason) == "Not published: Techround leads this story (58 against 19)."


def test_of_two_as_good_the_first_leads(make):
    other = make("Other", quality=19)
    lead = make("Lead", quality=19, published=other.published - timedelta(hours=1))
    assert (
        say(decision.decide(other, lead, [lead], 0, NEWS).reason)
        == "Not published: Example leads this story (19 each; it was first)."
    )


def test_an_editor_overrules_both_ways(make):
    lead, other = make("Lead", quality=90), make("Other", quality=1)
    held = decision.decide(lead, lead, [], 0, NEWS, edited=Override(article=lead.id, published=False))
    lifted = decision.decide(other, lead, [], 0, NEWS, edited=Override(article=other.id, published=True))
    assert (held.published, held.rule, held.heat) == (False, "editor", 90)
    assert (lifted.published, lifted.rule, lifted.heat) == (True, "editor", -1)
    assert "the rules: Published" in say(held.reason)


def test_related_are_the_best_first_within_five_days(make):
    subject = make("S", day="2026-03-10T12:00:00Z")
    best = make("B", day="2026-03-15T11:00:00Z", quality=50)
    early = make("E", day="2026-03-06T12:00:00Z", quality=19)
    later = make("L", day="2026-03-11T12:00:00Z", quality=19)
    far = make("F", day="2026-03-15T13:00:00Z", quality=99)
    assert decision.related(subject, [later, subject, far, early, best], NEWS) == [best, early, later]


def test_a_flood_of_one_outlet_heats_like_one_outlet(make):
    lead = make("Chip scandal", outlet="flood.example", quality=20)
    flood = [make(f"Chip scandal {n}", outlet="flood.example", quality=10) for n in range(600)]
    papers = [make("Chip scandal", outlet=f"{name}.example", quality=10) for name in "abcd"]
    rules = Settings()
    assert decision.decide(lead, lead, flood, 0, rules).heat == 20 + 3 * 10
    assert decision.decide(lead, lead, [*flood, *papers], 0, rules).heat == 20 + 7 * 10
    every = msgspec.structs.replace(rules, publish=msgspec.structs.replace(rules.publish, per_outlet=0))
    assert decision.decide(lead, lead, papers * 2, 0, every).heat == 20 + 8 * 10
    assert history.heat([lead, *flood], rules) == 50
