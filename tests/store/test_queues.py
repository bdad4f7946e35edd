"""Queues, size and schema, the contents of tables, and what waited for a wrong clock: the same in both databases."""

from datetime import timedelta

from making import NOON, as_of, at, filing, ident, path, record, source, waiting

from coranto.model.queues import Queue
from coranto.model.reason import Reason
from coranto.store import migrate, open_store


def test_an_empty_store_has_nothing_that_waits(store):
    found = store.get_queues(NOON)
    assert {getattr(found, name) for name in ("sources", "entries", "records", "webhooks", "mail", "search")} == {
        Queue()
    }
    assert (found.failing, found.retired, found.issues, found.mails) == ({}, 0, {}, {})
    assert found.bytes > 10_000
    assert store.get_schema() == migrate.head()


def test_the_oldest_of_each_queue_is_named(store):
    looked = {"last_look": at(-9)}
    store.save_source(source("old", next_look=at(-3), **looked))
    store.save_source(source("new", next_look=at(3), failures=2, trouble=Reason("fetch.timeout"), **looked))
    store.save_source(source("odd", next_look=at(2), failures=1, trouble="as it was kept once", **looked))
    store.save_source(source("gone", retired=Reason("source.gone")))
    store.save_poll(source(next_look=at(1), **looked), [waiting("a", hours=-2), waiting("b", hours=-1)])
    store.save_article(filing("c", "s1"))
    found = store.get_queues(NOON)
    assert found.sources == Queue(1, at(-3))
    assert found.entries == Queue(2, at(-2))
    assert found.records == Queue(1)
    assert found.search == Queue(1)
    assert found.failing == {"fetch.timeout": 1, "other": 1}
    assert found.retired == 1


def test_an_older_store_knows_after_its_migration_what_fails_and_who_assigns_topics(store, address):
    store.save_source(source("new", failures=2, trouble=Reason("fetch.timeout"), topics=("AI", "Ärzte")))
    store.save_source(source("odd", failures=1, trouble="as it was kept once: \0"))
    store.save_source(source("gone", retired=Reason("source.gone")))
    store.save_source(source("well"))
    store.close()
    as_of(address, "0022")
    migrated = open_store(address)
    found = migrated.get_queues(NOON)
    assert (found.failing, found.retired) == ({"fetch.timeout": 1, "other": 1}, 1)
    assert migrated.source_topics() == {"new": ("AI", "Ärzte")}
    migrated.close()


def test_what_waits_for_a_wrong_clock_is_due_at_once(store):
    store.save_poll(source(), [waiting("a"), waiting("b"), waiting("c")])
    one, two, _ = store.pending_entries(at(1))
    store.postpone_entry(one.number, at(24 * 9), "timeout")
    store.postpone_entry(two.number, at(5), "timeout")
    assert store.pull_forward(NOON, NOON + timedelta(days=2)) == 1
    assert [entry.url for entry in store.pending_entries(at(0))] == [one.url, waiting("c").url]


def test_contents_change_with_any_value_and_are_the_same_in_every_database(store, tmp_path):
    plain = open_store(f"sqlite:///{tmp_path}/other.db")
    for one in (store, plain):
        one.save_poll(source(), [waiting("d")])
        for name in "abc":
            one.save_article(filing(name, "s1", text="A text with “quotes”, \N{PILE OF POO} and a NUL\0."))
            one.save_record(ident(name), path(name), record(name, published=name != "c"), NOON)
        one.put_value("key", b"\0\xff")
    derived = {"change"}  # numbers of transactions
    found, other = ({n: c for n, c in one.get_contents().items() if n not in derived} for one in (store, plain))
    assert found == other | {"shelf": found["shelf"]}  # the version of what readers see is random
    assert found["article"].rows == 3
    store.save_article(filing("a", "s1", text="Another text."))
    changed = {name for name, there in store.get_contents().items() if name not in derived and there != found[name]}
    assert {"article_text", "shelf"} <= changed <= {"article_text", "shelf", "outbox", "story", "story_topic"}
    plain.close()
