"""Several questions and changes as one transaction."""

import threading

import pytest
from making import filing, ident

from coranto.store import open_store


def test_all_of_it_or_nothing(store):
    def half():
        with store.at_once(writes=True):
            store.file(filing("a", "s1"))
            store.file(filing("b", "s1"))
            assert store.count()["articles"] == 2  # what was done is seen within
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert store.count()["articles"] == 0
    assert store.dirty() == []
    store.file(filing("a", "s1"))  # and the store can be used as before
    assert store.count()["articles"] == 1


def test_others_see_it_when_it_is_whole(store, address):
    other = open_store(address)
    with store.at_once(writes=True):
        store.file(filing("a", "s1"))
        with store.at_once():  # one within another is the same one
            assert store.stories(["s1"])["s1"].members
        store.file(filing("b", "s1"))
        assert other.count()["articles"] == 0
    assert other.count()["articles"] == 2
    other.close()


def test_another_thread_of_the_same_store_is_not_within(store):
    counted = []
    with store.at_once(writes=True):
        store.file(filing("a", "s1"))
        thread = threading.Thread(target=lambda: counted.append(store.count()["articles"]))
        thread.start()
        thread.join()
    assert counted == [0]
    assert store.articles([ident("a")])


def test_one_that_only_asks_cannot_change_anything(store):
    with pytest.raises(AssertionError), store.at_once():
        store.file(filing("a", "s1"))
    assert store.count()["articles"] == 0
