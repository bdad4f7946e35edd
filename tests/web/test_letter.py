"""The newsletter's pages for readers: one answer for every address, and nothing happens before a POST."""

import re
from dataclasses import replace

import msgspec
import pytest
from starlette.testclient import TestClient

from coranto.mailing import bounces, bring, links, requests, subscribe
from coranto.mailing.address_list import Row
from coranto.model.settings import Letter, Mail
from coranto.model.subscriber import Wish
from coranto.site import build
from coranto.web import app

FORM = {"list": "", "rhythm": "daily", "language": "en"}
PAGES = ("confirm", "settings", "leave")


@pytest.fixture
def hive(fresh):
    """A newsroom with mail, and a client without cookies."""
    mail = Mail(sender="The Hive <letter@news.example>", servers=("smtp://127.0.0.1:1",))
    newsroom = replace(fresh, settings=msgspec.structs.replace(fresh.settings, mail=mail))
    with TestClient(app.make(newsroom), base_url="https://news.example", follow_redirects=False) as client:
        yield newsroom, client


def known(newsroom, address="anna@x.example"):
    bring.bring(newsroom, [Row(1, address)], "test", "agreed for a test", confirmed=True)
    return subscribe.by_address(newsroom, address)


def token_of(newsroom):
    (request,) = newsroom.store.due_mail_requests(newsroom.now())
    newsroom.store.delete_mail_request(request.number)
    note = requests.carry_out(newsroom, request)
    return re.search(r"/letter/confirm/([^/]+)/", note.text)[1]


def state(newsroom):
    return (
        [msgspec.to_builtins(one) for one in newsroom.store.get_subscribers()],
        newsroom.store.count_subscribers(),
        newsroom.store.due_mail_requests(newsroom.now()),
    )


def test_from_the_form_to_a_subscriber_and_away_again(hive):
    newsroom, client = hive
    form = client.get("/letter/?list=ai")
    assert form.status_code == 200
    assert "Send me the newsletter of A.I. Every Morning. I can leave at any time, with one click." in form.text
    answer = client.post("/letter/", data=FORM | {"email": "Anna@x.example", "language": "de"})
    assert (answer.status_code, answer.headers["location"]) == (303, "../letter/asked/")
    assert "A mail with a link is on its way" in client.get("/letter/asked/").text
    page = f"/letter/confirm/{token_of(newsroom)}/"
    asking = client.get(page)
    assert "A…@x….example" in asking.text
    assert "Ja, schickt ihn mir" in asking.text
    assert "Der Newsletter kommt" in client.post(page).text
    (anna,) = newsroom.store.get_subscribers()
    assert (anna.state, anna.origin, anna.wish.language) == ("confirmed", "/letter/", "de")
    assert client.get(page).status_code == client.post(page).status_code == 410
    mine = links.person(newsroom, anna.number)
    settings = client.post(
        f"/letter/settings/{mine}/", data={"list": ["", "ai", "none"], "rhythm": "weekly", "language": "xx"}
    )
    assert "Gespeichert." in settings.text
    assert newsroom.store.get_subscriber(anna.number).wish == Wish(topics=("", "ai"), weekly=True, language="de")
    assert client.post(f"/letter/settings/{mine}/", data={"rhythm": "daily"}).status_code == 422
    assert client.post(f"/letter/settings/{mine}/", data={"do": "data"}).status_code == 200
    (request,) = newsroom.store.due_mail_requests(newsroom.now())
    assert '"consent": "Send me the newsletter' in requests.carry_out(newsroom, request).text
    assert "Abbestellt" in client.post(f"/letter/leave/{mine}/").text
    assert newsroom.store.count_subscribers() == {"left": 1}


@pytest.mark.parametrize(
    "kind",
    [
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b"\xff\0"},
    ],
)
def test_a_mail_program_leaves_with_one_click_however_it_sends_it(hive, kind):
    newsroom, client = hive
    anna = known(newsroom)
    page = f"/letter/leave/{links.person(newsroom, anna.number)}/"
    for _ in range(2):
        assert client.post(page, **kind).status_code == 200
    assert newsroom.store.count_subscribers() == {"left": 1}


def test_whoever_fetches_an_address_of_a_mail_changes_nothing(hive):
    newsroom, client = hive
    anna = known(newsroom)
    client.post("/letter/", data=FORM | {"email": "new@x.example"})
    tokens = {"confirm": token_of(newsroom)} | dict.fromkeys(("settings", "leave"), links.person(newsroom, anna.number))
    before = state(newsroom)
    for page in PAGES:
        for method in ("GET", "HEAD", "OPTIONS"):
            for headers in ({}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "Mozilla/5.0 (compatible; Scanner)"}):
                found = client.request(method, f"/letter/{page}/{tokens[page]}/", headers=headers)
                assert found.status_code in (200, 204)
                if method == "GET":
                    assert found.headers["cache-control"] == "no-store"
                    assert found.headers["referrer-policy"] == "no-referrer"
                    assert found.headers["x-robots-tag"] == "noindex"
                    assert "set-cookie" not in found.headers
    assert state(newsroom) == before


def test_no_form_tells_one_address_from_another(hive):
    newsroom, client = hive
    known(newsroom)
    subscribe.leave(newsroom, known(newsroom, "left@x.example"))
    subscribe.leave(newsroom, known(newsroom, "angry@x.example"), "complained")
    client.post("/letter/", data=FORM | {"email": "waiting@x.example"})
    token_of(newsroom)
    answers = set()
    for name in ("anna", "left", "angry", "waiting", "nobody"):
        answer = client.post("/letter/", data=FORM | {"email": f"{name}@x.example"})
        headers = {key: value for key, value in answer.headers.items() if key != "date"}
        answers.add((answer.status_code, answer.text, str(headers)))
    assert len(answers) == 1
    assert len(newsroom.store.due_mail_requests(newsroom.now())) == 5, "the same work for each, whoever it is"


