"""Rules on the desk: tried on what is stored, made, in force in the one decision, and taken back."""

import re

import msgspec
import pytest
import seeding
from desk_browser import Browser, person, text

from coranto import newsroom as newsrooms
from coranto.config import rule_file
from coranto.edit import log, verbs
from coranto.i18n.wording import say
from coranto.run import rejudge
from coranto.web import app


@pytest.fixture
def desk(fresh):
    browser = Browser(app.make(fresh), fresh, person(fresh, "owner"))
    browser.newsroom, browser.file = fresh, fresh.records / "rules.txt"
    return browser


def seen(answer):
    return re.search(r'name="seen" value="(\w+)"', answer.text)[1]


def make(desk, rule, **fields):
    return desk.post("/desk/rules/", rule=rule, seen=seen(desk.get("/desk/rules/", params={"rule": rule})), **fields)


def in_force(newsroom):
    rules = newsrooms.resolved(rule_file.load(newsroom.records), newsroom.taxonomy)
    newsroom.replace({"settings": msgspec.structs.replace(newsroom.settings, rules=rules)})
    rejudge.rejudge(newsroom)


def account(newsroom, story="000000"):
    """The decision about a story's lead, and the lead."""
    lead = newsroom.store.get_stories([story])[story].lead
    return newsroom.store.get_decisions([lead])[lead], newsroom.store.get_articles([lead])[lead]


def test_a_rule_is_tried_on_everything_stored_before_it_is_made(desk):
    assert "None yet" in text(desk.get("/desk/rules/"))
    tried = desk.get("/desk/rules/?do=mute&search=title:ministers+-foundry")
    shown = text(tried)
    assert "7 articles" in shown
    assert re.search(r"of 14 stored, \d published", shown), shown
    assert "On the paper" in shown
    assert not desk.file.exists()
    bad = desk.get("/desk/rules/?do=hold&search=-nothing")
    assert bad.status_code == 422
    assert "what it is about" in text(bad)
    assert desk.get("/desk/rules/?do=topic&search=a").status_code == 422
    assert "which does not exist" in text(desk.get("/desk/rules/?do=topic&value=Nowhere&search=a"))


def test_it_is_made_decides_and_is_taken_back_to_the_byte(desk):
    newsroom = desk.newsroom
    desk.file.write_text("# ours\n")
    before = newsroom.rules_digest()
    made = make(desk, "mute: title:ministers", why="enough")
    assert (made.status_code, made.headers["location"]) == (303, "../../desk/rules/?done=1")
    assert desk.file.read_text() == "# ours\nmute: title:ministers\n"
    in_force(newsroom)
    assert newsroom.rules_digest() != before
    found, _lead = account(newsroom)
    assert (found.published, found.rule) == (False, "muted")
    assert say(found.reason) == "Not published: the rule “title:ministers” mutes it."
    assert "mutes it" in desk.get("/desk/?band=everything").text
    assert "in force already" in text(desk.get("/desk/rules/?rule=mute: title:ministers"))
    out = desk.get("/desk/rules/", params={"rule": "mute: title:ministers", "out": "1"})
    assert "Taken out:" in text(out)
    assert desk.post("/desk/undo/", number="1", back="rules/").status_code == 303
    assert desk.file.read_text() == "# ours\n"
    in_force(newsroom)
    assert account(newsroom)[0].published
    assert newsroom.settings.rules == ()
    assert log.verify(newsroom) == []


def test_held_stories_wait_in_their_band_until_an_editor_decides(desk):
    newsroom = desk.newsroom
    desk.file.write_text("hold: source:meridianwire.example\n")
    lead = newsroom.store.get_stories(["000000"])["000000"].lead
    assert newsroom.store.get_decisions([lead])[lead].published
    in_force(newsroom)
    assert account(newsroom)[0].published, "what is out stays out"
    newsroom.store.save_decisions({lead: msgspec.structs.replace(account(newsroom)[0], published=False, ruled=False)})
    in_force(newsroom)
    assert account(newsroom)[0].rule == "held"
    shown = text(desk.get("/desk/?band=held"))
    assert "holds it until an editor decides" in shown
    verbs.say(newsroom, "publish", {"article": lead}, who="Marta", why="fine")
    rejudge.rejudge(newsroom)
    assert account(newsroom)[0].published


def test_favour_topics_and_another_lead(desk):
    newsroom = desk.newsroom
    desk.file.write_text(
        "mute: source:meridianwire.example\nfavour 7: lang:en title:post\ntopic policy: title:foundry\n"
    )
    _decision, was = account(newsroom)
    assert was.provider.domain == "meridianwire.example"
    in_force(newsroom)
    _decision, now = account(newsroom)
    assert now.provider.domain != "meridianwire.example"
    foundry = account(newsroom, "000001")[1]
    assert {"Policy & Law", "AI"} <= {topic.name for topic in foundry.topics}
    assert "given by the rule “title:foundry”" in [say(reason) for topic in foundry.topics for reason in topic.reasons]
    post = next(one for one in newsroom.store.recent_articles(50) if one.title.startswith("Post:"))
    assert [part.points for part in post.parts if part.name == "rule"] == [7]
    assert "mutes it" in say(newsroom.store.get_decisions([was.id])[was.id].reason)


def test_two_owners_and_an_editor(desk):
    first = seen(desk.get("/desk/rules/?rule=mute: a"))
    assert desk.post("/desk/rules/", rule="mute: abc", seen=first).status_code == 303
    late = desk.post("/desk/rules/", rule="mute: xyz", seen=first)
    in_force(desk.newsroom)
    late = desk.post("/desk/rules/", rule="mute: xyz", seen=first)
    assert late.status_code == 409
    assert "mute: xyz" in late.text
    editor = Browser(desk.client.app, desk.newsroom, person(desk.newsroom, "editor", "John"))
    assert "Make this rule" not in editor.get("/desk/rules/?rule=mute: xyz").text
    assert editor.post("/desk/rules/", rule="mute: xyz").status_code == 403
    assert editor.post("/desk/undo/", number="1").status_code == 403
    assert seeding.TOPICS


def test_another_number_is_replayed_by_day_and_nothing_is_saved(desk):
    before = desk.newsroom.store.read_version()
    assert "Points for a picture: 20" in text(desk.get("/desk/replay/"))
    shown = text(desk.get("/desk/replay/?key=publish.threshold&value=100"))
    assert re.search(r"\d of the last 30 front pages would have been", shown)
    assert "− " in shown
    assert "that day’s line is 100 instead of 70" in shown
    assert "Stored points are added up anew" in shown
    assert "None of the last 30 front pages" in text(desk.get("/desk/replay/?key=publish.threshold&value=70"))
    for value in ("much", "nan", "inf", "7.5"):
        refused = desk.get(f"/desk/replay/?key=publish.threshold&value={value}")
        assert refused.status_code == 422
        assert f"“{value}” is no " in text(refused)
    assert desk.get("/desk/replay/?key=database&value=x").status_code == 200
    outlet = desk.newsroom.store.get_articles(desk.newsroom.store.published_ids()).popitem()[1].provider.domain
    shown = text(desk.get(f"/desk/replay/?key=outlet&outlet={outlet}&value=-1000"))
    assert re.search(r"It stands at \d+ instead of \d+", shown)
    assert "is no outlet" in text(desk.get("/desk/replay/?key=outlet&outlet=us&value=5"))
    assert desk.newsroom.store.read_version() == before
