"""The desk's composer of issues and its page of subscribers: all that was typed is kept, and each button does what it says."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from desk_browser import Browser, person, text

from coranto.mailing import bring
from coranto.mailing.address_list import Row
from coranto.model.settings import Mail
from coranto.web import app

sys.path.append(str(Path(__file__).parents[1] / "mailing"))

from inbox import Inbox, served

HERE = "/desk/letter/ai-every-morning-2026-03-07/"


@pytest.fixture
def desk(fresh):
    """The owner's browser over a newsroom with a server of mail."""
    with served(Inbox()) as inbox:
        mail = Mail(sender="The Hive <letter@news.example>", servers=(inbox.address,))
        newsroom = replace(fresh, settings=msgspec.structs.replace(fresh.settings, mail=mail))
        bring.bring(newsroom, [Row(1, "anna@x.example")], "test", "agreed for a test", confirmed=True)
        application = app.make(newsroom)
        yield newsroom, Browser(application, newsroom, person(newsroom, "owner")), inbox, application


def form(page):
    """Return the fields of the composer as they stand on the page."""
    fields = dict(re.findall(r'<input (?:id="h\d+" )?name="(h\d+)" value="([^"]*)"', page.text))
    seen = re.search(r'name="seen" value="(\w+)"', page.text)[1]
    return fields | {"seen": seen}


def titles(newsroom):
    return [one.title for one in newsroom.store.get_issues()[0].stories]


def test_an_issue_is_drafted_edited_tested_sent_and_called_back(desk):
    newsroom, browser, inbox, _ = desk
    assert "1 reader gets it by mail." in text(browser.get("/desk/letter/"))
    assert browser.post("/desk/letter/draft/", list="").headers["location"].endswith(HERE[1:])
    first, second, *_rest = titles(newsroom)
    page = browser.get(HERE)
    assert "Send it now, readers: 1" in page.text
    browser.post(HERE, **form(page), do="down:1", intro="Good morning.", l1="A line of mine")
    assert titles(newsroom)[:2] == [second, first]
    (found,) = newsroom.store.get_issues()
    assert (found.intro, found.stories[1].line) == ("Good morning.", "A line of mine")
    stale = browser.post(HERE, **form(page), do="out:1", intro="Lost?")
    assert stale.status_code == 409
    assert "Lost?" in stale.text
    assert titles(newsroom)[:2] == [second, first], "nothing was done"
    browser.post(HERE, **form(browser.get(HERE)) | {"h1": "In words of mine"}, do="out:3")
    assert titles(newsroom) == ["In words of mine", first]
    gone = re.search(r'value="(in:\w+)"', browser.get(HERE).text)[1]
    browser.post(HERE, **form(browser.get(HERE)), do=gone)
    assert len(titles(newsroom)) == 3
    tested = browser.post(HERE, **form(browser.get(HERE)), do="test", test="marta@x.example")
    assert "A test is on its way to marta@x.example." in tested.text
    assert [to for to, _ in inbox.raw] == ["marta@x.example"]
    browser.post(HERE, **form(browser.get(HERE)), do="send")
    assert newsroom.store.count_deliveries(found.issue.ident) == {"waiting": 1}
    assert "1 waiting" in text(browser.get(HERE))
    browser.post(HERE, do="recall")
    assert newsroom.store.count_deliveries(found.issue.ident) == {}
    browser.post(HERE, **form(browser.get(HERE)), do="plan")
    assert newsroom.store.get_issues()[0].state == "planned"
    assert browser.post(HERE, do="nothing").status_code == 404


def test_the_mail_shows_itself_and_does_nothing_else(desk):
    newsroom, browser, *_ = desk
    browser.post("/desk/letter/draft/", list="")
    mail, dark, plain = (browser.get(HERE + way) for way in ("mail/", "mail/?dark", "text/"))
    assert "sandbox" in mail.headers["content-security-policy"]
    assert "script" not in mail.headers["content-security-policy"]
    assert "@media all" in dark.text
    assert plain.headers["content-type"].startswith("text/plain")
    assert titles(newsroom)[0] in plain.text


def test_a_list_is_looked_through_added_and_taken_back_and_a_person_s_rights_are_a_field_each(desk):
    newsroom, browser, *_ = desk
    page = "/desk/subscribers/"
    consent = "Signed at the bee fair, May 2024"
    assert browser.post(f"{page}look/", addresses="ben@x.example", consent="").status_code == 422
    assert browser.post(f"{page}look/", addresses=" ", consent=consent).status_code == 422
    browser.post(
        f"{page}look/", addresses="ben@x.example\nanna@x.example\nnobody", consent=consent, **{"as": "confirmed"}
    )
    assert "New: 1. Known: 1." in text(browser.get(page))
    browser.post(f"{page}add/", do="add")
    assert newsroom.store.count_subscribers() == {"confirmed": 2}
    assert consent in text(browser.get(f"{page}?q=ben"))
    assert "anna" not in text(browser.get(f"{page}?q=ben"))
    given = browser.post(f"{page}one/", mail="ben@x.example", do="give")
    assert given.json()["subscriber"]["consent"] == consent
    browser.post(f"{page}undo/", number="2")
    assert newsroom.store.count_subscribers() == {"confirmed": 1}
    assert "Forgotten." in text(browser.post(f"{page}one/", mail="anna@x.example", do="forget"))
    assert newsroom.store.count_subscribers() == {"left": 1}
    assert browser.get("/desk/subscribers.csv").text.startswith("email,name,state")


def test_editors_compose_but_do_not_see_who_reads(desk):
    newsroom, _, _, application = desk
    editor = Browser(application, newsroom, person(newsroom, "editor", "Ed"))
    assert editor.get("/desk/letter/").status_code == 200
    assert editor.get("/desk/subscribers/").status_code == 403
    assert "anna@x.example" not in editor.get("/desk/letter/").text
