"""Alerts: looked at before they are made; told by a feed, a webhook and a mail; ended by removing them."""

import json
from datetime import timedelta

import msgspec
import pytest
import seeding
from desk_browser import Browser, person, text

from coranto import errors
from coranto.mailing import alert_mail, message, requests
from coranto.model.change import ArticleChange
from coranto.people import accounts
from coranto.run import alerts, take_back
from coranto.web import app


@pytest.fixture
def desk(bare):
    bare.clock = bare.now()
    bare.now = lambda: bare.clock
    seeding.stories(bare, 6)
    mail = msgspec.structs.replace(bare.settings.mail, sender="letter@news.example", servers=("smtp://127.0.0.1",))
    bare.settings = msgspec.structs.replace(bare.settings, mail=mail)
    browser = Browser(app.make(bare), bare, person(bare))
    browser.newsroom = bare
    return browser


def make(desk, **fields):
    return desk.post("/desk/alerts/", do="add", **{"search": "lang:en", "published": "yes", **fields})


def new_article(newsroom):
    """Let an alert find one of its articles anew, as if it had come since; all others it has looked at."""
    (alert,) = newsroom.store.get_alerts()
    found = newsroom.store.alert_matches(alert.number)
    newsroom.store.delete_alert(alert.number)
    number = newsroom.store.add_alert(alert)
    newsroom.store.add_alert_matches(number, found[1:], newsroom.clock, mailed=True)
    alerts.look(newsroom)
    come_again(newsroom, found[0])
    return found[0], number


def come_again(newsroom, name, **fields):
    article = newsroom.store.get_articles([name])[name]
    newsroom.store.save_article(ArticleChange(article=msgspec.structs.replace(article, **fields)))


def test_what_it_finds_is_seen_before_it_is_made(desk):
    assert "Alert me" not in text(desk.get("/desk/alerts/"))
    shown = desk.get("/desk/alerts/?search=lang:en&published=no")
    assert "of 24 stored" in text(shown)
    assert "Alert me" in text(shown)
    refused = desk.get("/desk/alerts/?search=-only")
    assert refused.status_code == 422
    assert 'value="-only"' in refused.text
    assert "alerts/?search=lang%3Aen&amp;published=no" in desk.get("/desk/rules/?search=lang:en&do=mute").text


def test_its_feed_needs_no_sign_in_and_ends_with_it(desk):
    assert make(desk, name="Our <language>").status_code == 303
    (alert,) = desk.newsroom.store.get_alerts()
    stranger = Browser(desk.client.app, desk.newsroom)
    path = f"/alerts/{alert.token}/feed.atom"
    feed = stranger.get(path)
    assert feed.status_code == 200
    assert feed.text.count("<entry>") == len(desk.newsroom.store.alert_matches(alert.number)) > 0
    site = msgspec.structs.replace(desk.newsroom.settings.site, private=True)
    desk.newsroom.settings = msgspec.structs.replace(desk.newsroom.settings, site=site)
    assert stranger.get(path).status_code == 200
    assert stranger.get("/alerts/made-up/feed.atom").status_code == 403
    assert stranger.get("/feed.atom").status_code == 403
    other = Browser(desk.client.app, desk.newsroom, person(desk.newsroom, name="John"))
    assert other.post("/desk/alerts/", do=f"remove {alert.number}").status_code == 422
    assert "Our <language>" in text(other.get("/desk/alerts/"))
    assert desk.post("/desk/alerts/", do=f"remove {alert.number}").status_code == 303
    assert stranger.get(path).status_code == 403


def test_what_comes_in_later_is_told_once_to_its_webhook(desk):
    made = make(desk, address="https://letters.example/hook")
    assert "whsec_" in made.text
    (hook,) = desk.newsroom.store.get_webhooks()
    alerts.look(desk.newsroom)
    assert desk.newsroom.store.get_deliveries() == []
    name, number = new_article(desk.newsroom)
    desk.newsroom.store.save_webhook(msgspec.structs.replace(hook, alert=number))
    for _ in range(2):
        alerts.look(desk.newsroom)
    ((_delivery, body),) = desk.newsroom.store.due_deliveries(hook.number, desk.newsroom.clock)
    told = json.loads(body)
    assert (told["event"], [one["id"] for one in told["articles"]]) == ("alert.matched", [name])
    assert told["alert"] == {"number": number, "name": "lang:en", "search": "lang:en"}
    assert desk.post("/desk/alerts/", do=f"remove {number}").status_code == 303
    assert desk.newsroom.store.get_webhooks() == []
    assert make(desk, address="nowhere").status_code == 422
    assert desk.newsroom.store.get_alerts() == []


