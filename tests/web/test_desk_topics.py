"""Topics on the desk: what other words would find is seen before it is saved, and can be taken back."""

import re

import pytest
import seeding
from desk_browser import Browser, person, text

from coranto.config import topic_files
from coranto.edit import log
from coranto.topic.taxonomy import Taxonomy
from coranto.web import app

FILE = """\
# our topics, in this order
_id: ai
name: AI
keywords:
  - artificial intelligence
  - ai          # capitals or not
  - model
---
_id: policy     # the law
name: Policy & Law
parent: AI
keywords: [court, ministers, law]
threshold: 60
"""


@pytest.fixture
def desk(fresh, tmp_path):
    folder = tmp_path / "topics"
    folder.mkdir()
    (folder / "all.yaml").write_text(FILE)
    topics, problems = topic_files.load(folder)
    assert not problems
    fresh.replace({"taxonomy": Taxonomy(topics)})
    browser = Browser(app.make(fresh), fresh, person(fresh, "owner"))
    browser.newsroom, browser.file = fresh, folder / "all.yaml"
    return browser


def seen(answer):
    return re.search(r'name="seen" value="(\w+)"', answer.text)[1]


def test_topics_stand_below_their_parents_with_what_they_found(desk):
    page = desk.get("/desk/topics/")
    assert page.status_code == 200
    assert page.text.index(">AI<") < page.text.index("Policy &amp; Law")
    assert 'class="in1"' in page.text
    assert desk.get("/desk/topics/nothing/").status_code == 404


def test_the_effect_is_shown_and_nothing_saved(desk):
    before = desk.get("/desk/topics/policy/")
    assert "7 articles on this topic" in text(before)
    assert "Save, and judge again" not in before.text
    tried = desk.get("/desk/topics/policy/?add=foundry&no_word=ministers")
    shown = text(tried)
    assert "Would come in, 2" in shown
    assert "Would go, 7" in shown
    assert "foundry new, not saved" in shown
    assert "Save, and judge again" in tried.text
    assert desk.file.read_text() == FILE
    assert desk.newsroom.store.get_edits() == []
    left = desk.get("/desk/topics/policy/?leave=test")
    assert "Would go, 7" in text(left)


def test_words_are_saved_with_comments_kept_and_taken_back(desk):
    tried = desk.get("/desk/topics/policy/?add=foundry, judge&no_word=ministers&leave=rain")
    saved = desk.post(
        "/desk/topics/policy/",
        word=["foundry", "judge"],
        no_word="ministers",
        exclude="rain",
        seen=seen(tried),
        why="wider",
    )
    assert (saved.status_code, saved.headers["location"]) == (303, "../../../desk/topics/policy/?done=1")
    assert "keywords: [court, law, foundry, judge]" in desk.file.read_text()
    assert "name: Policy & Law\nexclude:\n  - rain\n" in desk.file.read_text()
    assert "_id: policy     # the law" in desk.file.read_text()
    assert desk.newsroom.taxonomy.by_name["Policy & Law"].exclude == ("rain",)
    shown = text(desk.get("/desk/topics/policy/?done=1"))
    assert "1: file: “topics/all.yaml”" in shown
    assert "topics/all.yaml" in text(desk.get("/desk/log/"))
    assert desk.post("/desk/undo/", number="1", back="topics/policy/").headers["location"].endswith("policy/?done=2")
    assert desk.newsroom.taxonomy.by_name["Policy & Law"].keywords == ("court", "ministers", "law")
    assert desk.file.read_text() == FILE
    assert log.verify(desk.newsroom) == []


def test_two_owners_at_once_and_bad_words_lose_nothing(desk):
    first = seen(desk.get("/desk/topics/policy/?add=judge"))
    assert desk.post("/desk/topics/policy/", word="foundry", seen=first).status_code == 303
    late = desk.post("/desk/topics/policy/", word="judge", seen=first)
    assert late.status_code == 409
    assert "changed meanwhile" in text(late)
    assert "judge new, not saved" in text(late)
    assert desk.newsroom.taxonomy.by_name["Policy & Law"].keywords[-1] == "foundry"
    assert desk.get("/desk/topics/policy/?add=NOT").status_code == 422
    assert "409" not in text(desk.get("/desk/topics/policy/?add=<script>alert(1)</script>"))
    desk.file.write_text(FILE.replace("court", "judges"))
    torn = desk.post("/desk/topics/policy/", word="judge", seen=seen(late))
    assert torn.status_code == 409
    assert "changed in this file meanwhile" in text(torn)
    assert [edit.kind for edit in desk.newsroom.store.get_edits()] == ["file"]


def test_an_editor_sees_and_cannot_change_or_take_back(desk):
    tried = desk.get("/desk/topics/policy/?add=judge")
    desk.post("/desk/topics/policy/", word="judge", seen=seen(tried))
    editor = Browser(desk.client.app, desk.newsroom, person(desk.newsroom, "editor", "John"))
    assert "Save, and judge again" not in editor.get("/desk/topics/policy/?add=bench").text
    assert editor.post("/desk/topics/policy/", word="bench", seen=seen(tried)).status_code == 403
    refused = editor.post("/desk/undo/", number="1")
    assert refused.status_code == 403
    assert "takes the role owner" in text(refused)
    assert seeding.TOPICS


def test_the_same_on_the_subject_profile(desk):
    import msgspec

    settings = msgspec.structs.replace(desk.newsroom.settings, profile="subject")
    desk.newsroom.replace({"settings": settings})
    shown = text(desk.get("/desk/topics/policy/?add=foundry&leave=ministers"))
    assert "Would come in, 2" in shown
    assert "Would go, 7" in shown
