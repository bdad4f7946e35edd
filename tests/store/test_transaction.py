"""Several questions and changes as one transaction."""

import threading

import pytest
from making import filing, ident

from coranto.store import open_store


def test_all_of_it_or_nothing(store):
    def half():
        with store.transaction(writes=True):
            store.save_article(filing("a", "s1"))
            store.save_article(filing("b", "s1"))
            assert store.count_all()["articles"] == 2  # what was done is seen within
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert store.count_all()["articles"] == 0
    assert store.outbox_ids() == []
    store.save_article(filing("a", "s1"))  # and the store can be used as before
    assert store.count_all()["articles"] == 1


def test_others_see_it_when_it_is_whole(store, address):
    other = open_store(address)
    with store.transaction(writes=True):
        store.save_article(filing("a", "s1"))
        with store.transaction():  # one within another is the same one
            assert store.get_stories(["s1"])["s1"].members
        store.save_article(filing("b", "s1"))
        assert other.count()["articles"] == 0
    assert other.count()["articles"] == 2
    other.close()


def test_another_thread_of_the_same_store_is_not_within(store):
    counted = []
    with store.transaction(writes=True):
        store.save_article(filing("a", "s1"))
        thread = threading.Thread(target=lambda: counted.append(store.count_all()["articles"]))
        thread.start()
        thread.join()
    assert counted == [0]
    assert store.get_articles([ident("a")])


def test_one_that_only_asks_cannot_change_anything(store):
    with pytest.raises(AssertionError), store.transaction():
        store.save_article(filing("a", "s1"))
    assert store.count_all()["articles"] == 0
