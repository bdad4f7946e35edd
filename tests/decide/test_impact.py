"""Whose records an arrival may change: everybody whose decision or list names something else by it."""

from datetime import timedelta

from coranto.decide import impact
from coranto.model.settings import Settings
from coranto.model.story import Member, Neighbour, Story

NEWS = Settings()


def story(lead, *members, near=()):
    return Story(
        id="s",
        lead=lead.id,
        members=tuple(Member(article=one.id) for one in members),
        near=tuple(Neighbour(article=one.id, score=0.1) for one in near),
    )


def test_another_lead_concerns_all_members_however_far_they_are_in_time(make):
    lead, new = make("Lead", quality=50), make("New", quality=60)
    old = make("Old", day="2026-02-01T12:00:00Z", quality=1)
    articles = {one.id: one for one in (lead, new, old)}
    told = story(lead, lead, old, new)
    assert impact.affected_articles(new, [told], articles, NEWS) == articles.keys()


def test_an_arrival_that_does_not_lead_concerns_those_within_reach(make):
    lead, new = make("Lead", quality=50), make("New", quality=40)
    old = make("Old", published=lead.published - timedelta(days=6), quality=1)
    articles = {one.id: one for one in (lead, new, old)}
    assert impact.affected_articles(new, [story(lead, lead, old, new)], articles, NEWS) == {lead.id, new.id}


def test_an_arrival_concerns_the_articles_that_are_near_its_story(make):
    lead, new, near = make("Lead", quality=50), make("New", quality=40), make("Near")
    told = story(lead, lead, new, near=[near])
    assert near.id in impact.affected_articles(new, [told], {one.id: one for one in (lead, new)}, NEWS)
