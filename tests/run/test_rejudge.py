"""Rules that changed are followed: what is recent is judged again, whole stories at a time, and everything agrees."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.decide import explain, front
from coranto.edit import verbs
from coranto.i18n.wording import say
from coranto.model.article import Picture, Provider
from coranto.model.change import StoredRecord
from coranto.model.record import Record
from coranto.model.source import Source
from coranto.record import frontmatter
from coranto.run import assemble, ingest, publish, rejudge

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
VISION = "taxonomy: topic\n_id: vision\nname: {name}\nkeywords: [{keywords}]\n"
EVENT = "MPs call for urgent stop to live facial recognition surveillance by police"
OTHER = "Facial recognition harbour strike ends"


@pytest.fixture
def site(tmp_path):
    (tmp_path / "topics").mkdir()
    topic(tmp_path, "Vision", "facial recognition")
    (tmp_path / "coranto.toml").write_text("")
    return tmp_path


@pytest.fixture
def newsroom(site):
    with newsrooms.open_newsroom(settings_file.load(site / "coranto.toml"), now=lambda: NOW) as opened:
        rejudge.follow_rules(opened)
        yield opened


@pytest.fixture
def told(newsroom, make):
    """Three articles of one story of today, one of last week; the wire's has a picture and leads."""
    cabinet, names = ingest.Ingest(newsroom), {}
    for name, title, day, pictured in (
        ("old", OTHER, "2026-03-01T08:00:00Z", True),
        ("wire", EVENT, "2026-03-09T08:00:00Z", True),
        ("post", EVENT.replace("to live", "of live"), "2026-03-09T09:00:00Z", False),
        ("blog", EVENT.replace("urgent", "an urgent"), "2026-03-09T10:00:00Z", False),
    ):
        pictures = (Picture(url=f"https://{name}.example/p.jpg"),) if pictured else ()
        one = make(title, f"{name}.example", day, url=f"https://{name}.example/1", images=pictures, text=f"Of {name}.")
        one = assemble.judged(one, (), newsroom.taxonomy, newsroom.settings, newsroom.signals)
        cabinet.add(one, None)
        names[name] = one.id
    publish.publish(newsroom, Counter())
    homes = newsroom.store.story_ids_of(names.values())
    assert len({homes[names[name]] for name in ("wire", "post", "blog")}) == 1
    return names


def test_publishing_notes_what_stands_on_the_front_page(newsroom, told):
    assert front.leads_of_day(newsroom.store, NOW.date()) == ()
    change(newsroom, "[publish]\nthreshold = 50\n")
    follow(newsroom)
    assert front.leads_of_day(newsroom.store, NOW.date()) == (told["wire"],)


def topic(site, name, keywords):
    (site / "topics" / "vision.yaml").write_text(VISION.format(name=name, keywords=keywords))


def change(newsroom, text=""):
    """Change the settings, and take up settings and topics."""
    folder = newsroom.records
    (folder / "coranto.toml").write_text(text)
    newsroom.replace(newsrooms.rules(settings_file.load(folder / "coranto.toml")))


def follow(newsroom):
    tally = rejudge.follow_rules(newsroom)
    publish.publish(newsroom, Counter())
    return tally


def tree(newsroom):
    return {file.name: file.read_bytes() for file in (newsroom.records / "_news").glob("*.md")}


def agree(newsroom, names):
    """Hold record, file, lists and explanation to the stored decision; the articles that are published, by name."""
    store = newsroom.store
    decisions, records = store.get_decisions(names.values()), store.get_records(names.values())
    listed = set(store.published_ids())
    for ident in names.values():
        decision, filed = decisions[ident], records[ident]
        account = explain.explain(store, ident, NOW)
        assert (filed.record.published, filed.record.heat) == (decision.published, decision.heat)
        assert (account.published, account.heat, account.decision) == (
            decision.published, decision.heat, decision.reason,
        )  # fmt: skip
        assert (ident in listed) == decision.published
        assert filed.record.topics == tuple(match.name for match in account.topics)
        assert filed.record.quality == account.quality
        assert decision.lead == account.lead
        assert (newsroom.records / filed.path).read_text() == frontmatter.emit(filed.record)
    return {name for name, ident in names.items() if ident in listed}


