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
