"""Record files that editors change or delete by hand: noticed in the next round, kept, and written again."""

import json

from coranto.edit import verbs
from coranto.model.settings import Fetch, Settings
from coranto.run import hand_edits
from coranto.testing import Web, listen, newsroom, round_of

OUTLET = "https://daily.example"
SETTINGS = Settings(fetch=Fetch(pages=False))


def web():
    found = Web()
    items = [
        {
            "id": str(n),
            "url": f"{OUTLET}/{n}",
            "title": title,
            "summary": f"Summary {n}.",
            "date_published": "2026-03-02T09:00:00Z",
        }
        for n, title in enumerate(("Bridge closes for repairs", "Ferry stops for the winter"))
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Daily", "items": items}
    found.put(f"{OUTLET}/feed", json.dumps(feed).encode(), "application/feed+json")
    return found


def files(desk):
    return {path.name[11:17]: path for path in (desk.records / "_news").glob("*.md")}


async def test_a_change_in_a_record_file_becomes_an_edit_and_stays(tmp_path):
    with newsroom(tmp_path, SETTINGS) as desk:
        listen(desk, f"{OUTLET}/feed")
        await round_of(desk, web())
        path = files(desk)["bridge"]
        text = path.read_text().replace("Bridge closes for repairs", "Bridge closes (corrected)")
        path.write_text(text.replace("published: false", "published: true").replace("Summary 0.", "Better words."))
        done = await round_of(desk, web())
        assert done["edited by hand"] == 3
        name = desk.store.article_ids_by_path([f"_news/{path.name}"])[f"_news/{path.name}"]
        record = desk.store.get_records([name])[name].record
        assert (record.title, record.excerpt, record.published) == ("Bridge closes (corrected)", "Better words.", True)

        assert desk.store.published_ids() == [name]
        assert not (desk.records / "_kept").exists(), "the file says what the newsroom says"
        desk.store.add_to_outbox([name])
        assert (await round_of(desk, web()))["edited by hand"] == 0
        assert "Bridge closes (corrected)" in path.read_text(), "no later round undoes it"
        path.write_text(path.read_text().replace("published: true", "published: false"))
        await round_of(desk, web())
        assert desk.store.published_ids() == []


async def test_what_no_edit_can_say_is_kept_aside_at_once(tmp_path):
    with newsroom(tmp_path, SETTINGS) as desk:
        listen(desk, f"{OUTLET}/feed")
        await round_of(desk, web())
        path = files(desk)["ferry-"]
        ours = path.read_text()
        path.write_text(ours.replace("quality: 0", "quality: 99"))
        note = path.with_name("note.md")
        note.write_text("mine")
        done = await round_of(desk, web())
        assert (done["edited by hand"], done["kept aside"]) == (0, 1)
        assert path.read_text() == ours
        assert "quality: 99" in (desk.records / "_kept" / path.name).read_text()
        path.write_text("no record")
        await round_of(desk, web())
        assert note.read_text() == "mine"


async def test_a_deleted_file_is_written_again_and_one_that_was_taken_down_is_not(tmp_path):
    with newsroom(tmp_path, SETTINGS) as desk:
        listen(desk, f"{OUTLET}/feed")
        await round_of(desk, web())
        bridge, ferry = files(desk)["bridge"], files(desk)["ferry-"]
        name = desk.store.article_ids_by_path([f"_news/{ferry.name}"])[f"_news/{ferry.name}"]
        verbs.say(desk, "hide", {"article": name})
        bridge.unlink()
        assert (await round_of(desk, web()))["restored"] == 1
        assert "Bridge closes for repairs" in bridge.read_text()
        assert not ferry.exists()
        assert (await round_of(desk, web()))["restored"] == 0


async def test_a_file_that_is_gone_is_named_until_it_waits_to_be_written(tmp_path):
    with newsroom(tmp_path, SETTINGS) as desk:
        listen(desk, f"{OUTLET}/feed")
        await round_of(desk, web())
        assert hand_edits.missing(desk) == []
        files(desk)["bridge"].unlink()
        (name,) = hand_edits.missing(desk)
        assert desk.store.get_articles([name])[name].title == "Bridge closes for repairs"
        await round_of(desk, web())
        assert hand_edits.missing(desk) == []


async def test_many_files_are_held_against_the_store_some_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(hand_edits, "_AT_ONCE", 1)
    with newsroom(tmp_path, SETTINGS) as desk:
        listen(desk, f"{OUTLET}/feed")
        await round_of(desk, web())
        for path in files(desk).values():
            path.write_text(path.read_text().replace("Summary", "Better"))
        assert (await round_of(desk, web()))["edited by hand"] == 2
        for path in files(desk).values():
            path.unlink()
        assert len(hand_edits.missing(desk)) == 2
        assert (await round_of(desk, web()))["restored"] == 2
        assert hand_edits.missing(desk) == []
