"""A clusterer from stories that are known: ids stay, and later arrivals join them."""

from datetime import UTC, datetime, timedelta

from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item
from coranto.story.rebuild import rebuild

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def item(ident, title, hours=0.0):
    return Item(id=ident, title=title, published=START + timedelta(hours=hours), language="en")


FERRY = [
    item("f0", "Ferry runs aground off Skagen, 212 passengers taken to safety"),
    item("f1", "212 passengers evacuated after ferry runs aground near Skagen", 1),
]
LATER = item("f2", "Skagen ferry aground: all 212 passengers safe, captain questioned", 2)


def test_stories_keep_their_ids_and_take_in_what_arrives():
    clusterer = rebuild(Stories(), [(each, "sold") for each in FERRY])
    assert clusterer.stories() == {"sold"}
    assert clusterer.place(FERRY[0]).story == "sold"
    assert clusterer.place(LATER).story == "sold"


def test_what_a_person_parted_stays_apart():
    clusterer = rebuild(Stories(), [(FERRY[0], "sone"), (FERRY[1], "stwo")], [("sone", "stwo")])
    placement = clusterer.place(LATER)
    assert placement.merged == ()
    assert clusterer.stories() == {"sone", "stwo"}


def test_it_goes_on_from_its_state():
    clusterer = rebuild(Stories(), [(each, "sold") for each in FERRY])
    again = Clusterer.load(Stories(), clusterer.dump())
    assert again.place(LATER) == clusterer.place(LATER)


def test_an_article_that_is_there_already_changes_nothing():
    once = rebuild(Stories(), [(each, "sold") for each in FERRY])
    again = rebuild(Stories(), [*((each, "sold") for each in FERRY), (FERRY[0], "sanother")])
    assert again.dump() == once.dump()


def test_stories_of_two_languages_or_that_are_unknown_need_no_parting():
    swedish = Item(id="sv", title="Färja på grund vid Skagen", published=START, language="sv")
    arrivals = [(FERRY[0], "sone"), (swedish, "stwo")]
    apart = [("sone", "stwo"), ("sone", "sgone"), ("sgone", "sone"), ("sone", "sone")]
    assert rebuild(Stories(), arrivals, apart).dump() == rebuild(Stories(), arrivals).dump()


def test_a_story_that_was_over_begins_again_under_its_own_id():
    quiet = [(item(f"q{n}", f"alpha{n} beta{n} gamma{n}", 24.0 * 30 + n / 60), f"sq{n}") for n in range(1_300)]
    clusterer = rebuild(Stories(), [(FERRY[0], "sold"), *quiet, (item("late", FERRY[0].title, 24.0 * 31), "sold")])
    assert "sold" in clusterer.stories()
    assert "f0" not in clusterer.number_of
    assert clusterer.place(item("later", FERRY[1].title, 24.0 * 31)).story == "sold"
