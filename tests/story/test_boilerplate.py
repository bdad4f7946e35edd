"""Sentences that come under everything are learnt and left out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.model.settings import Stories
from coranto.story.boilerplate import Boilerplate
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

FILLER = "Sign up for our newsletter and never miss a story."
TITLES = ["Ferry aground off Skagen", "Parliament rejects budget", "Museum reopens in Bergen", "Storm closes airport"]


def words(title):
    return title.casefold().split()


def test_a_sentence_under_three_titles_with_nothing_in_common_is_left_out_from_then_on():
    known = Boilerplate()
    stripped = [known.strip(title, f"News of the day {n}. {FILLER}", words) for n, title in enumerate(TITLES)]
    assert stripped[:2] == [f"News of the day {n}. {FILLER}" for n in (0, 1)]
    assert stripped[2:] == ["News of the day 2.", "News of the day 3."]


def test_a_sentence_under_titles_of_one_event_stays():
    known = Boilerplate()
    titles = ["Ferry aground off Skagen", "Skagen ferry refloated", "Captain of Skagen ferry questioned"] * 3
    assert {known.strip(title, "The ferry had 212 passengers on board.", words) for title in titles} == {
        "The ferry had 212 passengers on board."
    }


def test_a_tail_that_repeats_the_title_is_known_by_the_rest():
    known = Boilerplate()
    tails = [f"The post {title} appeared first on The Bergen Blog." for title in TITLES]
    assert [known.strip(title, tail, words) for title, tail in zip(TITLES, tails, strict=True)][2:] == ["", ""]


@given(st.text(max_size=80), st.text(max_size=200))
def test_what_is_left_is_made_of_what_was_there(title, excerpt):
    known = Boilerplate()
    for _ in range(4):
        left = known.strip(title, excerpt, words)
        assert set(left.split()) <= set(excerpt.split())


def test_strangers_with_one_standfirst_are_not_one_story():
    clusterer, start = Clusterer(Stories()), datetime(2026, 3, 2, tzinfo=UTC)
    stories = [
        clusterer.place(Item(id=str(n), title=title, excerpt=FILLER, published=start + timedelta(hours=n))).story
        for n, title in enumerate(TITLES)
    ]
    assert len(set(stories[1:])) == 3


def test_a_sentence_without_a_title_teaches_nothing_but_is_left_out_once_it_is_known():
    known = Boilerplate()
    assert [known.strip("", FILLER, words) for _ in range(5)] == [FILLER] * 5
    for title in TITLES:
        known.strip(title, FILLER, words)
    assert known.strip("", FILLER, words) == ""
