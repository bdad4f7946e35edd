"""The log has every change of people, access, webhooks, alerts and backups; never a secret, and a way back or why not."""

import json
import re

import pytest
import seeding
from desk_browser import PASSWORD, Browser, person, text

from coranto.edit import log
from coranto.model.edit import ADMINISTRATION, By
from coranto.people import accounts, passwords, rights, sessions
from coranto.run import take_back
from coranto.web import app
from coranto.web.desk import edit_log

HOOK = "https://letters.example/hooks/a-secret-path"


@pytest.fixture
def desk(tmp_path, open_in, monkeypatch):
    monkeypatch.setattr(passwords, "_MEMORY", 64)
    passwords._hasher.cache_clear()
    newsroom = open_in(tmp_path)
    seeding.stories(newsroom, 2)
    browser = Browser(app.make(newsroom), newsroom, person(newsroom, "owner"))
    browser.newsroom = newsroom
    yield browser
    newsroom.store.close()
    passwords._hasher.cache_clear()


def edits(desk):
    return [
        (edit.kind, edit.who, *edit.before.items(), *edit.after.values()) for edit in desk.newsroom.store.get_edits()
    ]


def last(desk):
    return desk.newsroom.store.get_edits()[-1].number


def undo(desk, number, browser=None):
    return (browser or desk).post("/desk/undo/", number=str(number), back="log")


def test_the_page_has_the_newest_edits_and_says_which_are_taken_back(desk, monkeypatch):
    monkeypatch.setattr(edit_log, "_SHOWN", 2)
    for name in ("Ada", "Berta"):
        desk.post("/desk/people/", name=name, role="reader", password=PASSWORD)
    number = last(desk)
    undo(desk, number)
    page = text(desk.get("/desk/log/"))
    assert "Ada" not in page
    assert "taken back" in page
    assert "Older ones are in the export." in page
    monkeypatch.setattr(edit_log, "_SHOWN", len(edits(desk)))
    assert "Older ones" not in text(desk.get("/desk/log/"))


def test_the_page_says_in_words_what_is_gone(desk):
    desk.post("/desk/webhooks/", do="add", address=HOOK)
    assert "– → everything" in text(desk.get("/desk/log/"))
    desk.post("/desk/webhooks/", do=f"remove {desk.newsroom.store.get_webhooks()[0].number}")
    desk.post("/desk/people/", name="Ada", role="reader", password=PASSWORD)
    desk.post("/desk/people/change/", person=str(accounts.find(desk.newsroom, "Ada").number), do="remove")
    page = text(desk.get("/desk/log/"))
    assert "everything → removed" in page
    assert "reader → removed" in page
    assert "✓" not in page


def test_people_are_in_the_log_and_come_back_with_a_new_password(desk):
    newsroom, store = desk.newsroom, desk.newsroom.store
    desk.post("/desk/people/", name="John", role="reader", password=PASSWORD)
    john = accounts.find(newsroom, "John")
    accounts.set_mail(newsroom, "John", "john@example.org")
    for do, fields in (("role", {"role": "editor"}), ("reset", {"password": "another heron at dawn"})):
        desk.post("/desk/people/change/", person=str(john.number), do=do, **fields)
    desk.post("/desk/people/change/", person=str(john.number), do="role", role="editor")  # changes nothing
    sessions.open_session(newsroom, john, "x")
    desk.post("/desk/people/change/", person=str(john.number), do="end")
    token = Browser(desk.client.app, newsroom, john)
    token.post("/desk/alerts/", do="add", search="lang:en", address=HOOK)
    feed = store.get_alerts()[0].token
    desk.post("/desk/people/change/", person=str(john.number), do="remove")
    assert edits(desk) == [
        ("person", "Marta", ("John", None), "reader"),
        ("person", "Marta", ("John", "reader"), "editor"),
        ("password", "Marta", ("John", None), True),
        ("sessions", "Marta", ("John", True), None),
        ("alert", "John", ("lang:en", None), "lang:en"),
        ("webhook", "John", ("1 (letters.example)", None), "“lang:en”"),
        ("person", "Marta", ("John", "editor"), None),
    ]
    back = undo(desk, 7)
    password, secret = re.findall(r"<code>([^<]+)</code>", back.text)
    assert "The paper follows" not in text(back), "the paper has nothing to do with it"
    assert edits(desk)[7:] == [
        ("person", "Marta", ("John", None), "editor"),
        ("webhook", "Marta", ("2 (letters.example)", None), "“lang:en”"),
    ]
    assert passwords.matches(store.get_password(accounts.find(newsroom, "John").number), password)
    assert store.webhook_secret(store.get_webhooks()[0].number) == secret
    again = accounts.find(newsroom, "John")
    assert (again.role, again.email) == ("editor", "john@example.org")
    assert [(one.token, one.person) for one in store.get_alerts()] == [(feed, again.number)]
    assert password not in desk.get("/desk/log/").text
    assert undo(desk, 7).status_code == 409, "it is so already"
    for number in (3, 4):
        assert "No way back" in text(undo(desk, number))
    assert "no way back: the old password is kept nowhere" in text(desk.get("/desk/log/"))
    undo(desk, 2)
    assert accounts.find(newsroom, "John").role == "reader"
    assert undo(desk, 1).status_code == 200
    assert [one.name for one in store.get_people()] == ["Marta"]
    assert log.verify(newsroom) == []


