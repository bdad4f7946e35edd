"""Edits last: over a restart, a kill, a better print, an import, a lost file; and what is edited in `_news` by hand is kept."""

import shutil

import msgspec
import pytest

from coranto import errors
from coranto.cli import check_
from coranto.decide import override
from coranto.edit import log
from coranto.run import assemble, import_records, ingest
from coranto.story.cluster import Clusterer

HEADLINE = "Skagen: everybody is safe"


def path(site, article):
    return site.newsroom.records / site.store.get_records([article])[article].path


def test_the_clusterer_places_by_the_outlets_words_after_a_kill(site, make):
    """Without a snapshot all is placed again: with an editor's words a story would gather something else."""
    site.say("headline", article=site.ids[0], text="Nothing of the kind")
    site.say("excerpt", article=site.ids[1], text="Cinema, court, Halden")
    site.say("move", article=site.ids[2], story=site.ids[3])
    homes = site.store.story_ids_of(site.ids)
    kept = ingest.Ingest(site.newsroom)._clusterer.dump()
    site.store.put_value("clusterer", b"")
    again = ingest.Ingest(site.newsroom)
    assert site.store.story_ids_of(site.ids) == homes
    assert sorted(again._clusterer.stories()) == sorted(Clusterer.load(site.newsroom.settings.stories, kept).stories())
    assert {name: again._clusterer.home(name).story for name in again._clusterer.number_of} == homes
    late = make("Ferry aground near Skagen: 212 passengers safe", "late.example", "2026-03-02T11:30:00Z",
                url="https://late.example/1", language="en", text="Late.")  # fmt: skip
    assert site.add(late) == homes[site.ids[0]]


def test_an_article_that_is_judged_again_keeps_what_editors_decided(site):
    one = site.ids[1]
    site.say("headline", article=one, text=HEADLINE)
    site.say("boost", article=one, points=40)
    site.say("topics", article=one, remove=["Sea"], add=["law"])
    before, decided = site.store.get_articles([one])[one], site.store.get_overrides([one])[one]
    found = override.as_found(before, decided)
    assert found.title.startswith("212 passengers")
    judged = assemble.judged(found, (), site.newsroom.taxonomy, site.newsroom.settings, site.newsroom.signals)
    after, again = override.apply(judged, decided, site.newsroom.settings, site.newsroom.signals)
    assert (after, again) == (before, decided)


def test_a_better_print_takes_over_under_the_editors_headline(site, make):
    text = " ".join(f"word{n}" for n in range(400))
    copy = make("Lighthouse keeper of Skagen retires after forty years", "copy.example", "2026-03-02T10:00:00Z",
                url="https://copy.example/1", language="en", text=text)  # fmt: skip
    site.add(copy)
    site.say("headline", article=copy.id, text=HEADLINE)
    site.say("boost", article=copy.id, points=33)
    first = make("Keeper of Skagen lighthouse retires after forty years", "first.example", "2026-03-02T08:00:00Z",
                 url="https://first.example/1", language="en", text=text)  # fmt: skip
    assert site.add(first) is None
    now = site.store.get_articles([copy.id])[copy.id]
    assert (now.web_url, now.title) == (first.web_url, HEADLINE)
    assert [part.points for part in now.parts if part.name == "boost"] == [33]
    assert site.store.get_overrides([copy.id])[copy.id].original.title == first.title
    site.say("headline", article=copy.id, text="")
    assert site.store.get_articles([copy.id])[copy.id].title == first.title


def test_a_lost_file_is_written_again_as_it_was_edited(site, tmp_path):
    one = site.ids[1]
    site.say("headline", article=one, text=HEADLINE)
    file, data = path(site, one), path(site, one).read_bytes()
    folder = tmp_path / "elsewhere"
    shutil.copytree(file.parent, folder)
    file.unlink()
    taken, known, problems = import_records.import_folder(site.newsroom, folder)
    assert (taken, known, problems) == (0, len(site.ids), [])
    assert file.read_bytes() == data
    assert HEADLINE.encode() in data


def test_an_import_does_not_bring_back_what_was_hidden(site, tmp_path):
    one = site.ids[1]
    file = path(site, one)
    folder = shutil.copytree(file.parent, tmp_path / "elsewhere")
    site.say("hide", article=one)
    assert not file.exists()
    import_records.import_folder(site.newsroom, folder)
    assert not file.exists()


