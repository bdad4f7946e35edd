"""Imported records are in stories, among themselves and with what arrives, and their files stay as they were."""

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "edit"))  # for `gathered`: imported by file, not by folder

from gathered import opened

from coranto import newsroom as newsrooms
from coranto.decide import explain
from coranto.run import corpus, import_records, ingest, publish, rejudge, replay

RECORD = (
    '---\ncategory: news\ntitle: "{title}"\npublishedDateTime: 2026-03-02T{hour}:00:00Z\n'
    'webUrl: "https://{outlet}.example/1"\nquality: {quality}\nheat: {quality}\npublished: {published}\n'
    'mood: "of theirs"\n\ntopics:\n  - Sea\n---\n\n'
)
OLD = (
    ("a", "Ferry runs aground off Skagen, 212 passengers taken to safety", "08", 20, "true"),
    ("b", "212 passengers evacuated after ferry runs aground near Skagen", "09", 58, "false"),
    ("c", "Court stops the sale of Halden’s last cinema", "09", 17, "true"),
)
NEW = "Skagen ferry aground: all 212 passengers safe, captain questioned"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    for outlet, title, hour, quality, published in OLD:
        text = RECORD.format(outlet=outlet, title=title, hour=hour, quality=quality, published=published)
        (folder / f"2026-03-02-{outlet}.md").write_text(text)
    with opened(tmp_path) as site:
        assert import_records.import_folder(site.newsroom, folder)[0] == 3
        site.old = folder
        site.ids = {outlet: site.store.resolve_article(f"https://{outlet}.example/1") for outlet, *_ in OLD}
        yield site


def same(site):
    """Whether the files of the imported records are as they came."""
    files = site.newsroom.records / "_news"
    return all((files / file.name).read_bytes() == file.read_bytes() for file in site.old.iterdir())


def test_an_archive_has_stories_and_its_files_are_untouched(site):
    assert site.store.story_ids_of(site.ids.values()) == {}
    assert import_records.group(site.newsroom)
    homes = site.store.story_ids_of(site.ids.values())
    assert homes[site.ids["a"]] == homes[site.ids["b"]] != homes[site.ids["c"]]
    (story,) = site.store.get_stories([homes[site.ids["a"]]]).values()
    assert story.lead == site.ids["a"], "a record that is not published withholds no story"
    assert site.store.outbox_ids() == []
    assert set(site.store.published_story_ids()) == set(homes.values())
    assert same(site)


def test_what_arrives_joins_the_stories_of_an_archive(site, make):
    import_records.group(site.newsroom)
    late = make(NEW, "late.example", "2026-03-02T11:00:00Z", url="https://late.example/1", language="en")
    assert site.add(late) == site.store.story_ids_of([site.ids["a"]])[site.ids["a"]]
    assert site.store.outbox_ids() == [late.id], "the archive's records are not built again"
    site.publish()
    assert {one.web_url for one in site.store.get_records([late.id])[late.id].record.related} == {
        "https://a.example/1",
        "https://b.example/1",
    }
    assert site.store.get_decisions(site.ids.values()) == {}
    explained = explain.explain(site.store, site.ids["a"], site.newsroom.now())
    assert (explained.rule, len(explained.members)) == ("imported", 3)
    rejudge.rejudge(site.newsroom)
    site.publish()
    assert same(site)


def test_an_archive_joins_the_stories_there_are(site, make):
    late = make(NEW, "late.example", "2026-03-02T11:00:00Z", url="https://late.example/1", language="en")
    home = site.add(late)
    site.publish()
    import_records.group(site.newsroom)
    assert site.store.story_ids_of([site.ids["a"]]) == {site.ids["a"]: home}
    assert site.store.outbox_ids() == [late.id]
    site.publish()
    assert len(site.store.get_records([late.id])[late.id].record.related) == 2
    assert same(site)


def test_a_restart_goes_on_with_the_same_stories(site, make):
    import_records.group(site.newsroom)
    before = ingest.Ingest(site.newsroom)
    assert before.group_imported() == 0
    late = make(NEW, "late.example", "2026-03-02T11:00:00Z", url="https://late.example/1", language="en")
    home = site.add(late)
    kept = site.store.story_ids_of([*site.ids.values(), late.id])
    site.store.put_value("clusterer", b"")
    again = ingest.Ingest(site.newsroom)
    assert {name: again._clusterer.home(name).story for name in kept} == kept
    assert home in again.open_stories()


def test_a_newsroom_at_work_groups_in_its_next_round(site):
    with newsrooms.alone(site.newsroom.settings):
        assert not import_records.group(site.newsroom)
    assert site.store.story_ids_of(site.ids.values()) == {}


def test_an_imported_article_in_a_story_can_be_hidden_and_comes_back(site):
    import_records.group(site.newsroom)
    home = site.store.story_ids_of([site.ids["a"]])[site.ids["a"]]
    edit = site.say("hide", article="https://a.example/1")
    assert not (site.newsroom.records / "_news" / "2026-03-02-a.md").exists()
    site.undo(edit.number)
    site.publish()
    assert site.store.story_ids_of([site.ids["a"]]) == {site.ids["a"]: home}
    assert same(site)
    site.say("split", articles=[site.ids["b"]])
    assert len(site.store.get_stories(site.store.story_ids_of(site.ids.values()).values())) == 3
    assert same(site)


def test_a_corpus_with_an_archive_is_replayed(site, make):
    import_records.group(site.newsroom)
    late = make(NEW, "late.example", "2026-03-02T11:00:00Z", url="https://late.example/1", language="en")
    site.add(late)
    publish.publish(site.newsroom, Counter())
    again = replay.Replay(list(corpus.lines(site.newsroom)))
    assert list(again.differences()) == []
    assert (again.outcome.articles, again.outcome.same, again.outcome.imported) == (1, 1, 3)
