"""The clusterer of a newsroom whose snapshot is of an earlier version: made from the stories in the store."""

import contextlib
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.edit import verbs
from coranto.model.source import Source
from coranto.run import ingest, replica, snapshot
from coranto.run.kept import Kept, KeptSources
from coranto.story.cluster import Clusterer

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TITLES = [
    "Ferry runs aground off Skagen, 212 passengers taken to safety",
    "212 passengers evacuated after ferry runs aground near Skagen",
    "Skagen ferry aground: all passengers safe, captain questioned",
    "Quake shakes Valparaiso harbour at dawn",
    "Valparaiso harbour shaken by quake at dawn, cranes topple",
]
FERRY, QUAKE = (
    "Captain of ferry aground off Skagen questioned, 212 passengers safe",
    "Valparaiso quake: harbour shut since dawn",
)


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics/sea.yaml").write_text("taxonomy: topic\n_id: sea\nname: Sea\nkeywords: [sailor]\n")
    (tmp_path / "coranto.toml").write_text("")
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml"), now=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def tell(make):
    """Make the n-th article of a day."""

    def told(title, n):
        at = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=10 * n)
        return make(title, f"outlet{n}.example", at.isoformat(), language="en", quality=20 + n)

    return told


@pytest.fixture
def ids(newsroom, tell):
    """Two stories in the store, of three and two articles."""
    opened = ingest.Ingest(newsroom)
    articles = [tell(title, n) for n, title in enumerate(TITLES)]
    for article in articles:
        opened.add(article, None)
    opened.snapshot()
    return [article.id for article in articles]


def kept(newsroom):
    return msgspec.msgpack.decode(newsroom.store.get_value("clusterer"))


def age(newsroom, number):
    """Put a snapshot of an earlier version in place, taken after the arrival of this number and before any edit."""
    state = msgspec.msgpack.encode(["coranto stories 1", 7, {}, []])
    with pytest.raises(errors.StoreError):
        Clusterer.load(newsroom.settings.stories, state)
    newsroom.store.put_value("clusterer", msgspec.msgpack.encode([number, state, 0]))


def decide(newsroom, verb, **said):
    edit = verbs.say(newsroom, verb, said)
    opened = ingest.Ingest(newsroom)
    (done,) = [one for one in opened.apply_edits() if one.number == edit.number]
    assert not done.trouble
    return done


@pytest.mark.parametrize("number", [0, 2, 5])
def test_stories_of_an_old_snapshot_stay_and_take_in_what_arrives(newsroom, tell, ids, number):
    homes = newsroom.store.story_ids_of(ids)
    assert len(set(homes.values())) == 2
    age(newsroom, number)
    opened = ingest.Ingest(newsroom)
    assert newsroom.store.story_ids_of(ids) == homes
    assert opened.add(tell(FERRY, 6), None) == homes[ids[0]]
    assert opened.add(tell(QUAKE, 7), None) == homes[ids[3]]


@pytest.mark.parametrize("number", [0, 5])
def test_edits_made_since_an_old_snapshot_hold_and_are_not_made_again(newsroom, tell, ids, number):
    split = decide(newsroom, "split", articles=ids[:1])
    decide(newsroom, "move", article=ids[2], story=ids[3])
    homes = newsroom.store.story_ids_of(ids)
    age(newsroom, number)
    opened = ingest.Ingest(newsroom)
    assert opened.apply_edits() == []
    assert newsroom.store.story_ids_of(ids) == homes
    assert opened.add(tell(FERRY, 6), None) in set(homes.values())
    after = newsroom.store.story_ids_of(ids)
    assert len({after[ids[0]], after[ids[1]], after[ids[3]]}) == 3, "what a person parted stays apart"
    assert after[ids[0]] == split.made


def test_a_story_merged_by_hand_since_takes_in_what_is_like_either(newsroom, tell, ids):
    one = decide(newsroom, "merge", one=ids[0], other=ids[3]).made
    age(newsroom, 5)
    opened = ingest.Ingest(newsroom)
    assert [opened.add(tell(FERRY, 6), None), opened.add(tell(QUAKE, 7), None)] == [one, one]


def test_an_edit_that_waited_is_carried_out_once(newsroom, ids):
    verbs.say(newsroom, "split", {"articles": ids[:1]})
    age(newsroom, 5)
    (done,) = ingest.Ingest(newsroom).apply_edits()
    assert not done.trouble
    assert ingest.Ingest(newsroom).apply_edits() == []
    assert len(set(newsroom.store.story_ids_of(ids).values())) == 3


