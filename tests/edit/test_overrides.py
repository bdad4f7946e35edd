"""An editor's ruling: points on top are points of quality, wherever quality counts; publication is overruled."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.decide import explain
from coranto.edit import verbs
from coranto.i18n.wording import say
from coranto.model.article import Picture
from coranto.run import assemble, import_records, ingest, publish

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOPIC = "taxonomy: topic\n_id: vision\nname: Vision\nkeywords: [facial recognition]\n"
TITLES = {
    "wire": "MPs call for urgent stop to live facial recognition surveillance by police",
    "post": "MPs call for an urgent stop of live facial recognition surveillance by police",
    "blog": "Police facial recognition surveillance: MPs call for urgent stop",
}


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "vision.yaml").write_text(TOPIC)
    (tmp_path / "coranto.toml").write_text("")
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml"), now=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def told(newsroom, make):
    """Three articles of one story; the wire's has a picture and leads."""
    cabinet = ingest.Ingest(newsroom)
    articles = {}
    for n, (name, title) in enumerate(TITLES.items()):
        pictures = (Picture(url=f"https://{name}.example/p.jpg"),) if name == "wire" else ()
        one = make(title, f"{name}.example", f"2026-03-01T{n + 8:02}:00:00Z", images=pictures, text=f"Text of {name}.")
        articles[name] = assemble.judged(one, (), newsroom.taxonomy, newsroom.settings, newsroom.signals)
        cabinet.add(articles[name], None)
    publish.publish(newsroom, Counter())
    assert len(set(newsroom.store.story_ids_of([a.id for a in articles.values()]).values())) == 1
    return {name: article.id for name, article in articles.items()}


def account(newsroom, article):
    return explain.explain(newsroom.store, article, NOW)


def rule(newsroom, article, boost=None, published=None, hidden=None):
    if boost is not None:
        verbs.say(newsroom, "boost", {"article": article, "points": boost})
    if published is not None:
        verbs.say(newsroom, "publish", {"article": article})
    if hidden is not None:
        verbs.say(newsroom, "hide", {"article": article})
    done = Counter()
    publish.publish(newsroom, done)
    return done


def test_a_boost_is_a_part_of_quality_and_makes_another_lead(newsroom, told):
    before = account(newsroom, told["blog"])
    assert (before.lead, before.heat, before.published) == (told["wire"], -1, False)
    rule(newsroom, told["blog"], boost=100)

    after = account(newsroom, told["blog"])
    assert after.quality == before.quality + 100 == sum(part.points for part in after.parts)
    assert [part.points for part in after.parts if part.name == "boost"] == [100]
    assert (after.lead, after.heat, after.published) == (told["blog"], after.quality + 20, True)
    led = account(newsroom, told["wire"])
    assert (led.heat, led.rule) == (-1, "led")
    records = {name: newsroom.store.get_records([article])[article].record for name, article in told.items()}
    assert {name: record.heat for name, record in records.items()} == {"blog": after.heat, "wire": -1, "post": -1}
    assert records["wire"].related[0].quality == after.quality, "those beside it list its new quality"
    assert newsroom.store.hot_stories(datetime(2026, 2, 25, tzinfo=UTC))[0][1] == after.heat
    assert newsroom.store.get_text(told["blog"]) == "Text of blog."


def test_a_boost_taken_back_leaves_everything_as_it_was(newsroom, told):
    files = {file: file.read_bytes() for file in (newsroom.records / "_news").iterdir()}
    before = account(newsroom, told["blog"])
    assert rule(newsroom, told["blog"], boost=100)["files"] == 3
    rule(newsroom, told["blog"], boost=0)
    assert account(newsroom, told["blog"]) == before
    assert {file: file.read_bytes() for file in files} == files


def test_a_newcomer_meets_the_boosted_lead(newsroom, told, make):
    rule(newsroom, told["blog"], boost=100)
    late = make(TITLES["wire"] + ", again", "late.example", "2026-03-01T20:00:00Z")
    cabinet = ingest.Ingest(newsroom)
    late = assemble.judged(late, (), newsroom.taxonomy, newsroom.settings, newsroom.signals)
    cabinet.add(late, None)
    assert account(newsroom, late.id).lead == told["blog"]


def test_publication_is_overruled_both_ways(newsroom, told):
    rule(newsroom, told["post"], published=True)
    said = account(newsroom, told["post"])
    assert (said.heat, said.published, said.rule) == (-1, True, "editor")
    assert say(said.decision).startswith("Published: an editor decided so (the rules: Not published: ")
    rule(newsroom, told["blog"], boost=100, hidden=True)
    said = account(newsroom, told["blog"])
    assert (said.published, said.rule) == (False, "editor")
    assert newsroom.store.get_records([told["blog"]])[told["blog"]].record.published is False


def test_readers_of_the_lead_heat_its_story_and_no_others(newsroom, told):
    for n, name in enumerate(["wire", "post", "post"]):
        newsroom.store.count_reader(told[name], f"reader {n}", "2026-03-02")
    lead = account(newsroom, told["wire"])
    assert [part.points for part in lead.heat_parts if part.name == "readers"] == [1]
    rule(newsroom, told["wire"], published=True)  # only what is published is hot
    ((story, heat),) = newsroom.store.hot_stories(datetime(2026, 2, 25, tzinfo=UTC), day=NOW)
    assert (story.lead, heat) == (told["wire"], lead.heat)


def test_readers_lift_a_story_over_the_threshold(newsroom, told):
    before = account(newsroom, told["wire"])
    assert not before.published
    for number in range(newsroom.settings.publish.threshold - before.heat):
        assert newsroom.store.outbox_ids() == ([told["wire"]] if number else [])
        newsroom.store.count_reader(told["wire"], f"reader {number}", "2026-03-02")
    publish.publish(newsroom, Counter())
    filed = newsroom.store.get_records([told["wire"]])[told["wire"]]
    assert filed.record.published
    newsroom.store.count_reader(told["wire"], "one more", "2026-03-02")
    assert (
        newsroom.store.outbox_ids() == []
    )  # live heat is the site's: a published record is not written again for a reader


def test_an_imported_record_is_kept_and_explained_as_it_is(newsroom, tmp_path):
    old = (
        '---\ncategory: news\ntitle: "Cameras off"\npublishedDateTime: 2023-10-06T12:00:00Z\n'
        'webUrl: "https://old.example/1"\nquality: 58\nheat: 88\npublished: true\n\ntopics:\n  - Vision\n---\n\n'
    )
    (tmp_path / "old").mkdir()
    (tmp_path / "old/2023-10-06-cameras-off.md").write_text(old)
    assert import_records.import_folder(newsroom, tmp_path / "old") == (1, 0, [])
    article = newsroom.store.resolve_article("https://old.example/1")
    told = account(newsroom, article)
    assert (told.quality, told.heat, told.published) == (58, 88, True)
    assert sum(part.points for part in told.parts) == 58
    assert sum(part.points for part in told.heat_parts) == 88
    assert say(told.decision) == "Published: so the imported record says."
    with pytest.raises(errors.CorantoError, match="imported record, which is kept as it is"):
        rule(newsroom, article, boost=100)
    assert (newsroom.records / "_news/2023-10-06-cameras-off.md").read_text() == old


def test_nothing_is_decided_about_what_is_not_there(newsroom, told):
    with pytest.raises(errors.CorantoError, match="no article has this"):
        verbs.say(newsroom, "boost", {"article": "nobody", "points": 100})
    assert newsroom.store.get_overrides(["nobody"]) == {}