def test_webhooks_alerts_tokens_and_backups_are_in_the_log(desk):
    newsroom, store = desk.newsroom, desk.newsroom.store
    desk.post("/desk/webhooks/", do="add", address=HOOK, topic="ai")
    desk.post("/desk/webhooks/", do="remove 1")
    desk.post("/desk/account/token/", name="my program", scope="read")
    desk.post("/desk/account/token/end/", number="1")
    desk.post("/desk/alerts/", do="add", search="lang:en", name="English")
    desk.post("/desk/alerts/", do="remove 1")
    desk.post("/desk/backup/", do="make")
    name = re.search(r'backup/file/([^"]+)"', desk.get("/desk/backup/").text)[1]
    desk.get(f"/desk/backup/file/{name}")
    desk.post("/desk/backup/", do=f"delete {name}")
    assert edits(desk) == [
        ("webhook", "Marta", ("1 (letters.example)", None), "ai"),
        ("webhook", "Marta", ("1 (letters.example)", "ai"), None),
        ("token", "Marta", ("Marta: my program", None), ["read"]),
        ("token", "Marta", ("Marta: my program", ["read"]), None),
        ("alert", "Marta", ("English", None), "lang:en"),
        ("alert", "Marta", ("English", "lang:en"), None),
        ("backup", "Marta", (name, None), True),
        ("download", "Marta", (name, None), True),
        ("backup", "Marta", (name, True), None),
    ]
    back = undo(desk, 2)
    assert store.webhook_secret(2) in back.text
    assert [(one.url, one.topic) for one in store.get_webhooks()] == [(HOOK, "ai")]
    assert undo(desk, last(desk)).status_code == 200, "what came back goes again"
    assert store.get_webhooks() == []
    undo(desk, 6)
    assert [(one.name, one.search) for one in store.get_alerts()] == [("English", "lang:en")]
    assert "This alert is back already." in text(undo(desk, 6))
    assert undo(desk, 5).status_code == 200, "it is the same alert again"
    assert store.get_alerts() == []
    for number in (1, 3, 4, 5, 7, 8, 9):
        assert undo(desk, number).status_code == 409, "gone, or without a way back"
    token = sessions.make_token(newsroom, accounts.find(newsroom, "Marta"), "another", ("read",))
    undo(desk, last(desk))
    assert sessions.find_token(newsroom, token) is None


def test_no_secret_is_in_the_log(desk):
    newsroom = desk.newsroom
    told = [re.search(r"<code>([^<]+)</code>", answer.text)[1] for answer in (
        desk.post("/desk/webhooks/", do="add", address=HOOK),
        desk.post("/desk/account/token/", name="my program", scope="read"),
        desk.post("/desk/alerts/", do="add", search="lang:en", address=HOOK),
    )]  # fmt: skip
    told += [newsroom.store.get_alerts()[0].token, "a-secret-path"]
    undo(desk, last(desk))
    accounts.set_mail(newsroom, "Marta", "marta@example.org")
    exported = desk.get("/desk/log.jsonl").text
    hashes = [json.loads(line)["hash"] for line in exported.splitlines()]
    assert len(hashes) == last(desk)
    for secret in (*told, "marta@example.org"):
        assert secret not in exported
        assert secret not in desk.get("/desk/log/").text
        assert secret not in "".join(map(log.line, newsroom.store.get_edits()))


def test_nobody_takes_back_what_the_role_may_not_change(desk):
    newsroom = desk.newsroom
    john = person(newsroom, "editor", "John")
    editor = Browser(desk.client.app, newsroom, john)
    desk.post("/desk/people/", name="Ada", role="reader", password=PASSWORD)
    desk.post("/desk/webhooks/", do="add", address=HOOK)
    desk.post("/desk/account/token/", name="hers", scope="read")
    desk.post("/desk/alerts/", do="add", search="lang:en")
    for number in (1, 2, 3, 4):
        assert undo(desk, number, editor).status_code == 403
    secret = sessions.make_token(newsroom, accounts.find(newsroom, "Marta"), "program", rights.SCOPES)
    before = last(desk)
    answer = desk.client.post("/desk/undo/", data={"number": "1"}, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403, "no program changes people"
    editor.post("/desk/account/token/", name="his", scope="read")
    assert undo(desk, last(desk), editor).status_code == 200
    assert before < last(desk)


def test_each_kind_has_a_way_back_or_says_why_there_is_none(desk):
    assert set(take_back.NO_WAY_BACK) | set(take_back._UNDO) == ADMINISTRATION
    newsroom = desk.newsroom
    accounts.add(newsroom, "Ada", "owner", PASSWORD, by=By("Marta"))
    accounts.remove(newsroom, "Marta", By("Ada"))
    with pytest.raises(Exception, match="The last owner stays"):
        take_back.take_back(newsroom, 1)


def test_a_program_that_brings_an_alert_back_gets_the_new_secret(desk):
    store = desk.newsroom.store
    made = desk.post("/desk/account/token/", name="hers", scope=["read", "edit"])
    token = re.search(r"<code>([^<]+)</code>", made.text)[1]
    desk.post("/desk/alerts/", do="add", search="lang:en", address=HOOK)
    desk.post("/desk/alerts/", do="remove 1")
    asked = {"number": str(last(desk))}
    answer = desk.client.post("/desk/undo/", data=asked, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    assert store.webhook_secret(store.get_webhooks()[0].number) in answer.text


def test_the_log_says_once_and_in_its_readers_words_that_a_line_takes_another_back(desk):
    accounts.add(desk.newsroom, "John", "editor", PASSWORD, by=By("ada", "she helps"))
    assert undo(desk, last(desk)).status_code in (200, 303)
    page = text(desk.get("/desk/log/"))
    assert "taking back" in page
    assert "takes back edit" not in page
    assert "she helps" in page