def test_a_mail_lists_what_came_in_and_comes_once_an_hour_at_most(desk):
    newsroom = desk.newsroom
    assert "write your address" in text(desk.get("/desk/alerts/?search=lang:en"))
    assert desk.post("/desk/account/mail/", email="marta").status_code == 422
    assert desk.post("/desk/account/mail/", email="marta@example.org").status_code == 303
    assert "Write to marta@example.org" in text(desk.get("/desk/alerts/?search=lang:en"))
    make(desk, mail="1", minutes="60", name="English")
    alerts.look(newsroom)
    assert newsroom.store.due_mail_requests(newsroom.clock) == []
    name, number = new_article(newsroom)
    alerts.look(newsroom)
    (request,) = newsroom.store.due_mail_requests(newsroom.clock)
    note = requests.carry_out(newsroom, request)
    assert (note.to, note.subject) == ("marta@example.org", "English: 1 article")
    assert newsroom.store.get_articles([name])[name].url in note.text
    assert note.leave in note.text
    newsroom.store.delete_mail_request(request.number)
    newsroom.store.add_alert_matches(number, ["another"], newsroom.clock, mailed=False)
    newsroom.clock += timedelta(minutes=59)
    alerts.look(newsroom)
    assert newsroom.store.due_mail_requests(newsroom.clock) == []
    newsroom.clock += timedelta(minutes=1)
    alerts.look(newsroom)
    assert [one.articles for one in newsroom.store.due_mail_requests(newsroom.clock)] == [("another",)]
    leave = note.leave.removeprefix("https://news.example/ai")
    assert "No more mails" in text(desk.get(leave)), "to look ends nothing"
    desk.post("/desk/alerts/", do=f"remove {number}")
    assert "None come any more" in text(desk.get(leave))
    take_back.take_back(newsroom, newsroom.store.last_edit())
    assert "No more mails" in text(desk.get(leave)), "an alert that came back has its link"
    stranger = Browser(desk.client.app, newsroom)
    newsroom.settings = msgspec.structs.replace(
        newsroom.settings, site=msgspec.structs.replace(newsroom.settings.site, private=True)
    )
    assert stranger.client.post("/letter/alert/1.madeupmadeupmadeup12/").status_code == 403
    ended = stranger.client.post(leave, data={"List-Unsubscribe": "One-Click"})
    assert "None come any more" in text(ended)
    assert [one.mail for one in newsroom.store.get_alerts()] == [False]
    assert requests.carry_out(newsroom, request) is None, "nothing more comes"
    assert "None come any more" in text(stranger.get(leave))
    sent = message.of_note(newsroom.settings, note, newsroom.clock, "key").decode()
    assert f"List-Unsubscribe: <{note.leave}>" in sent.replace("\r\n ", "")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in sent


def test_only_what_has_changed_is_looked_at(desk, monkeypatch):
    newsroom, store = desk.newsroom, desk.newsroom.store
    make(desk, name="published")
    make(desk, published="no", name="kept")
    read = []
    get = store.get_articles
    monkeypatch.setattr(store, "get_articles", lambda ids: read.append(list(ids)) or get(read[-1]))
    alerts.look(newsroom)
    assert read == [], "nothing has changed since"
    published = set(store.published_ids())
    one, *_ = published
    (kept, *_) = [name for name in store.alert_matches(2, 100) if name not in published]
    for alert in store.get_alerts():
        store.delete_alert(alert.number)
        store.add_alert(alert)
    for name in (one, kept):
        come_again(newsroom, name)
    read.clear()
    alerts.look(newsroom)
    assert {name for ids in read for name in ids} == {one, kept}
    of_published, of_all = (store.alert_matches(alert.number) for alert in store.get_alerts())
    assert (set(of_published), set(of_all)) == ({one}, {one, kept})
    for alert in store.get_alerts():
        store.delete_alert(alert.number)
        store.add_alert(alert)
    come_again(newsroom, one, seen=newsroom.clock - alerts.NEW - timedelta(minutes=1))
    alerts.look(newsroom)
    assert not any(store.alert_matches(alert.number) for alert in store.get_alerts()), "it is no news any more"


def test_alerts_have_limits_and_go_with_their_person(desk):
    newsroom, marta = desk.newsroom, desk.newsroom.store.get_people()[0]
    for wrong in ({"name": "x" * 81}, {"minutes": 0}, {"search": "-only"}):
        with pytest.raises(errors.AlertError):
            alerts.add(newsroom, marta, **{"search": "lang:en", **wrong})
    with pytest.raises(errors.AlertError):
        alerts.one(newsroom, 7)
    person(newsroom, "owner", name="Ada")
    alerts.add(newsroom, marta, "lang:en")
    accounts.remove(newsroom, "Marta")
    assert newsroom.store.get_alerts() == []


def test_a_round_that_notes_trouble_brings_no_ended_mails_back(desk, monkeypatch):
    make(desk, mail="yes")
    store = desk.newsroom.store
    store.save_alert(msgspec.structs.replace(store.get_alerts()[0], search="-only"))
    come_again(desk.newsroom, store.published_ids().pop())
    read = store.read_changes

    def ended_meanwhile(number):  # the round has read the alerts by then
        alert_mail.end(desk.newsroom, store.get_alerts()[0])
        return read(number)

    monkeypatch.setattr(store, "read_changes", ended_meanwhile)
    alerts.look(desk.newsroom)
    (alert,) = store.get_alerts()
    assert alert.trouble
    assert not alert.mail
