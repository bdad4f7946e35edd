"""From one database to another and back: the same by counts and hashes, whatever ends it in between."""

import itertools
import threading
import time
from collections import Counter

import gathered
import pytest
from sqlalchemy import event, text

from console import run
from coranto import errors
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.search import SearchFilter
from coranto.model.webhook import Webhook
from coranto.store import key_value, open_store, transfer


def quiet(table, rows):
    pass


def made(store):
    """Return the definitions of all indexes and constraints of PostgreSQL."""
    with store.session(writes=False) as db:
        indexes = db.all(text("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexname"))
        constraints = "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        return indexes, db.all(text(f"{constraints} WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2"))


@pytest.fixture
def site(tmp_path, fill):
    """A newsroom with edits, a webhook that came after one that was removed, and a page whose entry was deleted."""
    with gathered.opened(tmp_path) as site:
        ids = fill(site)
        site.say("headline", article=ids[3], text="A headline of ours")
        for name in "ab":
            site.store.add_webhook(Webhook(url=f"https://{name}.example/", at=site.clock.time), "secret")
        site.store.delete_webhook(2)
        yield site


@pytest.mark.postgres
def test_to_postgresql_and_back_is_the_same(site, schema, tmp_path):
    before, contents, found = site.tree(), site.store.get_contents(), site.search("ferry")
    far, back = open_store(schema()), open_store(f"sqlite:///{tmp_path}/back.db")
    counted, before_move = Counter(), made(far)
    moved = transfer.transfer(site.store, far, lambda table, rows: counted.update({table: rows}))
    assert moved == contents == far.get_contents()
    assert counted["article"] == counted["search"] == 6
    assert made(far) == before_move, "the same indexes and constraints"
    assert transfer.transfer(far, back, quiet) == contents
    with pytest.raises(errors.StoreError, match=r"has moved to .*back\.db"):
        far.put_value("key", b"lost")
    assert transfer.cancel(far)
    assert not transfer.cancel(far)
    for store in (far, back):
        site.newsroom.store = site.store = store
        assert site.search("ferry") == found
        assert site.tree() == before
        assert store.find_damage() == []
        assert store.add_webhook(Webhook(url="https://c.example/", at=site.clock.time), "x") == 3, (
            "no number is given twice"
        )
    far.close()
    back.close()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_move_that_is_ended_goes_on_where_it_was(site, request, tmp_path, kind, monkeypatch):
    monkeypatch.setattr("coranto.store.contents.CHUNK", 2)
    monkeypatch.setattr("coranto.store.transfer._INDEXED", 2)
    address = f"sqlite:///{tmp_path}/other.db" if kind == "sqlite" else request.getfixturevalue("schema")()
    written, ends = Counter(), 0

    class EndedError(Exception):
        pass

    for enough in itertools.count(3, 4):
        pieces = itertools.count()
        target = open_store(address)

        def report(table, rows, pieces=pieces, enough=enough):
            written[table] += rows
            if next(pieces) == enough:
                raise EndedError

        try:
            moved = transfer.transfer(site.store, target, report)
            break
        except EndedError:
            ends += 1
        finally:
            target.close()
    assert ends, "rows and index are written side by side, so how often depends on both"
    assert moved == site.store.get_contents()
    assert written == Counter({name: one.rows for name, one in moved.items() if one.rows}) + Counter(search=6), (
        "no row twice"
    )


def test_the_search_index_waits_for_all_texts_when_a_move_goes_on(site, make, tmp_path, monkeypatch):
    monkeypatch.setattr("coranto.store.contents.CHUNK", 1)  # pieces of five
    for n in range(6):
        url = f"https://more.example/{n}"
        site.add(
            make(f"Zebra crossing {n}", f"more{n}.example", f"2026-03-02T1{n}:00:00Z", url=url, text=f"Zebra {n}.")
        )
    site.publish()
    target, indexed = open_store(f"sqlite:///{tmp_path}/other.db"), threading.Event()

    class EndedError(Exception):
        pass

    def end(table, rows):
        if table == "article_text":
            raise EndedError

    def give_time(table, rows):
        if table == "search":
            indexed.set()
        elif table == "article_text" and indexed.wait(0.5):
            time.sleep(0.5)  # until it has indexed what is there, and ends

    with pytest.raises(EndedError):
        transfer.transfer(site.store, target, end)
    transfer.transfer(site.store, target, give_time)
    assert [one.search("zebra", SearchFilter(published=None)).count for one in (site.store, target)] == [6, 6]
    target.close()


