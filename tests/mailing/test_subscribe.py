"""Signing up, confirming once, changing, leaving, being forgotten; and what lists may not bring back."""

import csv
import io

import msgspec
import pytest

from coranto import errors
from coranto.mailing import address_list, bring, links, requests, subscribe
from coranto.mailing.address_list import Row
from coranto.model.subscriber import Wish


def asked(newsroom, email="anna@x.example", wish=None):
    """Ask, carry the request out, and return the token of the mail that went out (or "")."""
    subscribe.ask(newsroom, email, wish or Wish(), "Send me the letter.", "/letter/")
    mails = [requests.carry_out(newsroom, one) for one in newsroom.store.due_mail_requests(newsroom.now())]
    for one in newsroom.store.due_mail_requests(newsroom.now()):
        newsroom.store.delete_mail_request(one.number)
    (mail,) = mails
    text = mail.text if mail else ""
    return text.partition("/letter/confirm/")[2].partition("/")[0]


def test_an_address_counts_once_it_has_confirmed_and_a_link_works_once(newsroom):
    token = asked(newsroom, wish=Wish(topics=("ai", "nothing"), weekly=True, language="de"))
    waiting = subscribe.confirm(newsroom, token, act=False)
    assert waiting.state == "waiting"
    assert newsroom.store.count_subscribers() == {"waiting": 1}, "looking confirms nothing"
    anna = subscribe.confirm(newsroom, token, act=True)
    assert (anna.state, anna.confirmed, anna.consent) == ("confirmed", newsroom.now(), "Send me the letter.")
    assert anna.wish == Wish(topics=("ai",), weekly=True, language="de")
    assert subscribe.confirm(newsroom, token, act=True) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "9" + t, lambda t: t.replace(".", "..", 1), lambda t: ""]
)
def test_a_link_that_was_changed_is_none(newsroom, change):
    token = asked(newsroom)
    assert subscribe.confirm(newsroom, change(token), act=True) is None
    assert subscribe.find(newsroom, token) is None, "a link to confirm is none to change or leave"


def test_who_never_confirms_is_forgotten_after_seven_days(newsroom, clock):
    token = asked(newsroom)
    clock.forward(days=6)
    assert subscribe.forget_unconfirmed(newsroom) == 0
    clock.forward(days=2)
    assert subscribe.forget_unconfirmed(newsroom) == 1
    assert subscribe.confirm(newsroom, token, act=True) is None
    assert newsroom.store.count_subscribers() == {}


def test_nobody_is_asked_again_and_again(newsroom, clock):
    assert asked(newsroom)
    assert not asked(newsroom), "a moment later"
    clock.forward(days=1)
    assert asked(newsroom)
    clock.forward(days=1)
    assert asked(newsroom)
    clock.forward(days=1)
    assert not asked(newsroom), "three times are enough"


def test_one_who_has_confirmed_gets_the_own_pages_once_a_day_and_keeps_what_was_chosen(newsroom, clock, subscribe):
    subscribe(newsroom, "anna@x.example")
    assert asked(newsroom, wish=Wish(topics=("ai",))) == ""
    (anna,) = newsroom.store.get_subscribers()
    assert anna.wish == Wish(), "a stranger at the form changes nothing"
    assert anna.asked == newsroom.now()


def test_who_leaves_stays_as_a_hash_that_no_list_brings_back_but_the_person_may_return(newsroom):
    anna = subscribe.confirm(newsroom, asked(newsroom), act=True)
    subscribe.leave(newsroom, anna)
    assert newsroom.store.count_subscribers() == {"left": 1}
    rows = [Row(1, "ANNA@x.example"), Row(2, "ben@x.example")]
    for confirmed in (True, False):
        assert bring.look(newsroom, rows[:1]).left_here == 1
        with pytest.raises(errors.SubscriberError, match="1 left before and stay out"):
            bring.bring(newsroom, rows[:1], "list.csv", "at the bee fair", confirmed=confirmed)
    again = subscribe.confirm(newsroom, asked(newsroom), act=True)
    assert again.number != anna.number
    assert newsroom.store.count_subscribers() == {"confirmed": 1}
    assert subscribe.find(newsroom, links.person(newsroom, anna.number)) is None


