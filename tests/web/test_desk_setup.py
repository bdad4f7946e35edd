"""The first start in the browser: four questions on the demo's press, each answer kept in the newsroom's own files."""

import re
from urllib.parse import urlsplit

import pytest
from desk_browser import OURS, PASSWORD, Browser, text

from coranto.config import settings_file
from coranto.demo import Press
from coranto.edit import log, verbs
from coranto.newsroom import open_newsroom
from coranto.people import first_code, passwords, sessions
from coranto.run import first_start, scaffold, source_list
from coranto.web import app

OUTLETS = ("meridian", "wafer", "thornmere")


@pytest.fixture(scope="module")
def press():
    with Press() as running:
        yield running


@pytest.fixture
def start(tmp_path, press, monkeypatch):
    """A browser before an empty newsroom that may reach the press."""
    monkeypatch.setattr(passwords, "_MEMORY", 64)
    passwords._hasher.cache_clear()
    list(scaffold.write_blank(tmp_path))
    host = urlsplit(press.address).netloc
    file = tmp_path / "coranto.toml"
    file.write_text(
        file.read_text()
        .replace("[fetch]\n", f'[fetch]\nallow = ["{host}"]\n')
        .replace("http://127.0.0.1:8000", "https://news.example")
    )
    with open_newsroom(settings_file.load(file)) as newsroom:
        browser = Browser(app.make(newsroom), newsroom)
        browser.newsroom, browser.folder = newsroom, tmp_path
        yield browser
    passwords._hasher.cache_clear()


def begin(start, **fields):
    code = first_code.make(start.newsroom)
    assert "Four questions" in text(start.get(f"/desk/first/?code={code}"))
    sent = {
        "title": "The Wafer",
        "subject": "AI",
        "about": "What machines learn.",
        "language": "en-us",
        "name": "Marta",
    }
    return start.post("/desk/first/", code=code, **{**sent, "password": PASSWORD, **fields})


def send(start, do, files=None, **fields):
    answer = start.client.post(
        "/desk/setup/", headers=OURS, files=files or {"opml": ("", b"")},
        data={"token": sessions.form_token(start.client.cookies["__Host-coranto-desk"]), "title": "The Wafer",
              "subject": "AI", "about": "What machines learn.", "language": "en-us", "do": do, **fields},
    )  # fmt: skip
    if answer.status_code == 303:
        return start.get("/desk/setup/")
    return answer


def sites(press, *names):
    return "\n".join(f"{press.address}/o/{name}/" for name in names)


def test_from_nothing_to_an_open_paper(start, press):
    assert begin(start).headers["location"] == "../../desk/setup/#two"
    settings = settings_file.load(start.folder / "coranto.toml")
    assert (settings.site.title, settings.site.tagline, settings.site.private) == (
        "The Wafer",
        "What machines learn.",
        True,
    )
    assert first_start.waits(start.newsroom), "nothing is gathered while everything would be on the subject"

    looked = send(start, "look", sites=sites(press, *OUTLETS, "nobody") + "\nnot an address")
    assert "Wafer Weekly Review · 12 articles, the newest" in text(looked)
    assert "there is nothing at this address (HTTP 404)" in text(looked)
    assert "this is no address of the web" in text(looked)
    assert len(source_list.on_list(start.newsroom)) == 3, "only what answers is added"
    assert 'value="AI" checked' in looked.text
    assert 'value="Brannock"> Brannock' in looked.text, "a doubtful word is not ticked"
    assert "a name of these days" in text(looked)
    assert "the line" in text(looked)

    kept = send(
        start, "words", sites=sites(press, *OUTLETS), words="1", word=["AI", "chip"], more="robot, GPU", per_day="3"
    )
    (topic,) = start.newsroom.taxonomy
    assert (topic.name, topic.keywords) == ("AI", ("AI", "chip", "robot", "GPU"))
    assert start.newsroom.settings.publish.per_day == 3
    assert 'value="GPU" checked' in kept.text, "what was typed is kept"
    assert not first_start.waits(start.newsroom)

    answer = start.client.post(
        "/desk/setup/", headers=OURS,
        data={"token": sessions.form_token(start.client.cookies["__Host-coranto-desk"]), "title": "The Wafer", "do": "open",
              "words": "1", "word": ["AI"], "sites": sites(press, *OUTLETS)},
    )  # fmt: skip
    assert (answer.status_code, answer.headers["location"]) == (303, "../../")
    assert not start.newsroom.settings.site.private
    assert "private" not in (start.folder / "coranto.toml").read_text()
    assert not first_start.due(start.newsroom)
    assert log.verify(start.newsroom) == []
    edits = start.newsroom.store.get_edits()
    assert {edit.who for edit in edits} == {"Marta"}
    first = next(edit for edit in edits if edit.kind == "file" and "sources.opml" in edit.after)
    verbs.take_back(start.newsroom, first.number)
    assert source_list.on_list(start.newsroom) == [], "and each of it can be undone"
    assert "coranto add ADDRESS" in (start.folder / "sources.opml").read_text()


