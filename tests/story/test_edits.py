"""A person's merges and splits, and that what arrives later obeys them."""

from datetime import UTC, datetime, timedelta

import pytest

from coranto import errors
from coranto.model.settings import Stories
from coranto.story import edits
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
QUAKE = Item(id="a", title="Quake shakes Valparaiso harbour", excerpt="Cranes toppled at the port.", published=START)
NAVY = Item(
    id="b", title="Chilean navy sends divers", excerpt="Ships sank in the bay after tremors at dawn.", published=START
)
BRIDGES = [  # each like both stories: without a person's word the two become one
    Item(
        id="c",
        title="Quake shakes Valparaiso harbour: Chilean navy sends divers",
        excerpt="Cranes toppled, ships sank.",
        published=START + timedelta(hours=1),
    ),
    Item(
        id="d",
        title="Chilean navy sends divers after quake shakes Valparaiso harbour",
        excerpt="Ships sank in the bay.",
        published=START + timedelta(hours=1),
    ),
]
FERRY = [
    Item(id=f"f{n}", title=title, published=START + timedelta(hours=n))
    for n, title in enumerate(
        [
            "Ferry runs aground off Skagen, 212 passengers taken to safety",
            "212 passengers evacuated after ferry runs aground near Skagen",
            "Skagen ferry aground: all passengers safe, captain questioned",
            "Ferry aground near Skagen: passengers safe, says captain",
            "Captain of ferry aground off Skagen questioned, 212 passengers safe",
        ]
    )
]


def placed(*items):
    clusterer = Clusterer(Stories())
    for item in items:
        clusterer.place(item)
    return clusterer


def story_of(clusterer, item):
    return clusterer.place(item).story


def merged(clusterer, items):
    return [pair for item in items for pair in clusterer.place(item).merged]


def test_merged_stories_stay_one_and_gather_what_is_like_either():
    clusterer = placed(FERRY[0], NAVY)
    assert edits.merge(clusterer, "sb", "sf0") == ("sb", "sf0")
    clusterer = Clusterer.load(Stories(), clusterer.dump())
    assert story_of(clusterer, NAVY) == "sf0"
    assert story_of(clusterer, FERRY[1]) == "sf0"
    again = Item(id="n", title=NAVY.title, excerpt=NAVY.excerpt, published=START)
    assert story_of(clusterer, again) == "sf0"
    assert clusterer.stories() == {"sf0"}


def test_split_stories_never_become_one_by_what_arrives():
    assert merged(placed(QUAKE, NAVY), BRIDGES) == [("sb", "sa")]
    clusterer = placed(QUAKE, NAVY)
    edits.merge(clusterer, "sa", "sb")
    new = edits.split(clusterer, [NAVY])
    clusterer = Clusterer.load(Stories(), clusterer.dump())
    assert merged(clusterer, BRIDGES) == []
    assert story_of(clusterer, QUAKE) == "sa"
    assert story_of(clusterer, NAVY) == new


def test_stories_look_again_without_going_back_to_where_they_were_split_from():
    def grown(split):
        clusterer = placed(*FERRY[:3])
        if split:
            edits.split(clusterer, FERRY[:1])
        for n in range(1_200):  # a small story looks again after 250 and 1,000 arrivals
            clusterer.place(Item(id=f"x{n}", title=f"alpha{n} beta{n} gamma{n}", published=START))
        return story_of(clusterer, FERRY[0]), story_of(clusterer, FERRY[1])

    first, second = grown(split=True)
    assert first != second
    assert grown(split=False) == ("sf0", "sf0")


def test_those_into_which_a_split_story_merges_stay_apart_too():
    clusterer = placed(*FERRY)
    assert {story_of(clusterer, item) for item in FERRY} == {"sf0"}
    new = edits.split(clusterer, FERRY[3:])
    clusterer.place(NAVY)
    assert edits.merge(clusterer, new, "sb") in {(new, "sb"), ("sb", new)}
    heir = story_of(clusterer, NAVY)
    more = [
        Item(id=f"g{n}", title=item.title, published=item.published + timedelta(hours=1))
        for n, item in enumerate(FERRY)
    ]
    assert merged(clusterer, more) == []
    assert {story_of(clusterer, item) for item in FERRY} == {"sf0", heir}


