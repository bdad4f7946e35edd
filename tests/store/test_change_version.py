"""The version tells whoever keeps pages when to make them anew."""

import contextlib

import pytest
from making import NOON, filing, ident, path, record, source, waiting


@pytest.fixture
def changes(store):
    """Whether an action changes the version."""
    store.save_article(filing("a", "a"))
    store.save_record(ident("a"), path("a"), record("a"), NOON)

    def changes(act):
        before = store.read_version()
        act()
        return store.read_version() != before

    return changes


def test_whatever_readers_see_changes_it(store, changes):
    assert changes(lambda: store.save_article(filing("b", "b")))
    assert changes(lambda: store.save_record(ident("a"), path("a"), record("a", published=False), NOON))
    assert changes(lambda: store.count_reader(ident("a"), "reader", "2026-03-01"))


def test_what_changes_nothing_leaves_it(store, changes):
    store.count_reader(ident("a"), "reader", "2026-03-01")
    assert not changes(lambda: store.save_record(ident("a"), path("a"), record("a"), NOON))
    assert not changes(lambda: store.count_reader(ident("a"), "reader", "2026-03-01"))
    assert not changes(lambda: store.save_poll(source(), [waiting("c")]))
    assert not changes(store.recent_articles)


def test_what_is_taken_back_leaves_it(store, changes):
    def fails():
        with contextlib.suppress(ZeroDivisionError), store.transaction(writes=True):
            store.save_article(filing("b", "b"))
            raise ZeroDivisionError

    assert not changes(fails)
