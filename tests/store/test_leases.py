"""Rows are the queue: what one has taken nobody else takes, and who comes too late saves nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from making import at, source, waiting
from sqlalchemy import text

from coranto import errors
from coranto.store import lease, open_store


@pytest.fixture
def other(address, store):
    """The store as another program has it."""
    opened = open_store(address)
    yield opened
    opened.close()


def sources(store, count):
    names = [f"s{n:03}" for n in range(count)]
    for name in names:
        store.save_source(source(name))
    return names


def ids(taken):
    return [one.id for one, _ in taken]


def entries(store, *names, holder="a", **options):
    return store.take_entries(at(1), holder, 100, 100, {}, **options)


def test_a_source_is_one_holders_until_its_lease_runs_out(store, other):
    sources(store, 3)
    assert ids(store.take_sources(at(0), "a", 2)) == ["s000", "s001"]
    assert ids(other.take_sources(at(0), "b", 9, seconds=0.0)) == ["s002"]
    assert other.take_sources(at(0), "c", 9) == [(source("s002"), 2)]
    assert ids(other.take_sources(at(0), "b", 9)) == []


def test_a_holder_that_wakes_up_late_ends_nothing(store, other):
    sources(store, 1)
    ((_, first),) = store.take_sources(at(0), "a", 1, seconds=0.0)
    ((_, second),) = other.take_sources(at(0), "b", 1)
    assert not store.end_lease("source", "s000", "a", first)
    assert other.end_lease("source", "s000", "b", second)
    assert not other.end_lease("source", "s000", "b", second), "once"


def test_who_was_killed_takes_again_what_was_taken_in_the_same_name(store):
    sources(store, 2)
    ((_, first), (_, _)) = store.take_sources(at(0), "a", 2)
    assert ids(store.take_sources(at(0), "a", 2, busy=["s001"])) == ["s000"]
    assert not store.end_lease("source", "s000", "a", first), "the attempt is another one"


def test_a_lease_is_renewed_and_given_back(store):
    sources(store, 2)
    store.take_sources(at(0), "a", 2, seconds=0.0)
    store.renew_leases("source", ["s000"], "a")
    assert ids(store.take_sources(at(0), "b", 2)) == ["s001"]
    store.renew_leases("source", ["s001"], "a")
    assert store.give_back_leases("a") == 1
    assert ids(store.take_sources(at(0), "c", 2)) == ["s000"]


def test_a_lease_by_a_clock_that_was_ahead_counts_for_nothing(store, monkeypatch):
    sources(store, 1)
    now = lease.clock
    monkeypatch.setattr(lease, "clock", lambda db: now(db) + 10 * 86_400_000_000)
    assert len(store.take_sources(at(0), "a", 1)) == 1
    monkeypatch.undo()
    assert len(store.take_sources(at(0), "b", 1)) == 1


def test_saving_a_source_leaves_its_lease(store):
    sources(store, 1)
    ((one, attempt),) = store.take_sources(at(0), "a", 1)
    store.save_source(one)
    assert store.take_sources(at(0), "b", 1) == []
    assert store.end_lease("source", one.id, "a", attempt)


def test_entries_are_taken_in_order_and_few_per_source(store, other):
    store.save_poll(source("one"), [waiting(f"a{n}", by="one") for n in range(5)])
    store.save_poll(source("two"), [waiting(f"b{n}", by="two") for n in range(2)])
    taken = store.take_entries(at(1), "a", 4, 2, {})
    assert [one.url.split("//")[1][:2] for one in taken] == ["a0", "a1", "b0", "b1"]
    assert [one.attempt for one in taken] == [1] * 4
    busy = {one.number: one.source for one in taken}
    assert store.take_entries(at(1), "a", 4, 2, busy) == []
    rest = other.take_entries(at(1), "b", 9, 9, {})
    assert [one.url.split("//")[1][:2] for one in rest] == ["a2", "a3", "a4"]


def test_a_page_is_saved_once_and_waits_until_its_entry_goes(store, other):
    store.save_poll(source("wire"), [waiting("a"), waiting("b")])
    late = entries(store, seconds=0.0)
    mine = entries(other, holder="b")
    assert other.save_pages([(one, b"read") for one in mine], "b") == {one.number for one in mine}
    assert store.save_pages([(one, b"late") for one in late], "a") == set()
    assert entries(store, holder="c") == [], "what was read is not read again"
    assert [(one.number, data) for one, data in store.pages_read(9)] == [(one.number, b"read") for one in mine]
    store.drop_page(mine[0].number)
    assert [one.number for one in entries(store, holder="c")] == [mine[0].number]
    store.delete_source("wire")
    assert store.pages_read(9) == []


@pytest.mark.parametrize("count", [200])
def test_many_take_at_once_and_none_is_taken_twice(store, other, count):
    sources(store, count)
    begin = threading.Barrier(4)

    def work(n):
        begin.wait()
        taken = []
        while batch := (store, other)[n % 2].take_sources(at(0), f"worker {n}", 7, busy=taken):
            taken += ids(batch)
        return taken

    with ThreadPoolExecutor(4) as pool:
        found = [name for taken in pool.map(work, range(4)) for name in taken]
    assert len(found) == len(set(found))
    assert set(found) == {f"s{n:03}" for n in range(count)}


def test_a_host_is_one_workers_and_keeps_its_distance(store, other):
    assert store.take_host("daily.example", "a", 30).mine
    refused = other.take_host("daily.example", "b", 30)
    assert not refused.mine
    assert 0 < refused.wait <= 0.5
    store.release_host("daily.example", "a", 5.0, 60.0)
    turn = other.take_host("daily.example", "b", 30)
    assert turn.mine
    assert 4 < turn.wait <= 5
    assert 59 < turn.held <= 60
    store.release_host("daily.example", "a", 0.0, 0.0)
    assert not store.take_host("daily.example", "a", 30).mine, "it was not a's to give back"


def test_a_later_term_ends_a_former_one(store, other):
    first = store.begin_term("group")
    with store.fenced(first, store.begin_term("publish")):
        store.put_value("key", b"in time")
    second = other.begin_term("group")
    with store.fenced(first):
        with pytest.raises(errors.TakenOver, match="another worker does `group` now"):
            store.put_value("key", b"too late")
        assert store.get_value("key") == b"in time", "who reads is not held up"
    with other.fenced(second):
        other.put_value("key", b"by the second")
    store.put_value("key", b"outside")


@pytest.mark.postgres
def test_a_lock_is_one_programs_and_ends_with_its_connection(schema):
    one, other = open_store(schema), open_store(schema)
    with one.lock("mail") as mine, other.lock("group") as beside:
        assert mine.held()
        assert beside.held()
        with other.lock("mail") as theirs:
            assert theirs is None
        with other.session(writes=False) as db:
            db.run(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
                        "(hashtext('mail')::bigint & 4294967295)::oid AND classid = "
                        "(hashtext(current_schema())::bigint & 4294967295)::oid"))  # fmt: skip
        assert not mine.held()
        with other.lock("mail") as theirs:
            assert theirs is not None
    with one.lock("mail") as mine:
        assert mine is not None
    one.close()
    other.close()
