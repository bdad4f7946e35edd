"""A story that goes on for weeks is a chain of parts."""

from datetime import UTC, datetime, timedelta

import pytest

from coranto.model.settings import Stories
from coranto.story import edits
from coranto.story.apply_placement import apply_placement, touched
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item
from coranto.story.rebuild import rebuild

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def told(day, more=""):
    """Return the article of a day about one ferry."""
    return Item(
        id=f"d{day}{more}",
        title=f"Skagen ferry aground: salvage crew at work, day {day} {more}",
        published=START + timedelta(days=day),
        language="en",
    )


@pytest.fixture
def clusterer():
    return Clusterer(Stories())


def test_it_is_neither_one_pile_nor_a_story_a_day(clusterer):
    placed = [clusterer.place(told(day)) for day in range(24)]
    assert [placement.story for placement in placed] == ["sd0"] * 8 + ["sd8"] * 8 + ["sd16"] * 8
    assert {n: placement.continues for n, placement in enumerate(placed) if placement.continues} == {
        8: "sd0",
        16: "sd8",
    }
    assert all(placement.merged == () for placement in placed)


def test_the_article_that_opens_a_part_says_what_ties_it_to_the_earlier_one(clusterer):
    stories = {}
    for day in range(10):
        placement = clusterer.place(told(day))
        assert touched(f"d{day}", placement, {}) >= {placement.story, placement.continues} - {""}
        stories |= apply_placement(f"d{day}", placement, stories)
    opening = stories["sd8"].members[0]
    assert opening.continues == "sd0"
    assert opening.score == pytest.approx(sum(tie.weight for tie in opening.evidence), abs=2e-4)
    assert {"skagen", "ferry"} <= {tie.term for tie in opening.evidence}
    assert [(near.article, near.continues) for near in stories["sd0"].near if near.continues] == [("d8", True)]


def test_what_comes_late_joins_the_part_of_its_date(clusterer):
    for day in range(10):
        clusterer.place(told(day))
    assert clusterer.place(told(2, "late")).story == "sd0"
    assert clusterer.place(told(9, "in time")).story == "sd8"


def test_a_person_may_make_two_parts_one_and_the_story_goes_on(clusterer):
    for day in range(10):
        clusterer.place(told(day))
    assert edits.merge(clusterer, "sd0", "sd8") == ("sd8", "sd0")
    placement = clusterer.place(told(10))
    assert (placement.story, placement.continues) == ("sd10", "sd0")
    assert clusterer.place(told(11)).story == "sd10"


def test_it_goes_on_from_its_state_and_from_its_stories(clusterer):
    placed = [(told(day), clusterer.place(told(day)).story) for day in range(10)]
    again = Clusterer.load(Stories(), clusterer.dump())
    assert again.dump() == clusterer.dump()
    made = rebuild(Stories(), placed)
    made.chain([("sd0", "sd8"), ("sover", "sd8")])
    for one in (clusterer, again, made):
        assert [one.place(told(day)).story for day in (10, 13)] == ["sd8"] * 2
        assert one.place(told(16)).continues == "sd8"


def test_the_length_of_a_part_is_a_setting():
    clusterer = Clusterer(Stories(part_days=4))
    assert [clusterer.place(told(day)).story for day in range(6)] == ["sd0"] * 5 + ["sd5"]
    clusterer = Clusterer(Stories(part_days=1))
    stories = {clusterer.place(told(day)).story for day in range(4)}
    assert stories == {"sd0"}, "a part is never shorter than the time that a story waits"