def test_a_list_is_brought_left_out_and_opened_empty_only_knowingly(start, press):
    begin(start)
    url = f"{press.address}/o/wafer/feed.json"
    opml = f'<opml version="2.0"><body><outline text="Trade"><outline text="The Review" xmlUrl="{url}"/></outline></body></opml>'
    brought = send(start, "look", files={"opml": ("mine.opml", opml.encode())})
    (source,) = source_list.on_list(start.newsroom)
    assert (source.title, source.folder) == ("The Review", "Trade"), "as the list calls it"
    assert "The Review" in text(brought)
    assert send(start, "look", files={"opml": ("x.opml", b"hello")}, sites=url).status_code == 422
    empty = send(start, "open", words="1", word=["zzyzx"], sites=url)
    assert empty.status_code == 409
    assert "the paper would be empty" in text(empty)
    assert start.newsroom.settings.site.private
    gone = send(start, "", leave=url, sites=url)
    assert source_list.on_list(start.newsroom) == []
    assert "The Review" not in text(gone)
    assert send(start, "open", empty="1", sites="").status_code == 200
    assert not start.newsroom.settings.site.private


def test_a_starter_list_puts_its_addresses_into_the_field_and_brings_its_topics(start, monkeypatch):
    begin(start)
    from coranto.run import look

    asked = []
    monkeypatch.setattr(look, "look", lambda _newsroom, addresses, _agent: asked.extend(addresses) or [])
    shown = send(start, "starter", starter="space")
    rows = first_start.rows_of(scaffold.starter_files("space")[1])
    assert asked == [row.url for row in rows]
    assert rows[0].url in shown.text
    assert "the topics of the list: Spaceflight" in text(shown)
    send(start, "later", starter="space", words="1", topics_of="space", sites="\n".join(asked))
    assert "Spaceflight" in [topic.name for topic in start.newsroom.taxonomy]
    assert start.newsroom.settings.site.private, "kept private for now"


def test_what_cannot_be_is_said_and_what_was_typed_is_kept(start):
    begin(start)
    for do, fields, said in (
        ("show", {"per_day": "own", "own": "many"}, "Stories a day are a number"),
        ("show", {"per_day": "own", "own": "-1"}, "Stories a day are a number"),
        ("words", {"words": "1", "word": ['"((']}, '"(('),
    ):
        answer = send(start, do, sites="bees.example", more="hornet", **fields)
        assert answer.status_code == 422
        assert said in text(answer)
        for kept in ("bees.example", "hornet"):
            assert kept in answer.text


def test_hostile_answers_stay_text(start):
    from lxml import html

    typed = '<script>alert(1)</script>"><img src=x onerror=alert(1)></textarea><svg onload=alert(1)>{{ 7 * 7 }}'
    begin(start, title=typed, subject=typed, about=typed)
    send(start, "look", title=typed, subject=typed, about=typed, sites=typed, more=typed)
    page = html.fromstring(start.get("/desk/setup/").text.encode())
    assert page.get_element_by_id("title").get("value") == typed
    assert page.get_element_by_id("sites").text.strip() == typed
    assert not list(page.iter("script", "img", "svg"))
    assert not [name for element in page.iter("*") for name in element.attrib if name.startswith("on")]


def test_the_page_speaks_the_language_that_was_chosen(start):
    begin(start, language="de")
    assert "Vier Fragen, dann gibt es eine Zeitung" in text(start.get("/desk/setup/"))
    assert start.newsroom.settings.site.language == "de"


def test_words_are_weighed_in_the_language_of_the_headlines_and_a_new_subject_offers_its_own(start, press):
    begin(start, language="de", subject="Künstliche Intelligenz")
    looked = send(start, "look", language="de", subject="Künstliche Intelligenz", sites=sites(press, *OUTLETS))
    words = re.findall(r'name="word" value="([^"]+)"', looked.text)
    assert not {"with", "from", "what", "and", "for", "the", "says"} & set(words), "English feeds of a German paper"
    ticked = re.findall(r'name="word" value="([^"]+)" checked', looked.text)
    other = send(start, "look", subject="Brannock", sites=sites(press, *OUTLETS), words="1", word=ticked)
    assert 'value="brannock" checked' in other.text, "ticks that were only offered are no choice"
    send(start, "words", subject="Brannock", sites=sites(press, *OUTLETS), words="1", word=["pupil"])
    again = send(start, "look", subject="harbour", sites=sites(press, *OUTLETS), words="1", word=["pupil"])
    assert set(re.findall(r'name="word" value="([^"]+)" checked', again.text)) == {"harbour", "pupil"}


def test_a_newsroom_that_reads_somebody_is_not_set_up_again(start):
    start.newsroom.store.put_value("desk.first_start", b"")
    source_list.path(start.newsroom).write_text(
        '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/f"/></body></opml>'
    )
    code = first_code.make(start.newsroom)
    assert "Four questions" not in text(start.get(f"/desk/first/?code={code}"))
    answer = start.post("/desk/first/", code=code, name="Marta", password=PASSWORD)
    assert answer.headers["location"] == "../../desk/"
