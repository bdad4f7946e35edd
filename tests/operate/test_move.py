"""From one database to another and back: the same by counts and hashes, whatever ends it in between."""

import itertools
from collections import Counter

import gathered
import pytest

from console import run
from coranto import errors
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.webhook import Webhook
from coranto.store import open_store, transfer


def quiet(table, rows):
    pass


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
    counted = Counter()
    moved = transfer.transfer(site.store, far, lambda table, rows: counted.update({table: rows}))
    assert moved == contents == far.get_contents()
    assert counted["article"] == counted["search"] == 6
    assert transfer.transfer(far, back, quiet) == contents
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
    assert ends > 2
    assert moved == site.store.get_contents()
    assert written == Counter({name: one.rows for name, one in moved.items() if one.rows}) + Counter(search=6), (
        "no row twice"
    )


def test_a_source_that_changes_meanwhile_is_told_and_moved_anew(site, tmp_path):
    target = open_store(f"sqlite:///{tmp_path}/other.db")

    def report(table, rows):
        if table == "search":
            site.say(
                "headline", article=site.store.get_records(site.store.published_ids()).popitem()[0], text="Another one"
            )

    with pytest.raises(errors.MoveError, match="it was changed while it was moved"):
        transfer.transfer(site.store, target, report)
    assert transfer.transfer(site.store, target, quiet) == site.store.get_contents()
    assert [one.id for one in target.search("another").articles] == site.search("another") != []
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
        if table == "search":
            target.put_value("rounds", b"written by somebody else")

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
    assert "not empty" in run("move", "--to", "sqlite:///other.db", cwd=site, code=1).stderr
    assert "in this database already" in run("move", "--to", "sqlite:///coranto.db", cwd=site, code=1).stderr
    assert "not in mysql" in run("move", "--to", "mysql://me:secret@x/y", cwd=site, code=2).stderr