def test_a_person_may_take_a_split_back():
    clusterer = placed(*FERRY)
    new = edits.split(clusterer, FERRY[3:])
    assert edits.merge(clusterer, "sf0", new) == (new, "sf0")
    assert {story_of(clusterer, item) for item in FERRY} == {"sf0"}


def test_an_article_like_those_split_off_joins_them():
    clusterer = placed(QUAKE, NAVY)
    edits.merge(clusterer, "sa", "sb")
    new = edits.split(clusterer, [NAVY])
    again = Item(id="n", title=NAVY.title, excerpt=NAVY.excerpt, published=START)
    assert story_of(clusterer, again) == new
    quake = Item(id="q", title=QUAKE.title, excerpt=QUAKE.excerpt, published=START)
    assert story_of(clusterer, quake) == "sa"


def test_what_cannot_be_is_said_and_changes_nothing():
    clusterer = placed(*FERRY, NAVY)
    clusterer.place(Item(id="de", title="Fähre auf Grund", language="de", published=START))
    before = clusterer.dump()
    for one, other, why in (
        ("sf0", "sf0", "story.same"),
        ("sf0", "sx", "story.over"),
        ("sf0", "sde", "story.languages"),
    ):
        with pytest.raises(errors.StoryError) as refused:
            edits.merge(clusterer, one, other)
        assert refused.value.reason.code == why
    for items, why in (
        ([], "story.several"),
        ([FERRY[0], NAVY], "story.several"),
        ([Item(id="unknown")], "story.several"),
        (FERRY, "story.all"),
    ):
        with pytest.raises(errors.StoryError) as refused:
            edits.split(clusterer, items)
        assert refused.value.reason.code == why
    assert clusterer.dump() == before


def test_an_article_is_moved_to_the_story_it_belongs_to_and_stays_there():
    clusterer = placed(*FERRY, NAVY)
    edits.move(clusterer, FERRY[4], "sb")
    clusterer = Clusterer.load(Stories(), clusterer.dump())
    assert story_of(clusterer, FERRY[4]) == "sb"
    assert story_of(clusterer, FERRY[3]) == "sf0"
    undated = Item(id="u", title=FERRY[0].title)
    assert story_of(clusterer, undated) == "sf0"
    edits.move(clusterer, undated, "sb")
    assert story_of(clusterer, undated) == "sb"


def test_stories_between_which_an_article_was_moved_never_become_one_by_what_arrives():
    clusterer = placed(QUAKE, Item(id="e", title=QUAKE.title, published=START), NAVY)
    edits.move(clusterer, Item(id="e", title=QUAKE.title, published=START), "sb")
    assert merged(clusterer, BRIDGES) == []


def test_a_story_that_is_merged_takes_its_partings_along():
    clusterer = placed(NAVY, *FERRY)
    new = edits.split(clusterer, FERRY[3:])
    second = edits.split(clusterer, FERRY[2:3])
    assert edits.merge(clusterer, "sb", new) == (new, "sb")
    assert merged(clusterer, [Item(id=f"g{n}", title=one.title, published=START) for n, one in enumerate(FERRY)]) == []
    assert clusterer.stories() == {"sb", "sf0", second}
    third = edits.split(clusterer, FERRY[1:2])
    assert clusterer.stories() == {"sb", "sf0", second, third}


def test_a_move_that_cannot_be_is_said_and_changes_nothing():
    clusterer = placed(*FERRY, NAVY)
    german = Item(id="de", title="Fähre auf Grund", language="de", published=START)
    clusterer.place(german)
    before = clusterer.dump()
    for item, goal, why in (
        (Item(id="unknown"), "sb", None),
        (FERRY[0], "sx", "story.over"),
        (FERRY[0], "sde", "story.languages"),
        (FERRY[0], "sf0", "story.there_by_now"),
        (NAVY, "sf0", "story.only_by_now"),
    ):
        with pytest.raises(errors.StoryError) as refused:
            edits.move(clusterer, item, goal)
        assert why is None or refused.value.reason.code == why
    assert clusterer.dump() == before
