"""Sources on the desk: the look before adding, weight in words, who needs somebody, lists, and a way back for each."""

from datetime import timedelta
from urllib.parse import urlsplit

import msgspec
import pytest
from desk_browser import OURS, Browser, person, text

from coranto.config import settings_file
from coranto.demo import Press
from coranto.edit import log
from coranto.newsroom import open_newsroom
from coranto.people import sessions
from coranto.run import scaffold, source_care, source_change, source_list
from coranto.web import app


@pytest.fixture(scope="module")
def press():
    with Press() as running:
        yield running


@pytest.fixture(scope="module")
def opened(tmp_path_factory, press):
    folder = tmp_path_factory.mktemp("sources")
    plan = scaffold.Plan(name="AI", words=("AI", "chip", "robot"), title="The Wafer")
    list(scaffold.write(folder, plan))
    file = folder / "coranto.toml"
    allow = f'[fetch]\nallow = ["{urlsplit(press.address).netloc}"]\n'
    file.write_text(
        file.read_text().replace("[fetch]\n", allow).replace("http://127.0.0.1:8000", "https://news.example")
    )
    with open_newsroom(settings_file.load(file)) as newsroom:
        newsroom.marta = person(newsroom)
        newsroom.application = app.make(newsroom)
        yield newsroom


@pytest.fixture
def desk(opened):
    """The desk of an editor, with an empty list."""
    source_list.path(opened).write_text(scaffold._OPML)
    source_list.sync(opened)
    browser = Browser(opened.application, opened, opened.marta)
    browser.newsroom = opened
    return browser


def add(desk, press, name="wafer", **fields):
    return desk.post("/desk/sources/add/", address=f"{press.address}/o/{name}/", **fields)


def listed(desk):
    return source_list.on_list(desk.newsroom)


def test_the_look_adds_nothing_and_says_what_would_have_become_of_five_headlines(desk, press):
    shown = desk.post("/desk/sources/look/", address=f"{press.address}/o/wafer/")
    assert shown.status_code == 200
    said = text(shown)
    assert "Nothing has been added yet." in said
    assert "12 articles, the newest" in said
    assert shown.text.count("<li><p><b><bdi>") == 5
    assert "of its 12 headlines are yours" in said
    assert "no topic of yours" in said
    assert "would be published" in said or "would wait at" in said
    assert listed(desk) == []


def test_what_does_not_answer_is_said_in_words_and_kept_in_the_field(desk, press):
    answer = desk.post("/desk/sources/look/", address=f"{press.address}/o/nobody/")
    assert answer.status_code == 422
    assert "there is nothing at this address (HTTP 404)" in text(answer)
    assert f'value="{press.address}/o/nobody/"' in answer.text
    assert desk.post("/desk/sources/look/", address=" ").status_code == 303
    assert add(desk, press, "nobody").status_code == 422


def test_a_source_is_added_changed_weighed_muted_and_removed_each_with_a_way_back(desk, press):
    done = add(desk, press, name="wafer", counts="more", folder=" Trade / Chips ", topic=["AI"])
    assert done.status_code == 303
    (source,) = listed(desk)
    assert (source.title, source.folder, source.topics) == ("Wafer Weekly Review", "Trade/Chips", ("AI",))
    assert source_change.weight(desk.newsroom, source) == 20
    page = desk.get(f"/desk/sources/{source.id}/")
    assert '<option value="more" selected>more (+20)</option>' in page.text
    changed = desk.post(f"/desk/sources/{source.id}/", do="save", name="The Review", folder="", counts="mute")
    assert changed.status_code == 303
    assert (listed(desk)[0].title, listed(desk)[0].folder, listed(desk)[0].topics) == ("The Review", "", ())
    assert "not at all" in text(desk.get("/desk/sources/?show=muted"))
    bar = desk.get("/desk/sources/?done=4")
    assert "4: setting" in text(bar)
    assert desk.post("/desk/undo/", number="4", back="sources/").headers["location"] == "../../desk/sources/?done=5"
    assert source_change.weight(desk.newsroom, source) == 20
    desk.post(f"/desk/sources/{source.id}/", do="remove")
    assert listed(desk) == []
    last = desk.newsroom.store.get_edits()[-1]
    desk.post("/desk/undo/", number=str(last.number), back="sources/")
    assert [one.title for one in listed(desk)] == ["The Review"]
    assert [one.title for one in desk.newsroom.store.get_sources()] == ["The Review"]
    assert log.verify(desk.newsroom) == []


