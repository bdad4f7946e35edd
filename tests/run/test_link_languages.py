"""Stories of two languages that tell the same are linked in a round, and no longer when one of them is another."""

from collections import Counter
from datetime import timedelta

import pytest

from coranto import pipeline
from coranto.edit import verbs
from coranto.run.ingest import Ingest
from coranto.run.link_languages import LinkLanguages
from coranto.run.pages import PagePool
from coranto.testing import NOW, Web, newsroom

TITLES = {
    "en": "Vance signs nuclear deal in Armenia worth 1,450 million",
    "de": "Vance unterzeichnet in Armenien Atomabkommen über 1450 Millionen",
}
OTHERS = ("Museum of Kettering opens its doors", "Rail strike in Dunmore ends after nine days")


@pytest.fixture
def desk(tmp_path):
    clock = [NOW]
    with newsroom(tmp_path, now=lambda: clock[0]) as opened:
        opened.clock = clock
        yield opened


@pytest.fixture
def told(desk, make):
    """The stories of both languages by language, among others."""
    ingest = Ingest(desk)
    for n, title in enumerate(OTHERS):
        ingest.add(make(title, f"other{n}.example", NOW.isoformat(), language="en"), None)
    stories = {
        language: ingest.add(make(title, f"{language}.example", NOW.isoformat(), language=language), None)
        for language, title in TITLES.items()
    }
    ingest.snapshot()
    return stories


def links(desk, story):
    return [one.other for one in desk.store.get_also_told([story]).get(story, ())]


async def test_a_round_links_them(desk, told):
    with PagePool(workers=1, timeout=120) as pool:
        await pipeline.run_round(desk, Web(), pool, Counter())
    assert links(desk, told["en"]) == [told["de"]]
    assert links(desk, told["de"]) == [told["en"]]


def test_a_round_without_changes_reads_and_writes_nothing(desk, told):
    working = LinkLanguages(desk)
    assert working.update()
    version = desk.store.read_version()
    assert not working.update()  # the links themselves are a change of their stories
    assert not working.update()
    assert desk.store.read_version() == version
    assert not LinkLanguages(desk).update()  # nor does another run


def test_an_article_that_arrives_is_linked_by_a_run_that_goes_on_and_by_a_new_one(desk, told, make):
    working = LinkLanguages(desk)
    working.update()
    title = "Vance signe en Arménie un accord nucléaire de 1450 millions"
    french = Ingest(desk).add(make(title, "fr.example", NOW.isoformat(), language="fr"), None)
    working.update()
    after = desk.store.get_also_told([french, *told.values()])
    assert {one.other for one in after[french]} == set(told.values())
    desk.store.put_value("also_told.change", b"0")
    LinkLanguages(desk).update()
    assert desk.store.get_also_told([french, *told.values()]) == after


def test_a_merged_and_a_hidden_story_are_linked_no_longer(desk, told, make):
    working = LinkLanguages(desk)
    working.update()
    other = desk.store.story_ids_of([one.id for _, one in desk.store.articles_by_arrival(0)][:1])
    (museum,) = other.values()
    edit = verbs.say(desk, "merge", {"one": told["en"], "other": museum})
    (done,) = Ingest(desk).apply_edits()
    assert not done.trouble
    working.update()
    standing = desk.store.get_stories([told["en"]])[told["en"]].id
    assert links(desk, told["de"]) in ([standing], [])
    verbs.take_back(desk, edit.number)
    Ingest(desk).apply_edits()
    working.update()
    assert links(desk, told["de"]) == [told["en"]]
    (member,) = desk.store.get_stories([told["en"]])[told["en"]].members
    verbs.say(desk, "hide", {"article": member.article})
    working.update()
    assert links(desk, told["de"]) == []


def test_stories_of_another_week_keep_their_links_and_make_no_new_ones(desk, told, make):
    working = LinkLanguages(desk)
    working.update()
    desk.clock[0] += timedelta(days=30)
    later = make("Vance in Armenia, 1,450 million", "late.example", desk.clock[0].isoformat(), language="fr")
    french = Ingest(desk).add(later, None)
    working.update()
    assert links(desk, told["de"]) == [told["en"]]
    assert links(desk, french) == []
