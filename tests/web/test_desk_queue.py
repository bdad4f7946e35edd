"""The queue, decisions with their undo, and the log: the desk as the face of the verbs."""

import html
import json
import re
from datetime import timedelta

import msgspec
import pytest
import seeding
from desk_browser import PASSWORD, Browser, person, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from coranto.edit import log, verbs
from coranto.web import app
from coranto.web.app import Server


@pytest.fixture
def desk(fresh):
    fresh.marta = person(fresh)
    browser = Browser(app.make(fresh), fresh, fresh.marta)
    browser.newsroom = fresh
    return browser


def version(answer, story):
    """The version that a page's forms carry for a story."""
    found = re.findall(r'name="story" value="(\w+)"><input type="hidden" name="version" value="(\d+)"', answer.text)
    return dict(found)[story]


def decide(desk, story, do, **fields):
    sent = {"version": version(desk.get(f"/desk/story/{story}/"), story), "do": do, "story": story}
    return desk.post("/desk/decide/", **{**sent, **fields})


def lead(desk, story="000001"):
    return desk.newsroom.store.get_stories([story])[story].lead


def override(desk, story="000001"):
    return desk.newsroom.store.get_overrides([lead(desk, story)]).get(lead(desk, story))


def test_the_queue_says_what_is_missing_in_words(desk):
    for band in ("near", "gaining", "overruled", "everything", "nonsense"):
        shown = desk.get(f"/desk/?band={band}")
        assert shown.status_code == 200
    shown = desk.get("/desk/?band=everything")
    assert shown.text.count('<li class="s"') == 3
    assert re.search(r"\d+ points? (short of|above) the line\.", text(shown))
    assert html.escape(seeding.HEADLINES[0][:40]) in shown.text


def test_a_day_without_a_line_says_so(desk):
    given = desk.newsroom.settings
    none = msgspec.structs.replace(given.publish, threshold=0)
    desk.newsroom.settings = msgspec.structs.replace(given, publish=none)
    near = text(desk.get("/desk/"))
    assert "No line today: everything that fits is published." in near
    for story in [one.id for one in desk.newsroom.store.recent_stories(seeding.NOW - timedelta(days=7), 9)]:
        decide(desk, story, "publish", reason="timely")
    assert "Nothing is near a line, since there is none today." in text(desk.get("/desk/"))


def test_publishing_and_dropping_ask_for_a_reason_and_are_logged_with_it(desk):
    asked = decide(desk, "000001", "drop")
    assert asked.status_code == 422
    assert "Say why" in text(asked)
    assert desk.newsroom.store.get_edits() == []
    done = decide(desk, "000001", "drop", reason="off topic", back="everything")
    assert (done.status_code, done.headers["location"]) == (303, "../../desk/?band=everything&done=1")
    (edit,) = desk.newsroom.store.get_edits()
    assert (edit.kind, edit.who, edit.why) == ("hide", "Marta", "off topic")
    shown = desk.get("/desk/?band=everything&done=1")
    assert "1: dropped" in text(shown)
    assert 'name="number" value="1" data-key="u"' in shown.text
    overruled = desk.get("/desk/?band=overruled")
    assert "1: Marta: off topic" in text(overruled), "what was dropped is overruled, too"
    assert '<button class="btn small" name="number" value="1">' in overruled.text
    assert desk.post("/desk/undo/", number="1").status_code == 303
    assert "1: Marta" not in text(desk.get("/desk/?band=overruled"))
    assert not override_of(desk, edit.articles[0]).hidden
    assert log.verify(desk.newsroom) == []


def override_of(desk, article):
    return desk.newsroom.store.get_overrides([article])[article]


def test_what_was_published_says_so_before_the_next_round(desk):
    store, story = desk.newsroom.store, "000001"
    name = lead(desk, story)
    store.save_decisions({name: msgspec.structs.replace(store.get_decisions([name])[name], published=False)})
    stored = store.get_records([name])[name]
    store.save_record(name, stored.path, msgspec.structs.replace(stored.record, published=False), seeding.NOW)
    assert decide(desk, story, "publish", reason="matters here").status_code == 303
    shown = desk.get(f"/desk/story/{story}/")
    assert "it is on the paper with the next round" in text(shown)
    refused = decide(desk, story, "pin")
    assert refused.status_code == 409
    assert "not on the paper yet, so it cannot be pinned" in text(refused)
    assert "coranto edit" not in text(refused)