def test_a_source_is_tried_for_a_week_unseen_and_kept(desk, press):
    assert "Try it for a week, unseen" in text(desk.post("/desk/sources/look/", address=f"{press.address}/o/wafer/"))
    assert add(desk, press, do="try", title="Wafer Weekly").status_code == 303
    (source,) = listed(desk)
    assert source.unseen == (desk.newsroom.now() + timedelta(days=7)).date()
    assert [rule.condition.outlets for rule in desk.newsroom.settings.rules] == [(source.id,)]
    shown = text(desk.get(f"/desk/sources/{source.id}/"))
    assert "What would have been published" in shown
    assert "0 articles since it began" in shown
    assert "tried unseen until" in text(desk.get("/desk/sources/?show=tried"))
    logged = text(desk.get("/desk/log/"))
    assert "sources: Wafer Weekly" in logged
    assert "Wafer Weekly Review (tried unseen until" in logged
    assert "xmlUrl" not in logged, "the file as it is says nothing to most people"
    assert "None yet" in text(desk.get("/desk/rules/")), "no rule of the file"
    over = msgspec.structs.replace(source, unseen=desk.newsroom.now().date() - timedelta(days=1))
    source_change.put(desk.newsroom, [over], "Marta")
    assert "Keep it" in text(desk.get("/desk/sources/"))
    kept = desk.post(f"/desk/sources/{source.id}/", do="keep")
    assert (kept.status_code, listed(desk)[0].unseen, desk.newsroom.settings.rules) == (303, None, ())
    assert desk.post("/desk/undo/", number=str(desk.newsroom.store.last_edit())).status_code == 303
    assert listed(desk)[0].unseen == over.unseen
    assert desk.newsroom.settings.rules


def test_one_that_repeats_another_is_added_only_knowingly(desk, press):
    url = f"{press.address}/o/wafer/feed.json"
    twin = (
        f'<opml version="2.0"><body><outline text="The Twin" xmlUrl="{url.replace("http:", "https:")}"/></body></opml>'
    )
    source_list.path(desk.newsroom).write_text(twin)
    source_list.sync(desk.newsroom)
    asked = desk.post("/desk/sources/add/", address=url)
    assert asked.status_code == 409
    assert "it is read already, as The Twin" in text(asked)
    assert len(listed(desk)) == 1
    assert desk.post("/desk/sources/add/", address=url, anyway="1").status_code == 303
    assert len(listed(desk)) == 2


def test_those_that_need_somebody_come_first_with_the_likely_remedy(desk, press):
    add(desk, press)
    add(desk, press, "lathe")
    store, now = desk.newsroom.store, desk.newsroom.now()
    first, second = sorted(store.get_sources(), key=lambda one: one.title)
    store.save_source(
        msgspec.structs.replace(
            first,
            failures=5,
            last_good=now - timedelta(days=3),
            trouble="it keeps programs out",
            next_look=now + timedelta(days=1),
        )
    )
    store.save_source(msgspec.structs.replace(second, last_entry=now - timedelta(days=60), rhythm=86400, last_look=now))
    assert [(one.why, one.remedies[0]) for one in source_care.needs(store.get_sources(), now)] == [
        ("silent", "other"),
        ("failing", "again"),
    ]
    shown = text(desk.get("/desk/sources/"))
    assert "2 need you" in shown
    assert "It keeps programs out well for the last time on" in shown
    assert "Silent for much longer than is usual for it." in shown
    assert desk.post(f"/desk/sources/{first.id}/", do="again").status_code == 303
    assert store.get_sources([first.id])[0].next_look is None
    assert "Wafer" not in desk.get("/desk/sources/?q=lathe").text.partition("<tbody>")[2]
    gone = msgspec.structs.replace(first, retired="it is gone for good", failures=0)
    assert source_care.needs([gone], now)[0].remedies == ("other", "remove")