def test_one_who_complained_is_never_asked_again(newsroom):
    anna = subscribe.confirm(newsroom, asked(newsroom), act=True)
    subscribe.leave(newsroom, anna, "complained")
    assert not asked(newsroom)


def test_who_is_forgotten_before_the_mail_that_asks_has_left_gets_none(newsroom, clock):
    subscribe.ask(newsroom, "anna@x.example", Wish(), "Send me the letter.", "/letter/")
    clock.forward(seconds=1)
    subscribe.forget(newsroom, "anna@x.example")
    assert newsroom.store.due_mail_requests(newsroom.now()) == []
    assert newsroom.store.count_subscribers() == {"left": 1}


def test_nothing_of_who_is_forgotten_is_left_in_the_files(newsroom, tmp_path):
    anna = subscribe.confirm(newsroom, asked(newsroom, "anna.wiesengrund@x.example"), act=True)
    subscribe.change(newsroom, anna, Wish(language="de"))
    known = subscribe.data(newsroom, "Anna.Wiesengrund@x.example")
    assert known["subscriber"]["consent"] == "Send me the letter."
    assert "nonce" not in known["subscriber"]
    assert subscribe.forget(newsroom, "anna.wiesengrund@x.example")
    found = [path for path in tmp_path.rglob("*") if path.is_file() and b"iesengrund" in path.read_bytes()]
    assert found == []
    assert subscribe.data(newsroom, "anna.wiesengrund@x.example")["gets_nothing"]["why"] == "forgotten"
    assert not subscribe.forget(newsroom, "stranger@x.example")


def test_a_list_is_looked_at_then_brought_and_taken_back_as_a_whole_for_a_day(newsroom, clock):
    rows = address_list.read("anna@x.example\nben@x.example\nnobody\n")
    look = bring.look(newsroom, rows)
    assert (len(look.new), look.bad, newsroom.store.count_subscribers()) == (2, [3], {})
    with pytest.raises(errors.SubscriberError, match="say where and when"):
        bring.bring(newsroom, rows, "list.csv", " ok ")
    batch = bring.bring(newsroom, rows, "list.csv", "at the bee fair", confirmed=True)
    assert [one.consent for one in newsroom.store.get_subscribers()] == ["at the bee fair"] * 2
    subscribe.leave(newsroom, newsroom.store.get_subscribers()[0])
    assert bring.undo(newsroom, batch.number)[1] == 1
    assert newsroom.store.count_subscribers() == {"left": 1}, "who left stays out"
    with pytest.raises(errors.SubscriberError, match="was taken back at"):
        bring.undo(newsroom, batch.number)
    later = bring.bring(newsroom, rows[1:], "list.csv", "at the bee fair")
    assert len(newsroom.store.due_mail_requests(clock.now)) == 1
    clock.forward(hours=25)
    with pytest.raises(errors.SubscriberError, match="more than 24 hours"):
        bring.undo(newsroom, later.number)


def test_what_is_written_is_read_again(newsroom):
    rows = address_list.read('email,name\nanna@x.example,"Berg, Anna"\nben@x.example,\n')
    bring.bring(newsroom, rows, "list.csv", 'said "yes", at the fair', confirmed=True)
    assert [msgspec.structs.replace(row, line=0) for row in address_list.read(bring.write(newsroom))] == [
        msgspec.structs.replace(row, line=0) for row in rows
    ]


def test_a_written_list_has_no_formulas_for_a_table_and_is_read_again(newsroom):
    rows = [Row(1, "=1+1@x.example"), Row(2, "+ben@x.example"), Row(3, "anna@x.example")]
    bring.bring(newsroom, rows, "list.csv", '=HYPERLINK("https://x.example")', confirmed=True)
    written = list(csv.reader(io.StringIO(bring.write(newsroom))))
    assert not [cell for row in written for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert [row.email for row in address_list.read(bring.write(newsroom))] == [row.email for row in rows]


def test_what_is_no_address_is_said(newsroom):
    for what in (lambda: subscribe.ask(newsroom, "anna", Wish(), "", ""), lambda: subscribe.forget(newsroom, "anna")):
        with pytest.raises(errors.SubscriberError, match="no address that mail can be sent to"):
            what()