def test_a_headline_of_one_s_own_topics_and_a_pin(desk):
    assert decide(desk, "000001", "headline", title="Ours & theirs <b>").status_code == 303
    assert override(desk).title == "Ours & theirs <b>"
    shown = desk.get("/desk/story/000001/")
    assert "Ours &amp; theirs &lt;b&gt;" in shown.text
    assert decide(desk, "000001", "topics", topic=["Chips & Power", "Policy & Law"]).status_code == 303
    assert {name for _, name in override(desk).topics.set} == {"AI", "Chips & Power", "Policy & Law"}
    assert decide(desk, "000001", "topics").status_code == 422
    pinned = decide(desk, "000001", "pin")
    assert pinned.status_code in (303, 409)
    if pinned.status_code == 303:
        assert decide(desk, "000001", "unpin").status_code == 303
    assert decide(desk, "000001", "headline", title="").status_code == 303
    assert override(desk).title is None


def test_split_lead_and_merge_are_the_verbs(desk):
    members = [member.article for member in desk.newsroom.store.get_stories(["000000"])["000000"].members]
    other = next(one for one in members if one != lead(desk, "000000"))
    assert decide(desk, "000000", "lead", article=[other]).status_code == 303
    assert lead(desk, "000000") == other
    assert decide(desk, "000000", "lead", article=members[:2]).status_code == 422
    assert decide(desk, "000000", "split").status_code == 422
    assert decide(desk, "000000", "split", article=members[-2:]).status_code == 303
    assert decide(desk, "000001", "merge", **{"with": "000002"}).status_code == 303
    kinds = [(edit.kind, edit.story, edit.arrival) for edit in desk.newsroom.store.get_edits()[1:]]
    assert kinds == [("split", "000000", None), ("merge", "000001", None)], "they wait for the newsroom at work"
    assert "waits for the next round" in text(desk.get("/desk/log/"))


def test_a_stale_form_says_what_happened_and_loses_nothing(desk):
    seen = version(desk.get("/desk/story/000001/"), "000001")
    verbs.say(desk.newsroom, "headline", {"article": lead(desk), "text": "By John"}, who="John", why="clearer")
    answer = decide(desk, "000001", "headline", title="My long thought", version=seen)
    assert answer.status_code == 409
    assert "John decided about this story while you were at it: headline (clearer)" in text(answer)
    assert 'value="My long thought"' in answer.text
    assert override(desk).title == "By John"
    again = decide(desk, "000001", "headline", title="My long thought", version=version(answer, "000001"))
    assert again.status_code == 303
    assert override(desk).title == "My long thought"
    assert log.verify(desk.newsroom) == []


def test_what_a_verb_refuses_is_said_with_what_was_typed(desk):
    long = "x" * 5_000
    answer = decide(desk, "000001", "headline", title=long)
    assert answer.status_code == 409
    assert long in answer.text
    assert "letters" in text(answer)
    assert decide(desk, "000001", "fly").status_code == 404
    assert desk.post("/desk/undo/", number="77").status_code == 409
    assert desk.post("/desk/undo/", number="x").status_code == 404
    assert desk.get("/desk/story/nothing/").status_code == 404


