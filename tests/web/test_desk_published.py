"""The front page at the desk, and stories that wait until tomorrow."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from desk_browser import Browser, person, text
from starlette.testclient import TestClient

from coranto import errors
from coranto.edit import log, verbs
from coranto.run import publish, release
from coranto.web import app


@pytest.fixture
def desk(fresh):
    browser = Browser(app.make(fresh), fresh, person(fresh))
    browser.newsroom = fresh
    return browser


def decide(desk, story, do, **fields):
    page = desk.get(f"/desk/story/{story}/").text
    version = re.search(rf'name="story" value="{story}"><input type="hidden" name="version" value="(\d+)"', page)[1]
    return desk.post("/desk/decide/", story=story, do=do, version=version, back="published/", **fields)


def order(desk):
    return re.findall(r'name="story" value="(\d+)"', desk.get("/desk/published/").text)


def decision(desk, story):
    lead = desk.newsroom.store.get_stories([story])[story].lead
    return desk.newsroom.store.get_decisions([lead])[lead]


def out(desk):
    """Decide what waits in the outbox."""
    newsroom = desk.newsroom
    with newsroom.store.transaction(writes=True):
        publish.make_records(newsroom, newsroom.store.outbox_ids(), newsroom.rules_digest())


def test_the_editor_orders_the_front_page(desk):
    first = order(desk)
    assert len(first) > 1
    last, one = first[-1], first[-2]
    done = decide(desk, last, "pin")
    assert (done.status_code, done.headers["location"]) == (303, "../../desk/published/?done=1")
    assert order(desk)[0] == last
    decide(desk, one, "pin")
    assert order(desk)[:2] == [one, last]
    decide(desk, last, "pin")
    assert order(desk)[:2] == [last, one], "the last pin is first"
    assert decide(desk, last, "pin").status_code == 409
    assert desk.post("/desk/undo/", number="3").status_code == 303
    assert order(desk)[:2] == [one, last]
    decide(desk, one, "unpin")
    decide(desk, last, "unpin")
    assert order(desk) == first
    assert decide(desk, first[0], "drop").status_code == 422
    decide(desk, first[0], "drop", why="told already")
    assert first[0] not in order(desk)
    assert "Take it off" in text(desk.get("/desk/published/"))
    assert log.verify(desk.newsroom) == []


def test_a_held_story_waits_whatever_it_reaches_and_is_released(desk):
    store = desk.newsroom.store
    story = "000001"
    lead = store.get_stories([story])[story].lead
    refused = decide(desk, story, "hold")
    if decision(desk, story).published:
        assert refused.status_code == 409
        verbs.say(desk.newsroom, "publish", {"article": lead, "withhold": True}, who="x")
        out(desk)
        was = store.get_decisions([lead])[lead]
        import msgspec

        store.save_decisions({lead: msgspec.structs.replace(was, ruled=False)})
    before = store.get_overrides([lead])[lead]
    verbs.say(desk.newsroom, "hold", {"article": lead}, who="Marta")
    verbs.say(desk.newsroom, "publish", {"article": lead, "off": True}, who="x")
    out(desk)
    assert (decision(desk, story).published, decision(desk, story).rule) == (False, "held")
    shown = text(desk.get("/desk/?band=held"))
    assert "an editor holds it until 2026-03-08 05:00 UTC" in shown
    assert "Let the rules decide" in shown
    assert not before.held
    done = Counter()
    release.release(desk.newsroom, done)
    assert done["released"] == 0
    later = desk.newsroom.now() + timedelta(days=1)
    desk.newsroom.now = lambda: later
    release.release(desk.newsroom, done)
    out(desk)
    assert done["released"] == 1
    assert decision(desk, story).published
    assert store.get_edits()[-1].why == release.WHY
    assert log.verify(desk.newsroom) == []


@pytest.mark.parametrize("until", ["yesterday", "2020-01-01T05:00", "2036-01-01T05:00"])
def test_a_hold_has_an_end(desk, until):
    lead = desk.newsroom.store.get_stories(["000002"])["000002"].lead
    with pytest.raises(errors.EditError, match="hold_time"):
        verbs.say(desk.newsroom, "hold", {"article": lead, "until": until})


def test_readers_see_why_a_rule_was_overruled(desk):
    names = [one.id for one in desk.newsroom.store.recent_articles(100)]
    below = next(
        name
        for name, one in desk.newsroom.store.get_decisions(names).items()
        if one.rule != "story" and not one.published
    )
    story = desk.newsroom.store.story_ids_of([below])[below]
    assert decide(desk, story, "publish", why="three readers asked <for> it").status_code == 303
    out(desk)
    assert decision(desk, story).rule == "editor"
    lead = desk.newsroom.store.get_stories([story])[story].lead
    with TestClient(app.make(desk.newsroom)) as reader:
        pages = [reader.get(f"/{kind}/{ident}/").text for kind, ident in (("a", lead), ("s", story))]
        pages.append(reader.get(f"/api/articles/{lead}.json").text.replace("<", "&lt;").replace(">", "&gt;"))
    assert ["three readers asked &lt;for&gt; it" in page for page in pages] == [True] * 3