def test_nothing_is_judged_again_while_the_rules_stay(newsroom, told):
    assert follow(newsroom) is None
    assert agree(newsroom, told) == set()


def test_a_threshold_publishes_and_withdraws_and_the_first_tree_comes_back(newsroom, told):
    first = tree(newsroom)
    change(newsroom, "[publish]\nthreshold = 50\n")
    assert follow(newsroom) == rejudge.Tally(judged=3, publish=1, records=1)
    assert agree(newsroom, told) == {"wire"}
    assert tree(newsroom) != first
    change(newsroom)
    assert follow(newsroom) == rejudge.Tally(judged=3, withdraw=1, records=1)
    assert agree(newsroom, told) == set()
    assert tree(newsroom) == first


def test_what_is_old_stays_until_it_is_asked_for(newsroom, told):
    change(newsroom, "[publish]\nthreshold = 30\n")
    follow(newsroom)
    assert agree(newsroom, told) == {"wire"}
    assert newsroom.store.get_decisions([told["old"]])[told["old"]].threshold == 70
    tally = rejudge.rejudge(newsroom)
    publish.publish(newsroom, Counter())
    assert tally.publish == 1
    assert agree(newsroom, told) == {"old", "wire"}


def test_a_story_that_an_article_may_still_join_is_judged_however_old_it_is(newsroom, told):
    change(newsroom, "[publish]\nthreshold = 30\n")
    rejudge.follow_rules(newsroom, lambda: newsroom.store.story_ids_of([told["old"]]).values())
    publish.publish(newsroom, Counter())
    assert agree(newsroom, told) == {"old", "wire"}


def test_a_topic_renamed_or_added_shows_its_past(newsroom, told, site):
    topic(site, "Seeing machines", "facial recognition")
    (site / "topics" / "law.yaml").write_text("taxonomy: topic\n_id: law\nname: Law\nkeywords: [mps]\n")
    change(newsroom)
    follow(newsroom)
    agree(newsroom, told)
    record = newsroom.store.get_records([told["wire"]])[told["wire"]].record
    assert record.topics == ("Law", "Seeing machines")
    law = [one.id for one in newsroom.store.recent_articles(topic="law")]
    assert law == [told[name] for name in ("blog", "post", "wire")]
    (site / "topics" / "law.yaml").unlink()
    change(newsroom)
    follow(newsroom)
    assert newsroom.store.recent_articles(topic="law") == []
    agree(newsroom, told)


def test_a_weight_may_make_another_article_lead(newsroom, told):
    change(newsroom, '[outlets."blog.example"]\nweight = 60\n')
    dry = []
    planned = rejudge.rejudge(newsroom, NOW - timedelta(days=1), dry.append, dry=True)
    agree(newsroom, told)
    assert follow(newsroom) == planned == rejudge.Tally(judged=3, publish=1, lead=2, records=3)
    assert agree(newsroom, told) == {"blog"}
    lines = {line.id: line for line in dry}
    assert lines[told["blog"]].change == "publish"
    assert lines[told["wire"]].change == "lead"
    assert (lines[told["wire"]].lead, lines[told["wire"]].lead_before) == (told["blog"], told["wire"])
    assert lines[told["wire"]].reason == say(explain.explain(newsroom.store, told["wire"], NOW).decision)
    assert "below the threshold" in lines[told["wire"]].before


def test_the_topics_that_a_source_gives_follow_the_list_of_sources(newsroom, make):
    newsroom.store.save_source(Source(id="wire", url="https://wire.example/feed", topics=("Vision",)))
    one = make("Nothing of the subject", "wire.example", "2026-03-09T08:00:00Z", source="wire")
    one = assemble.judged(one, ("Vision",), newsroom.taxonomy, newsroom.settings, newsroom.signals)
    ingest.Ingest(newsroom).add(one, None)
    follow(newsroom)
    newsroom.store.save_source(Source(id="wire", url="https://wire.example/feed", topics=("Harbours",)))
    follow(newsroom)
    assert [match.name for match in newsroom.store.get_articles([one.id])[one.id].topics] == ["Harbours"]
    newsroom.store.delete_source("wire")
    follow(newsroom)
    assert [match.name for match in newsroom.store.get_articles([one.id])[one.id].topics] == ["Harbours"]


