"""Whoever leaves is nowhere but in a hash, also in lists not yet brought; and a restored backup brings nobody back."""

import asyncio
import os
import uuid
from dataclasses import replace
from datetime import timedelta

import msgspec
import psycopg
import pytest
from sqlalchemy import make_url
from test_subscribe import asked

from coranto import errors
from coranto.mailing import address_list, bring, held_list, ledger, left_file, links, requests, send, subscribe
from coranto.mailing.held_list import Held
from coranto.model.subscriber import Wish
from coranto.run import issue_mail
from coranto.store import open_store

NAME = b"wiesengrund"


def told_to(newsroom, email):
    """Do with an address whatever there is to do with one, then forget it."""
    anna = subscribe.confirm(newsroom, asked(newsroom, email), act=True)
    subscribe.change(newsroom, anna, Wish(topics=("ai",), language="de"))
    subscribe.ask_for_data(newsroom, anna)
    subscribe.ask(newsroom, email, Wish(), "Send me the letter.", "/t/ai/")
    rows = address_list.read(f"{email}\nben@x.example\n")
    held_list.put(newsroom, 1, Held("list.csv", "at the bee fair", True, rows, newsroom.now()))
    with pytest.raises(errors.SubscriberError):
        bring.bring(newsroom, rows[:1], "list.csv", "at the bee fair")
    send.bounced(newsroom, anna, "550 5.1.1")
    with ledger.alone(newsroom):
        asyncio.run(send.Sender(newsroom, issue_mail.parts).send_due())  # where no server answers
    assert subscribe.data(newsroom, email)["asked"], "a wish waits"
    assert subscribe.forget(newsroom, email)


def test_nothing_of_who_is_forgotten_is_left_in_database_files_or_log(opened, tmp_path, capfd):
    newsroom = opened("smtp://127.0.0.1:9?rate=0")
    told_to(newsroom, "Anna.Wiesengrund@x.example")
    found = [path for path in tmp_path.rglob("*") if path.is_file() and NAME in path.read_bytes().lower()]
    assert found == []
    said = capfd.readouterr()
    assert "server of mail is in trouble" in said.out + said.err
    assert NAME.decode() not in (said.out + said.err).lower()
    assert [row.email for row in held_list.get(newsroom, 1).rows] == ["ben@x.example"]
    known = subscribe.data(newsroom, "anna.wiesengrund@x.example")
    assert set(known) == {"address", "known", "gets_nothing"}


@pytest.mark.postgres
def test_nothing_of_who_is_forgotten_is_left_in_any_table_of_postgresql(opened):
    if not (server := os.environ.get("CORANTO_TEST_POSTGRES")):
        pytest.skip("no PostgreSQL: set CORANTO_TEST_POSTGRES, as in postgresql+psycopg://postgres@127.0.0.1/test")
    schema = f"coranto_{uuid.uuid4().hex[:12]}"
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        try:
            store = open_store(f"{server}?options=-csearch_path%3D{schema}")
            told_to(replace(opened("smtp://127.0.0.1:9?rate=0"), store=store), "Anna.Wiesengrund@x.example")
            tables = list(store.get_contents())
            store.close()
            kept = {name: repr(connection.execute(f"TABLE {schema}.{name}").fetchall()) for name in tables}
        finally:
            connection.execute(f"DROP SCHEMA {schema} CASCADE")
    assert len(kept["suppression"]) > 60
    assert [name for name, rows in kept.items() if NAME.decode() in rows.lower()] == []


def test_a_list_is_held_for_the_one_who_looked_through_it_and_for_a_day(newsroom, clock):
    mine, yours = (
        Held(f"{name}.csv", "at the fair", False, address_list.read(f"{name}@x.example"), clock.now) for name in "ab"
    )
    held_list.put(newsroom, 1, mine)
    held_list.put(newsroom, 2, yours)
    assert (held_list.get(newsroom, 1), held_list.get(newsroom, 2)) == (mine, yours)
    held_list.put(newsroom, 2, None)
    assert (held_list.get(newsroom, 1), held_list.get(newsroom, 2)) == (mine, None)
    clock.forward(hours=25)
    assert held_list.get(newsroom, 1) is None
    subscribe.forget_unconfirmed(newsroom)
    assert newsroom.store.get_value("letter.lists") == b""


def test_who_left_since_a_backup_is_taken_out_of_what_was_restored(newsroom, clock, subscribe, tmp_path):
    subscribe(newsroom, *(f"{name}@x.example" for name in ("anna", "ben", "cleo")))
    before = {one.email: one for one in newsroom.store.get_subscribers()}
    clock.forward(hours=1)
    for name in ("anna", "cleo"):
        leaving(newsroom, f"{name}@x.example")
    kept = (tmp_path / left_file.NAME).read_text()
    assert "@" not in kept
    clock.forward(hours=1)
    for email in ("anna@x.example", "cleo@x.example"):  # as the backup had them
        hashed = links.digest(newsroom, email)
        newsroom.store.delete_suppression(hashed)
        newsroom.store.add_subscriber(before[email], hashed)
    cleo = newsroom.store.find_subscriber(links.digest(newsroom, "cleo@x.example"))
    newsroom.store.save_subscriber(msgspec.structs.replace(cleo, confirmed=clock.now))  # who came back since
    assert left_file.apply(newsroom, tmp_path / left_file.NAME) == 1
    assert [one.email for one in newsroom.store.get_subscribers()] == ["ben@x.example", "cleo@x.example"]
    assert newsroom.store.count_subscribers() == {"confirmed": 2, "left": 1}
    broken = tmp_path / "broken"
    broken.write_text(f"{kept}anna@x.example\n")
    with pytest.raises(errors.SubscriberError, match="is no line of who left") as why:
        left_file.apply(newsroom, broken)
    assert why.value.where.endswith("broken:3")


def leaving(newsroom, email):
    subscribe.leave(newsroom, subscribe.by_address(newsroom, email))


def test_one_who_confirms_and_comes_back_later_can_be_asked_again(newsroom, clock, subscribe):
    subscribe(newsroom, "anna@x.example")
    for _ in range(5):
        clock.forward(days=2)
        asking(newsroom)
    (anna,) = newsroom.store.get_subscribers()
    assert anna.asks == 0, "telling somebody of the own pages is no mail that asks"
    newsroom.store.save_subscriber(msgspec.structs.replace(anna, state="undeliverable"))
    clock.forward(days=2)
    assert asking(newsroom), "whose mail did not arrive for a while may confirm again"


def asking(newsroom):
    subscribe.ask(newsroom, "anna@x.example", Wish(), "Send me the letter.", "/letter/")
    (request,) = newsroom.store.due_mail_requests(newsroom.now() + timedelta(days=1))
    note = requests.carry_out(newsroom, request)
    newsroom.store.delete_mail_request(request.number)
    return "/letter/confirm/" in note.text if note else None