def test_the_log_has_before_and_after_and_a_way_back(desk):
    decide(desk, "000001", "headline", title="First")
    decide(desk, "000001", "headline", title="Second")
    shown = text(desk.get("/desk/log/"))
    assert "First → Second" in shown
    assert "Marta" in shown
    refused = desk.post("/desk/undo/", number="1")
    assert refused.status_code == 409
    assert "by entry 2 of the log. Take that back first." in text(refused)
    assert desk.post("/desk/undo/", number="2", back="log").headers["location"] == "../../desk/log/?done=3"
    assert "taken back" in text(desk.get("/desk/log/"))
    lines = [json.loads(line) for line in desk.get("/desk/log.jsonl").text.splitlines()]
    assert [line["edit"] for line in lines] == [1, 2, 3]
    assert [line["previous"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]


def test_a_program_decides_with_a_token(desk):
    from coranto.people import sessions

    token = sessions.make_token(desk.newsroom, desk.newsroom.marta, "my script", ("edit",))
    answer = desk.client.post("/desk/decide/", headers={"Authorization": f"Bearer {token}"},
                              data={"do": "headline", "story": "000001", "version": "0", "title": "By a program"})  # fmt: skip
    assert answer.status_code == 200
    assert answer.json()["who"] == "Marta"
    assert desk.newsroom.store.access_tokens_of(desk.newsroom.marta.number)[0].seen


def test_a_german_desk_refuses_in_german(desk):
    newsroom = desk.newsroom
    site = msgspec.structs.replace(newsroom.settings.site, language="de")
    newsroom.replace({"settings": msgspec.structs.replace(newsroom.settings, site=site)})
    decide(desk, "000001", "headline", title="Erste")
    decide(desk, "000001", "headline", title="Zweite")
    assert "Es wurde seither geändert, durch Eintrag 2 des Protokolls." in text(desk.post("/desk/undo/", number="1"))
    assert "Das ist schon so" in text(decide(desk, "000001", "headline", title="Zweite"))
    assert "Es hat 5.000 Zeichen" in text(decide(desk, "000001", "headline", title="x" * 5_000)).replace(",", ".")
    assert "Überschrift: Zweite" in text(desk.get("/desk/log/"))


def test_what_came_in_and_what_others_decided_is_announced(desk):
    since = re.search(r'data-since="(\d+\.\d+)"', desk.get("/desk/?band=everything").text)[1]
    quiet = desk.get(f"/desk/news/?band=everything&since={since}")
    assert "came in" not in quiet.text
    seeding.file(desk.newsroom, "00000f", [seeding.article("A new <i>model</i>", "Ward Round", 0.1)])
    verbs.say(desk.newsroom, "headline", {"article": lead(desk), "text": "His"}, who="John", why="<b>clearer")
    verbs.say(desk.newsroom, "headline", {"article": lead(desk, "000002"), "text": "Mine"}, who="Marta")
    news = desk.get(f"/desk/news/?band=everything&since={since}")
    assert "1 story came in: show it" in text(news)
    assert re.findall(r'<li data-story="(\w+)">([^<]*)', news.text) == [
        ("000001", "John meanwhile: headline (&lt;b&gt;clearer)")
    ]
    assert "00000f" in desk.get("/desk/?band=everything").text


def test_a_story_is_found_by_the_words_of_its_headlines(desk):
    found = desk.get("/desk/?q=foundry")
    assert re.findall(r'data-story="(\w+)"', found.text) == ["000001"]
    assert "No story of this band has these words" in text(desk.get("/desk/?q=nothing-like-it"))
    assert 'value="&#34;&gt;&lt;script&gt;"' in desk.get('/desk/?q="><script>').text


def test_each_form_of_a_story_comes_alone_for_its_key(desk):
    for name in ("merge", "split", "lead", "topics", "headline"):
        panel = desk.get(f"/desk/story/000000/{name}/")
        assert panel.text.lstrip().startswith(f'<section class="panel" data-panel="{name}">')
    assert desk.get("/desk/story/000000/nothing/").status_code == 404


def test_a_merge_that_waits_is_taken_back_without_effect(desk):
    assert decide(desk, "000001", "merge", **{"with": "000002"}).status_code == 303
    undone = desk.post("/desk/undo/", number="1", part="1")
    assert "Marta took it back before it was carried out" in text(undone)
    assert set(re.findall(r'data-story="(\w+)"', undone.text)) == {"000001", "000002"}
    assert desk.newsroom.store.get_edit(1).trouble
    assert desk.post("/desk/undo/", number="1").status_code == 409
    assert log.verify(desk.newsroom) == []


def test_the_front_page_is_compared_with_the_machine_s(desk):
    assert "nobody overruled it" in text(desk.get("/desk/difference/"))
    decide(desk, "000001", "drop", why="advertising <b>")
    decide(desk, "000002", "headline", title="Ours", why="shorter")
    shown = desk.get("/desk/difference/")
    assert "You dropped it. The rules would publish it." in text(shown)
    assert "Only on yours: 0; only on the machine’s: 1." in text(shown)
    assert "Your headline. The outlet’s: “Should police" in text(shown)
    assert "advertising &lt;b&gt;" in shown.text
    desk.post("/desk/undo/", number="2", back="difference/")
    desk.post("/desk/undo/", number="1", back="difference/")
    assert "nobody overruled it" in text(desk.get("/desk/difference/"))


def test_the_log_has_no_json_in_it(desk):
    decide(desk, "000001", "topics", topic=["Chips & Power"])
    decide(desk, "000001", "pin")
    verbs.say(desk.newsroom, "setting", {"key": "publish.threshold", "value": "60"}, who="Marta")
    shown = text(desk.get("/desk/log/"))
    assert "– → exactly Chips & Power" in shown
    assert not re.search(r'[{}]|\["', shown)


HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=60),
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><script>alert(1)</script>",
         "{{ 7 * 7 }}", "{% raw %}", "' onmouseover='alert(1)", "&lt;script&gt;", "javascript:alert(1)", "</textarea><svg onload=alert(1)>"]
    ),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=HOSTILE)
