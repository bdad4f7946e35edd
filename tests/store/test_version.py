"""The version tells whoever keeps pages when to make them anew."""

import contextlib

import pytest
from making import NOON, filing, ident, path, record, source, waiting


@pytest.fixture
def changes(store):
    """Whether an action changes the version."""
    store.file(filing("a", "a"))
    store.save_record(ident("a"), path("a"), record("a"), NOON)

    def changes(act):
        before = store.version()
        act()
        return store.version() != before

    return changes


def test_whatever_readers_see_changes_it(store, changes):
    assert changes(lambda: store.file(filing("b", "b")))
    assert changes(lambda: store.save_record(ident("a"), path("a"), record("a", published=False), NOON))
    assert changes(lambda: store.read(ident("a"), "reader", "2026-03-01"))


def test_what_changes_nothing_leaves_it(store, changes):
    store.read(ident("a"), "reader", "2026-03-01")
    assert not changes(lambda: store.save_record(ident("a"), path("a"), record("a"), NOON))
    assert not changes(lambda: store.read(ident("a"), "reader", "2026-03-01"))
    assert not changes(lambda: store.took(source(), [waiting("c")]))
    assert not changes(store.recent)


def test_what_is_taken_back_leaves_it(store, changes):
    def fails():
        with contextlib.suppress(ZeroDivisionError), store.at_once(writes=True):
            store.file(filing("b", "b"))
            raise ZeroDivisionError

    assert not changes(fails)