def test_links_that_nobody_signed_are_all_alike_and_do_nothing(hive):
    newsroom, client = hive
    anna = known(newsroom)
    before = state(newsroom)
    forged = [f"{anna.number}.{'A' * 20}", "x", f"{anna.number}.", "9" * 400, "%00", "personal"]
    for token in forged:
        for page in PAGES:
            for answer in (
                client.get(f"/letter/{page}/{token}/"),
                client.post(f"/letter/{page}/{token}/", data={"list": "ai"}),
            ):
                assert answer.status_code in (200, 400, 410)
                assert "x….example" not in answer.text
    assert state(newsroom) == before


def test_what_is_no_address_is_said_and_robots_and_floods_get_nowhere(hive):
    newsroom, client = hive
    wrong = client.post("/letter/", data=FORM | {"email": 'anna"><script>'})
    assert wrong.status_code == 422
    assert "<script>" not in wrong.text.replace("<script src", "")
    assert "no address that mail can be sent to" in wrong.text
    assert client.post("/letter/", data={"email": "anna@x.example"}).status_code == 422, "no list"
    assert client.post("/letter/", data=FORM | {"email": "a@x.example", "website": "x"}).status_code == 303
    assert newsroom.store.due_mail_requests(newsroom.now()) == []
    assert client.post("/letter/", content=b"x" * 30_000).status_code == 413
    flood = [FORM | {"email": f"a{n}@x.example"} for n in range(25)]
    made = app.make(newsroom)
    with TestClient(made, "https://news.example", follow_redirects=False, client=("198.51.100.7", 1)) as other:
        codes = [other.post("/letter/", data=form).status_code for form in flood]
    assert (codes.count(303), codes[-1]) == (20, 429)
    hidden = [client.post("/letter/", data=form).status_code for form in flood]
    assert set(hidden) == {303}, "readers behind a proxy that names nobody do not use up each other's"


def test_the_form_stands_on_the_paper_and_on_topics_once_mail_is_set_up(hive, client):
    _, own = hive
    for page, listed in (("/", ""), ("/t/ai/", "ai")):
        found = own.get(page).text
        assert f'<input type="hidden" name="list" value="{listed}">' in found
        assert 'action="./letter/"' in found or 'action="../../letter/"' in found
    assert 'href="../letter/"' in own.get("/newsletter/").text
    assert "letter/" not in re.sub("newsletter/", "", client.get("/").text)
    assert client.get("/letter/").status_code == 404
    assert client.get("/letter/leave/personal/").status_code == 200, "whatever is set up, one can leave"


def test_files_lead_to_the_form_only_where_a_setting_names_the_server_that_answers(hive, tmp_path):
    newsroom, _ = hive
    build.build(newsroom, tmp_path / "none", whole=True)
    assert "letter/" not in re.sub("newsletter/", "", (tmp_path / "none" / "index.html").read_text())
    named = msgspec.structs.replace(newsroom.settings, letter=Letter(url="https://letter.example"))
    elsewhere = replace(newsroom, settings=named)
    build.build(elsewhere, tmp_path / "named", whole=True)
    with TestClient(app.make(elsewhere), base_url="https://news.example") as live:
        for page, listed in (("", ""), ("t/ai/", "?list=ai")):
            found = (tmp_path / "named" / page / "index.html").read_text()
            assert found.count(f'href="https://letter.example/letter/{listed}"') >= 1
            assert '<form class="letter-form"' not in found
            assert f'href="https://letter.example/letter/{listed}"' in live.get(f"/{page}").text
    subscribe.ask(elsewhere, "anna@x.example", Wish(), "Yes.", "/letter/")
    (request,) = elsewhere.store.due_mail_requests(elsewhere.now())
    assert "https://letter.example/letter/confirm/" in requests.carry_out(elsewhere, request).text


def test_no_page_of_the_newsletter_has_a_fault_that_axe_finds(hive, look, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    newsroom, _ = hive
    anna = known(newsroom)
    mine = links.person(newsroom, anna.number)
    with app.Server(newsroom, "127.0.0.1", 0) as server:
        for path in ("", f"settings/{mine}/", f"leave/{mine}/", "asked/"):
            page = look(f"{server.address}/letter/{path}", viewport={"width": 390, "height": 800})
            found = axe.run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_service_s_notice_counts_only_at_its_own_address(hive):
    newsroom, client = hive
    known(newsroom)
    notice = {"email": "anna@x.example", "type": "complaint"}
    assert client.post("/letter/bounces/0.AAAAAAAAAAAAAAAAAAAA/", json=notice).status_code == 404
    answer = client.post(f"/letter/bounces/{bounces.secret(newsroom)}/", json=notice)
    assert answer.json() == {"counted": 1}
    assert newsroom.store.count_subscribers() == {"left": 1}


@pytest.mark.parametrize(
    ("field", "typed"),
    [("from", '=HYPERLINK("https://x.example")'), ("from", "/a\nb"), ("language", "../../x"), ("language", "xx")],
)
def test_what_a_stranger_puts_into_hidden_fields_is_not_kept(hive, field, typed):
    newsroom, client = hive
    answer = client.post("/letter/", data=FORM | {"email": "anna@x.example", field: typed})
    assert answer.status_code == 303
    (request,) = newsroom.store.due_mail_requests(newsroom.now())
    assert (request.origin, request.wish.language) == ("/letter/", "" if field == "language" else "en")