def test_hostile_headlines_stay_text(desk, title):
    said = " ".join(title.split())
    decide(desk, "000001", "headline", title=f"{said} again")
    decide(desk, "000001", "headline", title=said)
    if override(desk).title != said:
        return  # not printable, and refused
    for path in (
        "/desk/?band=everything",
        "/desk/story/000001/",
        "/desk/difference/",
        "/desk/log/",
    ):
        page = lxml_html.fromstring(desk.get(path).text.encode())
        shown = [page.text_content(), *(field.get("value", "") for field in page.iter("input"))]
        assert any(said in " ".join(one.split()) for one in shown), path
        assert all(script.get("src", "").startswith("../") and not script.text for script in page.iter("script"))
        for element in page.iter("*"):
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert not element.get("href", "").lower().startswith("javascript")
        assert not list(page.iter("img", "iframe", "object"))


def edited_by_keys(page):
    """A headline and a topic by the keyboard: what is typed is no key, and a form goes when it is sent."""
    page.keyboard.press("e")
    page.locator(".panel input[name=title]").wait_for()
    page.keyboard.type("Typed with j, x and 3 in it")
    page.keyboard.press("Enter")
    page.locator(".queue .s.here h2", has_text="Typed with j, x and 3 in it").wait_for()
    page.keyboard.press("t")
    page.locator(".panel[data-panel=topics]").wait_for()
    page.keyboard.press("1")
    page.locator(".said", has_text="5: topics").wait_for()
    assert not page.locator(".panel").count()


@pytest.mark.browser
def test_the_desk_in_a_browser(look, fresh):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    person(fresh, "owner")
    hostile = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    article = fresh.store.get_stories(["000002"])["000002"].lead
    verbs.say(fresh, "headline", {"article": article, "text": hostile}, who="Mallory", why=hostile)
    with Server(fresh, "127.0.0.1", 0) as server:
        page = look(f"{server.address}/desk/", color_scheme="light")
        found = axe.run(page).response["violations"]
        page.get_by_label("Name").fill("Marta")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk/")
        assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
        page.goto(f"{server.address}/desk/?band=everything")
        before, asked = page.locator(".queue .s").count(), len(page.asked)
        first = page.locator(".queue .s h2").first.inner_text()
        page.keyboard.press("x")
        page.keyboard.press("3")
        page.locator(".said", has_text="2:").wait_for()
        assert fresh.store.get_edits()[1].why == "off topic"
        assert page.locator(".queue .s").count() == before - 1
        assert page.locator(".queue .s.here").count() == 1, "the next one is selected"
        page.keyboard.press("u")
        page.locator(".said", has_text="3:").wait_for()
        assert fresh.store.get_edits()[2].undoes == 2
        assert page.locator(".queue .s h2").first.inner_text() == first, "it is back in its place"
        more = [one for one in page.asked[asked:] if "/static/" not in one]  # a browser may fetch the icon late
        assert [one.rpartition("/desk/")[2] for one in more] == ["decide/", "undo/"], "no page was loaded"
        edited_by_keys(page)
        verbs.say(
            fresh,
            "headline",
            {"article": fresh.store.get_stories(["000002"])["000002"].lead, "text": "Hers"},
            who="John",
        )
        row = page.locator(".queue .s", has=page.locator('[value="000002"]'))
        row.get_by_role("button", name="Drop").evaluate(
            "button => { button.form.elements.why.selectedIndex = 1; button.click() }"
        )
        row.locator(".trouble", has_text="John decided about this story while you were at it").wait_for()
        assert not [said for said in page.said if "404" not in said and "409" not in said]
