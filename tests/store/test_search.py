import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import filing, ident

from coranto.store import search_index


@pytest.fixture
def found(store, publish):
    def found(words, **asked):
        return [one.id for one in store.search_published(words, **asked)]

    texts = {
        "a": (
            "MPs call for an urgent stop",
            "Facial recognition in the dock",
            "Café owners in Zürich watch GPT-4 closely.",
        ),
        "b": ("Facial recognition halted", "A court said so", "Nothing more about recognition of any facial kind."),
        "c": ("Weather", "Rain", "The rain in Spain; don't go. 東京の天気は雨です。"),
        "d": ("Unpublished facial recognition", "Hidden", "Never to be found."),
    }
    for name, (title, excerpt, text) in texts.items():
        store.save_article(filing(name, name, title=title, excerpt=excerpt, text=text))
    publish("a", "b", "c")
    publish("d", published=False)
    return found


def test_all_words_must_be_there_the_title_counts_most(found):
    assert found("facial recognition") == [ident("b"), ident("a")]
    assert found("facial rain") == []
    assert found("recognition", limit=1, offset=1) == [ident("a")]


@pytest.mark.parametrize("words", ["zurich CAFE", "Zürich", "cafés"[:4], "gpt-4", "GPT 4", '"owners in zurich"'])
def test_case_and_accents_do_not_matter(found, words):
    assert found(words) == [ident("a")]


def test_phrases_keep_their_order(found):
    assert found('"recognition facial"') == []
    assert found('"in spain"') == [ident("c")]
    assert found("don't") == [ident("c")]


def test_ideographs_are_found_without_spaces(found):
    assert found("天気") == [ident("c")]
    assert found("気天") == []


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "*", "AND", "facial OR NOT (", "title:facial", "a' OR 1=1 --", "&|!<->"]
)
def test_nothing_a_person_types_is_an_error(found, words):
    assert found(words) == []


def test_only_what_is_published_is_found(found):
    assert found("unpublished") == []


def test_a_text_of_a_million_different_words_is_filed(store, publish):
    store.save_article(filing("a", "s1", text="needle " + " ".join(f"w{n}é" for n in range(1_000_000))))
    publish("a")
    assert [one.id for one in store.search_published("needle w17e")] == [ident("a")]


@given(st.text())
def test_folding_again_changes_nothing(text):
    words = search_index.fold(text)
    assert search_index.fold(words).split() == words.split()


def test_many_arrivals_are_indexed_without_anybody_searching(store, publish, monkeypatch):
    monkeypatch.setattr(search_index, "BATCH", 3)
    waiting = []
    for name in "abcdefg":
        store.save_article(filing(name, name, text="needle"))
        with store.session(writes=False) as db:
            waiting.append(search_index.behind(db))
    assert waiting == [1, 2, 0, 1, 2, 0, 1]
    store.save_article(filing("a", "a", text="thread"))  # indexed already
    store.save_article(filing("g", "g", text="thread"))  # not yet
    publish(*"abcdefg")
    assert {one.id for one in store.search_published("thread")} == {ident("a"), ident("g")}
    assert {one.id for one in store.search_published("needle")} == {ident(name) for name in "bcdef"}