def test_a_record_that_was_edited_by_hand_is_named_and_kept_aside(site):
    one = site.ids[1]
    file = path(site, one)
    ours = file.read_bytes()
    assert list(check_.edited_by_hand(site.newsroom.settings)) == []
    theirs = ours.replace(b"evacuated", b"rescued")
    file.write_bytes(theirs)
    (finding,) = check_.edited_by_hand(site.newsroom.settings)
    assert finding.startswith(f"{file}: edited by hand since it was written")
    site.say("headline", article=one, text=HEADLINE)
    kept = site.newsroom.records / "_kept" / file.name
    assert kept.read_bytes() == theirs
    assert HEADLINE.encode() in file.read_bytes()
    assert list(check_.edited_by_hand(site.newsroom.settings)) == []
    file.write_bytes(theirs + b"more\n")
    edit = site.say("hide", article=one)
    assert kept.with_suffix(".2.md").read_bytes() == theirs + b"more\n"
    assert not file.exists()
    file.write_bytes(theirs)
    site.undo(edit.number)
    assert sorted(one.name for one in kept.parent.iterdir()) == sorted([kept.name, kept.with_suffix(".2.md").name])
    assert HEADLINE.encode() in file.read_bytes()


def test_an_imported_record_that_was_edited_by_hand_is_kept_aside_too(site):
    file = path(site, site.ids[1])
    theirs = file.read_bytes().replace(b"evacuated", b"rescued")
    file.write_bytes(theirs)
    import_records.import_folder(site.newsroom, file.parent)
    assert (site.newsroom.records / "_kept" / file.name).read_bytes() == theirs


def test_files_of_a_version_that_noted_no_hashes_are_known_by_their_record(site):
    site.store.settle_written([(one, "forgotten") for one in site.ids])
    assert site.store.get_written(site.ids) == {}
    assert list(check_.edited_by_hand(site.newsroom.settings)) == []
    site.say("headline", article=site.ids[1], text=HEADLINE)
    assert not (site.newsroom.records / "_kept").exists()


OLD = (
    '---\ncategory: news\ntitle: "Cameras off"\npublishedDateTime: 2023-10-06T12:00:00Z\n'
    'webUrl: "https://old.example/1"\nquality: 58\nheat: 88\npublished: true\n\ntopics:\n  - Vision\n---\n\n'
)


@pytest.mark.parametrize(
    ("verb", "said"), [("hide", {}), ("headline", {"text": "Cameras are off"}), ("excerpt", {"text": "At last."})]
)
def test_an_imported_record_can_be_edited_and_comes_back_as_it_was(site, tmp_path, verb, said):
    (tmp_path / "old").mkdir()
    (tmp_path / "old/2023-10-06-cameras-off.md").write_text(OLD)
    import_records.import_folder(site.newsroom, tmp_path / "old")
    before = site.tree()
    edit = site.say(verb, article="https://old.example/1", **said)
    edited = site.tree()
    assert edited != before
    assert ("2023-10-06-cameras-off.md" in edited) == (verb != "hide")
    site.undo(edit.number)
    assert site.tree() == before
    with pytest.raises(errors.EditError, match="imported record"):
        site.say("boost", article="https://old.example/1", points=100)


def test_a_log_that_was_changed_does_not_hold(site):
    site.say("headline", article=site.ids[1], text=HEADLINE)
    site.say("merge", one=site.ids[0], other=site.ids[3])
    site.undo(1)
    assert log.verify(site.newsroom) == []
    entries = site.store.get_edit_log()
    assert [(one.edit, one.event) for one in entries] == [(1, "done"), (2, "asked"), (2, "done"), (3, "done")]
    assert entries[0].before == {"title": None}
    assert entries[0].after == {"title": HEADLINE}
    assert {one.who for one in entries[:3]} == {"ada"}
    import sqlite3

    with sqlite3.connect(site.folder / "coranto.db") as db:
        data = msgspec.json.encode(msgspec.structs.replace(entries[1], who="eve")).decode()
        db.execute("UPDATE edit_log SET data = ? WHERE number = 2", [data])
    db.close()
    assert log.verify(site.newsroom) == ["entry 2: it was changed after it was written"]
    with sqlite3.connect(site.folder / "coranto.db") as db:
        db.execute("DELETE FROM edit_log WHERE number = 3")
    db.close()
    found = log.verify(site.newsroom)
    assert any("entries are missing" in one for one in found)