def test_nobody_writes_to_a_store_that_moves_and_all_may_read(site, tmp_path):
    target = open_store(f"sqlite:///{tmp_path}/other.db")
    other, refused = open_store(f"sqlite:///{tmp_path}/coranto.db"), Counter()  # as a `coranto serve` elsewhere

    def report(table, rows):
        assert other.published_ids()
        for store in (other, site.store, target):
            with pytest.raises(errors.StoreError, match=r"moved to .*other\.db|move into it has not ended"):
                store.put_value("key", b"lost")
            refused[store] += 1

    assert transfer.transfer(site.store, target, report) == target.get_contents()
    assert len(refused) == 3
    with pytest.raises(errors.StoreError, match="coranto move --cancel"):
        other.put_value("key", b"lost")
    target.put_value("key", b"kept")
    assert transfer.cancel(other)
    other.put_value("key", b"kept")
    other.close()
    target.close()


def test_a_source_that_an_older_program_changes_meanwhile_is_told_and_moved_anew(site, tmp_path):
    target = open_store(f"sqlite:///{tmp_path}/other.db")
    ids = list(site.store.published_ids())

    def report(table, rows):
        if table == "search":
            transfer.cancel(site.store)  # an older program does not look for the mark
            site.say("headline", article=ids[0], text="Another one")

    with pytest.raises(errors.MoveError, match="it was changed while it was moved"):
        transfer.transfer(site.store, target, report)
    site.store.put_value("key", b"a move that failed leaves the store as it was")
    assert transfer.transfer(site.store, target, quiet) == site.store.get_contents()
    assert [one.id for one in target.search("another").articles] == site.search("another") != []
    target.close()


def test_a_full_disk_of_the_target_leaves_the_source_as_it_was(site, tmp_path):
    target, pages = open_store(f"sqlite:///{tmp_path}/other.db"), 1  # as many as there are

    @event.listens_for(target._engine, "checkout")  # the limit is of a connection, and the target has several
    def limit(connection, *_):
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(errors.StoreError, match=r"other\.db: the disk is full; make room: nothing"):
        transfer.transfer(site.store, target, quiet)
    site.store.put_value("key", b"it goes on working")
    pages = 1_000_000
    assert transfer.transfer(site.store, target, quiet) == site.store.get_contents()
    target.close()


def test_what_is_in_use_is_not_overwritten(site, tmp_path):
    target = open_store(f"sqlite:///{tmp_path}/other.db")
    entry = PendingEntry(
        source="s", url="https://a.example/", entry=Entry(url="https://a.example/"), seen=site.clock.time
    )
    from coranto.model.source import Source

    target.save_poll(Source(id="s", url="https://a.example/feed"), [entry])
    with pytest.raises(errors.MoveError, match="not empty"):
        transfer.transfer(site.store, target, quiet)
    target.close()


def test_a_target_that_differs_at_the_end_is_refused(site, tmp_path):
    target = open_store(f"sqlite:///{tmp_path}/other.db")

    def report(table, rows):
        if table == "shelf":
            with target.session(writes=True, moves=True) as db:
                key_value.put(db, "rounds", b"written by somebody else")

    with pytest.raises(errors.MoveError, match=r"it is not what was read: shelf \(\d+ rows of \d+\)"):
        transfer.transfer(site.store, target, report)
    target.close()


def test_the_command(tmp_path):
    run("init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    run("run", "--once", cwd=site)
    done = run("move", "--to", "sqlite:///other.db", cwd=site)
    assert "all the same by their hashes" in done.stdout
    assert "`database` (" in done.stderr
    assert (site / "other.db").exists()
    assert "has moved to" in run("run", "--once", cwd=site, code=1).stderr
    assert "not empty" in run("move", "--to", "sqlite:///other.db", cwd=site, code=1).stderr
    assert "may be written to again" in run("move", "--cancel", cwd=site).stdout
    assert "not moved" in run("move", "--cancel", cwd=site).stdout
    run("run", "--once", cwd=site)
    assert "say where" in run("move", cwd=site, code=2).stderr
    assert "in this database already" in run("move", "--to", "sqlite:///coranto.db", cwd=site, code=1).stderr
    assert "not in mysql" in run("move", "--to", "mysql://me:secret@x/y", cwd=site, code=2).stderr