def test_an_editor_s_points_and_word_hold(newsroom, told):
    verbs.say(newsroom, "boost", {"article": told["post"], "points": 90}, who="e", why="")
    verbs.say(newsroom, "publish", {"article": told["blog"]}, who="e", why="")
    change(newsroom, "[judge]\nimage = 21\n")
    follow(newsroom)
    assert agree(newsroom, told) == {"post", "blog"}
    assert newsroom.store.get_text(told["post"]) == "Of post."


def test_an_imported_record_is_never_judged_again(newsroom, told, make):
    old = make("An imported title: facial recognition", "archive.example", "2026-03-09T07:00:00Z", quality=3)
    record = Record(title=old.title, published_date_time=old.published, quality=3, heat=99, published=True)
    filed = StoredRecord(article=old.id, path="_news/2026-03-09-imported.md", record=record, changed=NOW)
    newsroom.store.import_record(old, filed)
    change(newsroom, "[judge]\nimage = 21\n")
    follow(newsroom)
    rejudge.rejudge(newsroom)
    assert newsroom.store.get_records([old.id])[old.id] == filed
    assert newsroom.store.get_articles([old.id])[old.id].quality == 3


def test_a_rejudge_that_ends_goes_on_behind_the_last_batch(newsroom, told, monkeypatch):
    monkeypatch.setattr(rejudge, "BATCH", 1)
    change(newsroom, "[publish]\nthreshold = 30\n")
    seen = []

    class EndError(Exception):
        pass

    def end(line):
        seen.append(line.id)
        raise EndError

    with pytest.raises(EndError):
        rejudge.rejudge(newsroom, None, end)
    assert seen == [told["old"]]
    rest = rejudge.rejudge(newsroom)
    assert rest == rejudge.Tally(judged=3, publish=1, records=1)
    publish.publish(newsroom, Counter())
    assert agree(newsroom, told) == {"old", "wire"}
    assert rejudge.follow_rules(newsroom) is None


def test_what_was_asked_of_a_newsroom_at_work_is_done_in_its_next_round(newsroom, told):
    rejudge.request(newsroom)
    tally = rejudge.follow_rules(newsroom)
    assert tally is not None
    assert tally.judged == 4
    assert rejudge.follow_rules(newsroom) is None


def test_topic_files_that_are_left_out_take_no_topic_away(newsroom, told, site):
    (site / "topics" / "vision.yaml").write_text("taxonomy: [broken")
    change(newsroom)
    assert newsroom.problems
    assert rejudge.follow_rules(newsroom) is None
    agree(newsroom, told)


def test_a_database_of_before_is_judged_again_at_once(newsroom, told):
    newsroom.store.put_value("rules", b"")
    tally = rejudge.follow_rules(newsroom)
    assert tally is not None
    assert tally.judged == 3


def test_neighbours_list_what_is_near_in_its_new_order(newsroom, make):
    """Records name related articles by quality: one near to a story is written anew where the story's quality moved."""
    cabinet = ingest.Ingest(newsroom)
    rows = [
        make(OTHER, "near.example", "2026-03-04T08:00:00Z", url="https://near.example/1"),
        make(EVENT, "wire.example", "2026-03-09T08:00:00Z", url="https://wire.example/1"),
    ]
    rows = [msgspec.structs.replace(one, provider=Provider(name="P", domain="p.example")) for one in rows]
    for one in rows:
        cabinet.add(assemble.judged(one, (), newsroom.taxonomy, newsroom.settings, newsroom.signals), None)
    publish.publish(newsroom, Counter())
    before = newsroom.store.get_records([rows[0].id])[rows[0].id].record
    change(newsroom, "[judge]\nkeyword = 40\n")
    follow(newsroom)
    after = newsroom.store.get_records([rows[0].id])[rows[0].id].record
    near = newsroom.store.near_story_ids(rows[1].id) or newsroom.store.near_story_ids(rows[0].id)
    assert bool(near) == bool(before.related)
    assert [one.quality for one in after.related] == [
        newsroom.store.get_articles([rows[1].id])[rows[1].id].quality for _ in after.related
    ]
