"""Reprints in the store: sketches in order of arrival, copies by the article they were folded into."""

import msgspec
from making import article, at, filing, ident, source, url
from making import waiting as entry

from coranto.model.article import Reprint


def copy(name, **fields):
    one = article(name)
    facts = {field: getattr(one, field) for field in ("url", "title", "provider", "published", "seen")}
    return Reprint(**facts | {"likeness": 0.9, "source": "wire"} | fields)


def test_sketches_come_in_order_of_arrival_and_only_the_latest(store):
    for name in "abc":
        store.save_article(filing(name, name, sketch=name.encode() * 512))
    store.save_article(filing("d", "d"))
    assert store.recent_sketches(2) == [(ident("b"), b"b" * 512), (ident("c"), b"c" * 512)]
    store.save_article(filing("b", sketch=b"x" * 512))
    assert store.recent_sketches(10)[1] == (ident("b"), b"x" * 512)


def test_a_copy_is_an_appearance_and_no_article(store):
    store.save_article(filing("a", "s1"))
    listed = msgspec.structs.replace(entry("b"), url="https://wire.example/out/b")
    store.save_poll(source("wire"), [listed])
    (waiting,) = store.pending_entries(at(9))
    before = store.read_version()
    store.clear_outbox(store.outbox_ids())
    store.add_reprint(waiting.number, ident("a"), copy("b"))
    assert store.pending_entries(at(9)) == []
    assert store.get_reprints([ident("a"), "unknown"]) == {ident("a"): [copy("b")]}
    assert store.article_ids_by_url([url("b"), "https://wire.example/out/b"]) == dict.fromkeys(
        [url("b"), "https://wire.example/out/b"], ident("a")
    )
    assert {where for where, _, _ in store.get_appearances(ident("a"))} == {
        url("a"),
        url("b"),
        "https://wire.example/out/b",
    }
    assert store.count_all()["articles"] == 1
    assert store.read_version() != before
    assert store.outbox_ids() == [ident("a")]
    store.add_reprint(None, ident("a"), copy("b"))
    assert len(store.get_reprints([ident("a")])[ident("a")]) == 1


def test_copies_come_the_earliest_first(store):
    store.save_article(filing("a", "s1"))
    for name, hours in (("c", 3), ("b", 2), ("d", 1)):
        store.add_reprint(None, ident("a"), copy(name, published=article(name, hours).published))
    assert [one.url for one in store.get_reprints([ident("a")])[ident("a")]] == [url("d"), url("b"), url("c")]
