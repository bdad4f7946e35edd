"""Heat in the subject profile: outlets and not pieces, and readers who decide nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.decide import decision
from coranto.heat import subject
from coranto.i18n.wording import say
from coranto.model.article import TopicMatch
from coranto.model.settings import Outlet, Settings

SITE = Settings(profile="subject")
ON = (TopicMatch(id="t", name="T", because="", evidence=2.0),)


def points(parts):
    return {part.name: part.points for part in parts}


def test_eight_pieces_of_one_outlet_are_one_outlet(make):
    lead = make("Lead", "a.org", quality=20, topics=ON)
    others = [make(f"Piece {n}", "a.org", topics=ON) for n in range(7)]
    assert "outlets" not in points(subject.parts(lead, others, 0, SITE))


def test_each_further_outlet_counts_once_up_to_the_limit(make):
    lead = make("Lead", "a.org", quality=20, topics=ON)
    others = [make(f"Piece {n}", f"{n % 3}.org", topics=ON) for n in range(9)]
    assert points(subject.parts(lead, others, 0, SITE))["outlets"] == 30
    many = [make(f"Piece {n}", f"{n}.org", topics=ON) for n in range(30)]
    assert points(subject.parts(lead, many, 0, SITE))["outlets"] == 80


def test_outlets_of_one_owner_count_as_one(make):
    site = Settings(profile="subject", outlets={f"{n}.org": Outlet(owner="Chain") for n in range(4)})
    others = [make(f"Piece {n}", f"{n}.org", topics=ON) for n in range(6)]
    assert points(subject.parts(make("Lead", "a.org", topics=ON), others, 0, site))["outlets"] == 30
    assert points(subject.parts(make("Lead", "0.org", topics=ON), others, 0, site))["outlets"] == 20


def test_outlets_off_the_subject_do_not_count(make):
    lead = make("Lead", "a.org", quality=20, topics=ON)
    assert "outlets" not in points(subject.parts(lead, [make("Other", "b.org")], 0, SITE))


def test_a_story_is_fresh_by_its_newest_article_when_it_last_moved(make):
    old = make("Old", "a.org", "2026-03-01T12:00:00Z", seen=make(day="2026-03-04T12:00:00Z").seen)
    new = make("New", "b.org", "2026-03-03T00:00:00Z")
    assert "fresh" not in points(subject.parts(old, [], 0, SITE))
    assert points(subject.parts(old, [new], 0, SITE))["fresh"] == 10


@pytest.mark.parametrize("readers", [40, 10_000, 100_000])
def test_no_crowd_of_readers_moves_a_decision(make, readers):
    lead = make("Lead", quality=20, topics=ON)
    site = Settings(profile="subject", publish=type(SITE.publish)(threshold=21))
    quiet, crowded = (decision.decide(lead, lead, [], count, site) for count in (0, readers))
    assert crowded.published is quiet.published is False
    assert crowded.heat - quiet.heat <= 6


@given(st.integers(0, 10**9))
def test_readers_never_count_more_than_the_setting(readers):
    assert 0 <= subject.reading(readers, SITE.publish.readers) <= SITE.publish.readers


def test_what_is_off_the_subject_is_not_published_however_hot(make):
    lead = make("Lead", quality=500)
    verdict = decision.decide(lead, lead, [], 0, SITE)
    assert (verdict.published, verdict.rule) == (False, "off topic")
    open_site = Settings(profile="subject", publish=type(SITE.publish)(off_topic=True))
    assert decision.decide(lead, lead, [], 0, open_site).published


def test_a_topic_that_is_never_published_wins_over_one_that_is(make):
    never = TopicMatch(id="n", name="Stars", because="", evidence=2.0, role="never")
    lead = make("Lead", quality=500, topics=(*ON, never))
    said = say(decision.decide(lead, lead, [], 0, SITE).reason)
    assert said == "Not published: it is on Stars, which is never published."


def test_what_was_published_stays_when_the_line_rises(make):
    lead = make("Lead", quality=20, topics=ON)
    kept = decision.decide(lead, lead, [], 0, SITE, was=True)
    assert (kept.published, kept.rule) == (True, "kept")
    assert not decision.decide(make("Off", quality=20), make("Off", quality=20), [], 0, SITE, was=True).published


def test_the_sentence_names_the_line(make):
    lead = make("Lead", quality=80, topics=ON)
    said = say(decision.decide(lead, lead, [], 0, SITE).reason)
    quiet = Settings(profile="subject", publish=type(SITE.publish)(threshold=0))
    all_of_them = say(decision.decide(lead, lead, [], 0, quiet).reason)
    assert all_of_them == "Published: it is on the subject, and there are no more than 10 a day."
    assert said == "Published: it stands at 80 and reaches today’s line of 70 (10 a day)."


def test_an_outlet_that_only_cites_counts_half_and_one_that_copies_none(make):
    lead = make("Lead", "a.org", quality=20, topics=ON)
    others = [make(f"Piece {n}", f"{n}.org", topics=ON) for n in range(4)]
    kinds = dict(zip((one.id for one in others), ("own", "cites", "cites", "copies"), strict=True))
    found = points(subject.parts(lead, others, 0, SITE, kinds))
    assert (found["outlets"], found["citing"], found["copies"]) == (10, 10, 0)
    alone = Settings(profile="subject", publish=type(SITE.publish)(citing=0.0))
    assert points(subject.parts(lead, others, 0, alone, kinds))["citing"] == 0
    assert subject.standing(subject.parts(lead, others, 0, SITE, kinds)) == 40