def test_a_list_is_looked_through_and_what_is_ticked_is_one_line_of_the_log(desk, press):
    rows = "".join(
        f'<outline text="{name}" xmlUrl="{press.address}/o/{name}/"/>' for name in ("wafer", "lathe", "nobody")
    )
    opml = f'<opml version="2.0"><body><outline text="Mine">{rows}</outline></body></opml>'
    token = sessions.form_token(desk.client.cookies["__Host-coranto-desk"])
    shown = desk.client.post(
        "/desk/sources/list/", headers=OURS, data={"token": token}, files={"opml": ("x.opml", opml.encode())}
    )
    assert shown.status_code == 200
    assert shown.text.count(" checked") == 2
    assert listed(desk) == []
    before = len(desk.newsroom.store.get_edits())
    assert (
        desk.post("/desk/sources/take/", source=[f"{press.address}/o/wafer/", f"{press.address}/o/nobody/"]).status_code
        == 303
    )
    assert [(one.title, one.folder) for one in listed(desk)] == [("wafer", "Mine")]
    assert len(desk.newsroom.store.get_edits()) == before + 1
    assert desk.post("/desk/sources/take/").status_code == 422
    given = desk.get("/desk/sources.opml")
    assert given.content == source_list.path(desk.newsroom).read_bytes()
    assert "coranto add ADDRESS" in given.text, "the list as it is kept, with its comments"
    broken = desk.client.post(
        "/desk/sources/list/", headers=OURS, data={"token": token}, files={"opml": ("x.opml", b"hello")}
    )
    assert broken.status_code == 422


def test_a_reader_of_a_private_paper_sees_no_sources_and_a_token_to_read_changes_none(desk, press):
    reader = Browser(desk.newsroom.application, desk.newsroom, person(desk.newsroom, "reader", name="John"))
    assert reader.get("/desk/sources/").status_code == 403
    secret = sessions.make_token(desk.newsroom, desk.newsroom.marta, "x", ("read",))
    answer = desk.client.post(
        "/desk/sources/look/", headers={"Authorization": f"Bearer {secret}"}, data={"address": "x"}
    )
    assert answer.status_code in (401, 403)


def test_hostile_names_stay_text(desk, press):
    from lxml import html

    typed = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7 * 7 }}\x01\ufffe'
    add(desk, press, folder=typed)
    (source,) = listed(desk)
    saved = desk.post(f"/desk/sources/{source.id}/", do="save", name=typed, folder=typed, counts="like")
    assert saved.status_code == 303
    for path in ("/desk/sources/", f"/desk/sources/{source.id}/", "/desk/log/"):
        page = html.fromstring(desk.get(path).text.encode())
        assert not list(page.iter("script", "img"))
        assert not [name for element in page.iter("*") for name in element.attrib if name.startswith("on")]


@pytest.mark.browser
def test_sources_in_a_browser(desk, press, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    add(desk, press, folder="Trade")
    (source,) = listed(desk)
    store, now = desk.newsroom.store, desk.newsroom.now()
    (kept,) = store.get_sources()
    store.save_source(msgspec.structs.replace(kept, failures=5, trouble="it keeps programs out", last_look=now))
    with app.Server(desk.newsroom, "127.0.0.1", 0) as server:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=True)
        secret = sessions.open_session(desk.newsroom, desk.newsroom.marta, "Test")
        context.add_cookies([{"name": "coranto-desk", "value": secret, "url": server.address}])
        page, found = context.new_page(), []

        def check():
            for width, scheme, options in ((1440, "light", None), (320, "dark", {"runOnly": ["color-contrast"]})):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                found.extend(axe.run(page, options=options).response["violations"])
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)

        for path in ("/desk/sources/", f"/desk/sources/{source.id}/"):
            page.goto(server.address + path)
            check()
        page.goto(f"{server.address}/desk/sources/")
        page.get_by_label("Its address").fill(f"{press.address}/o/lathe/")
        page.get_by_role("button", name="Look", exact=True).click()
        check()
        page.get_by_role("button", name="Add it").click()
        assert page.get_by_text("Lathe & Logic").count()
        page.get_by_role("button", name="Undo").click()
        assert len(listed(desk)) == 1
        context.close()
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
