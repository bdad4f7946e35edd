"""Texts to terms, in any script."""

from hypothesis import given
from hypothesis import strategies as st

from coranto.story import words


def test_a_word_of_the_title_counts_more_than_one_of_the_excerpt_only():
    assert words.terms("MPs call for stop", "MPs from all sides") == {
        "mps": 1.0,
        "call": 1.0,
        "for": 1.0,
        "stop": 1.0,
        "from": 0.5,
        "all": 0.5,
        "sides": 0.5,
    }


def test_case_width_and_punctuation_do_not_matter():
    assert words.terms("“ＡＩ‑Act”: Europe’s plan…", "") == words.terms("ai act, europe's plan", "")


def test_accents_and_cyrillic_make_whole_words():
    assert list(words.terms("L’Élysée à Kyjiw: Київ", "")) == ["élysée", "kyjiw", "київ"]


def test_marks_belong_to_their_word():
    assert list(words.terms("हिन्दी समाचार।", "")) == ["हिन्दी", "समाचार"]


def test_scripts_without_spaces_give_pairs_of_characters():
    assert list(words.terms("東京で地震 M6", "")) == ["東京", "京で", "で地", "地震", "m6"]
    assert "ข่" in "".join(words.terms("ข่าวด่วน", ""))


def test_a_flood_is_cut():
    assert len(words.terms(" ".join(str(n) for n in range(100_000)), "")) < 1_000


@given(st.text(), st.text())
def test_any_text_has_terms_that_have_no_spaces(title, excerpt):
    found = words.terms(title, excerpt)
    assert all(term and not any(c.isspace() for c in term) for term in found)
    assert set(found.values()) <= {words.TITLE, words.EXCERPT}
