"""An article that stands alone is compared again by the words that it turns out to have."""

from datetime import UTC, datetime

from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item
from coranto.story.reword import reword

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
FERRY = "Ferry runs aground off Skagen, 212 passengers taken to safety"
AGAIN = "212 passengers evacuated after ferry runs aground near Skagen"
PILLS = "Miracle pills and coins for every winner of the week"


def item(name, title, language="en"):
    return Item(id=name, title=title, published=START, language=language)


def placed(*items):
    clusterer = Clusterer(Stories())
    return clusterer, [clusterer.place(one).story for one in items]


def test_it_joins_the_story_that_its_own_words_tell():
    clusterer, (ferry, alone) = placed(item("a", FERRY), item("b", PILLS))
    assert ferry != alone
    assert reword(clusterer, item("b", AGAIN)) == (alone, ferry)
    assert clusterer.place(item("b", AGAIN)).story == ferry
    assert clusterer.place(item("c", "Skagen ferry aground: 212 passengers safe, captain questioned")).story == ferry


def test_its_former_words_draw_nothing_any_more():
    clusterer, (alone,) = placed(item("a", PILLS))
    assert reword(clusterer, item("a", FERRY)) is None
    assert clusterer.place(item("b", PILLS)).story != alone
    assert clusterer.place(item("c", AGAIN)).story == alone
    counts = clusterer.index("en").frequencies.counts
    assert counts.get("miracle") == 1.0, "of the second article alone"


def test_in_company_in_another_language_or_unknown_it_stays():
    clusterer, (story, same) = placed(item("a", FERRY), item("b", AGAIN))
    assert story == same
    assert reword(clusterer, item("b", PILLS)) is None
    assert clusterer.place(item("b", PILLS)).story == story
    clusterer, (alone,) = placed(item("a", PILLS))
    assert reword(clusterer, item("a", FERRY, language="de")) is None
    assert reword(clusterer, item("z", FERRY)) is None
    assert clusterer.place(item("a", PILLS)).story == alone
