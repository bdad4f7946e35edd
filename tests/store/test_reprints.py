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
        store.file(filing(name, name, sketch=name.encode() * 512))
    store.file(filing("d", "d"))
    assert store.sketches(2) == [(ident("b"), b"b" * 512), (ident("c"), b"c" * 512)]
    store.file(filing("b", sketch=b"x" * 512))
    assert store.sketches(10)[1] == (ident("b"), b"x" * 512)


def test_a_copy_is_an_appearance_and_no_article(store):
    store.file(filing("a", "s1"))
    listed = msgspec.structs.replace(entry("b"), url="https://wire.example/out/b")
    store.took(source("wire"), [listed])
    (waiting,) = store.waiting(at(9))
    before = store.version()
    store.delivered(store.dirty())
    store.fold(waiting.number, ident("a"), copy("b"))
    assert store.waiting(at(9)) == []
    assert store.reprints([ident("a"), "unknown"]) == {ident("a"): [copy("b")]}
    assert store.known([url("b"), "https://wire.example/out/b"]) == dict.fromkeys(
        [url("b"), "https://wire.example/out/b"], ident("a")
    )
    assert {where for where, _, _ in store.appearances(ident("a"))} == {
        url("a"),
        url("b"),
        "https://wire.example/out/b",
    }
    assert store.count()["articles"] == 1
    assert store.version() != before
    assert store.dirty() == [ident("a")]
    store.fold(None, ident("a"), copy("b"))
    assert len(store.reprints([ident("a")])[ident("a")]) == 1


def test_copies_come_the_earliest_first(store):
    store.file(filing("a", "s1"))
    for name, hours in (("c", 3), ("b", 2), ("d", 1)):
        store.fold(None, ident("a"), copy(name, published=article(name, hours).published))
    assert [one.url for one in store.reprints([ident("a")])[ident("a")]] == [url("d"), url("b"), url("c")]