def test_articles_are_known_by_their_outlets_words(newsroom, tell, ids):
    home = newsroom.store.story_ids_of(ids)[ids[3]]
    for article in ids[3:]:
        verbs.say(newsroom, "headline", {"article": article, "text": f"Cinema closes {article}"})
    age(newsroom, 5)
    assert ingest.Ingest(newsroom).add(tell(QUAKE, 6), None) == home


def test_what_was_made_is_kept_with_the_next_snapshot(newsroom, ids):
    age(newsroom, 2)
    opened = ingest.Ingest(newsroom)
    opened.snapshot()
    number, state, *_ = kept(newsroom)
    assert number == len(ids)
    stories = Clusterer.load(newsroom.settings.stories, state).stories()
    assert stories == set(newsroom.store.story_ids_of(ids).values())


def test_what_an_outlet_puts_under_every_title_is_left_out_of_standfirsts(newsroom, make):
    filler = "Sign up for the letter of the Halden Post."
    titles = ["Ferry runs aground off Skagen", "Parliament rejects budget", "Museum reopens in Bergen", "Quake at dawn"]

    def told(opened, title, outlet="halden.example"):
        article = make(title, outlet, "2026-03-01T08:00:00+00:00", language="en")
        opened.add(msgspec.structs.replace(article, excerpt=f"What is known of it: {title[:6]}. {filler}"), None)
        return newsroom.store.get_articles([article.id])[article.id]

    opened = ingest.Ingest(newsroom)
    for title in titles[:3]:
        article = told(opened, title)
    assert article.excerpt == "What is known of it: Museum."
    assert "without what the outlet puts under other titles" in article.provenance["excerpt"]
    opened.snapshot()
    assert told(ingest.Ingest(newsroom), titles[3]).excerpt == "What is known of it: Quake ."
    assert told(ingest.Ingest(newsroom), "Volcano erupts", "northbank.example").excerpt.endswith(filler)


def test_the_ingest_is_kept_from_round_to_round(newsroom, tell):
    keeps = Kept(newsroom)
    first = keeps.take()
    home = first.add(tell(TITLES[0], 0), None)
    keeps.keep(first)
    again = keeps.take()
    assert again is first
    assert again.add(tell(TITLES[1], 1), None) == home


def test_after_an_error_the_next_round_begins_from_the_store(newsroom, tell):
    keeps = Kept(newsroom)
    first = keeps.take()
    with contextlib.suppress(ZeroDivisionError), newsroom.store.transaction(writes=True):
        first.add(tell(TITLES[0], 0), None)
        newsroom.store.put_value("never", bytes(1 // 0))
    other = keeps.take()  # the first one was not given back
    assert other is not first
    assert other.open_stories() == set()


def test_what_another_program_has_edited_or_other_rules_make_a_new_one(newsroom, ids):
    keeps = Kept(newsroom)
    first = keeps.take()
    keeps.keep(first)
    decide(newsroom, "split", articles=[ids[0]])
    second = keeps.take()
    assert second is not first
    keeps.keep(second)
    newsroom.replace({})
    assert keeps.take() is not second


def test_kept_sources_follow_the_list_and_not_the_polls(newsroom):
    keeps = KeptSources(newsroom)
    assert not keeps.get().all()
    one = Source(id="a", url="https://a.example/feed")
    newsroom.store.save_source(one)
    first = keeps.get()
    assert first.get("a") == one
    newsroom.store.save_source(msgspec.structs.replace(one, last_look=NOW, etag="x"))
    assert keeps.get() is first
    newsroom.store.save_source(msgspec.structs.replace(one, topics=("Sea",)))
    assert keeps.get().get("a").topics == ("Sea",)
    newsroom.store.delete_source("a")
    assert keeps.get().get("a") is None


def test_a_large_state_is_kept_in_pieces(newsroom, ids, monkeypatch):
    whole = snapshot.load(newsroom.store)
    monkeypatch.setattr(snapshot, "PIECE", 1_000)
    snapshot.save(newsroom.store, whole)
    assert kept(newsroom)[1] == b""
    assert snapshot.load(newsroom.store).state == whole.state
    monkeypatch.undo()
    snapshot.save(newsroom.store, whole)
    assert snapshot.load(newsroom.store) == whole


def test_a_snapshot_waits_until_it_is_worth_while_and_the_end_of_the_program(newsroom, ids, tell, monkeypatch):
    monkeypatch.setattr(replica, "_WORTH", 0.5)  # of five articles
    keeps = Kept(newsroom)
    first, before = keeps.take(), kept(newsroom)
    first.add(tell(FERRY, 6), None)
    first.add(tell(QUAKE, 7), None)
    keeps.keep(first)
    assert kept(newsroom) == before
    again = ingest.Ingest(newsroom)
    assert again._clusterer.dump() == first._clusterer.dump()
    keeps.close()
    assert kept(newsroom)[0] == 7
