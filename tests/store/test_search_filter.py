"""Searching within topics, outlets, times and quality; what is not wanted; counts of what was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import NOON, at, filing, ident, path, record

from coranto.model.article import Provider
from coranto.model.search import SearchFilter, SearchResult
from coranto.store import search


@pytest.fixture
def found(store):
    for name, hours, outlet, topics, quality, text in (
        ("a", 0, "wire.example", ("AI", "Law"), 70, "cameras in the rain"),
        ("b", 24, "post.example", ("AI",), 85, "cameras in the sun"),
        ("c", 24 * 40, "wire.example", ("Law",), 88, "no cameras in court, don't ask"),
        ("d", 48, "post.example", (), 10, "rain only"),
    ):
        provider = Provider(name=outlet, domain=outlet)
        store.save_article(filing(name, name, hours, text=text, provider=provider, source=f"s-{outlet}"))
        store.save_record(ident(name), path(name), record(name, hours, topics=topics, quality=quality), NOON)

    def found(words, limit=25, offset=0, newest=True, **within):
        told = store.search(words, SearchFilter(**within), limit, offset, newest)
        return "".join(name for one in told.articles for name in "abcd" if one.id == ident(name))

    return found


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("cameras", "cba"),
        ("cameras -rain", "cb"),
        ("-rain cameras -sun", "c"),
        ('cameras -"in the"', "c"),
        ('cameras -"the in"', "cba"),
        ("cameras -don't", "ba"),
        ("-cameras", "d"),
        ("rain -cameras -rain", ""),
        ("-", ""),
        ("- cameras", "cba"),
    ],
)
def test_what_is_not_wanted_is_not_found(found, words, ids):
    assert found(words) == ids


@pytest.mark.parametrize(
    ("within", "ids"),
    [
        ({"topics": ("AI",)}, "ba"),
        ({"topics": ("AI", "Law")}, "a"),
        ({"topics": ("AI", "AI")}, "ba"),
        ({"topics": ("Nothing",)}, ""),
        ({"outlets": ("wire.example",)}, "ca"),
        ({"outlets": ("wire.example", "post.example")}, "cdba"),
        ({"outlets": ("s-post.example",)}, "db"),
        ({"after": at(24)}, "cdb"),
        ({"before": at(24)}, "a"),
        ({"after": at(1), "before": at(48)}, "b"),
        ({"quality": 85}, "cb"),
        ({"topics": ("AI",), "outlets": ("post.example",), "quality": 1, "after": at(0)}, "b"),
    ],
)
def test_within(found, within, ids):
    assert found("", **within) == ids
    assert found("rain cameras", **within) == ("a" if "a" in ids else "")


def test_pages_follow_each_other(found):
    whole = found("", quality=0)
    assert "".join(found("", limit=1, offset=n, quality=0) for n in range(5)) == whole == "cdba"


def test_what_was_found_is_counted_whatever_the_page(store, found):
    told = store.search("cameras", limit=1)
    assert len(told.articles) == 1
    assert (told.count, told.whole) == (3, True)
    assert told.topics == {"AI": 2, "Law": 2}
    assert told.outlets == {"wire.example": 2, "post.example": 1}
    assert told.months == {"2026-04": 1, "2026-03": 2}
    assert told.quality == {80: 2, 70: 1}


def test_of_very_many_the_newest_are_weighed(store, found, monkeypatch):
    monkeypatch.setattr(search, "WEIGHED", 2)
    told = store.search("cameras", newest=True)
    assert (told.count, told.whole) == (2, False)
    assert [one.id for one in told.articles] == [ident("c"), ident("b")]


def test_without_anything_nothing_is_found(store, found):
    assert store.search("") == store.search('" -', SearchFilter()) == SearchResult()


def test_what_is_published_no_more_is_found_no_more(store, found):
    store.save_record(ident("a"), path("a"), record("a", published=False), NOON)
    assert found("cameras") == "cb"
    assert found("", topics=("AI",)) == "b"


@given(st.text())
def test_whatever_is_typed_is_words(text):
    wanted, unwanted = search.phrases(text)
    assert all(phrase and all(phrase) for phrase in wanted + unwanted)


def test_published_records_page_by_page(store, found):
    whole = [one.article for one in store.page_of_records()]
    assert whole == [ident(name) for name in "cdba"]
    place, ids = None, []
    while page := store.page_of_records(after=place, limit=1):
        ids.append(page[0].article)
        place = page[0].record.published_date_time, page[0].article
    assert ids == whole
    assert [one.article for one in store.page_of_records(SearchFilter(topics=("AI",)), (at(24), ident("b")))] == [
        ident("a")
    ]


def test_records_of_one_instant_stand_by_their_ids(store):
    for name in "abcde":
        store.save_article(filing(name, name))
        store.save_record(ident(name), path(name), record(name), NOON)
    whole = [one.article for one in store.page_of_records()]
    assert whole == sorted(whole, reverse=True)
    assert [one.article for one in store.page_of_records(after=(at(0), whole[1]))] == whole[2:]
