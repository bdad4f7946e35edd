"""The words of a search: folded alike in a query, in the index and in a rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.text import search_words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("GPT-4 Turbo!", "gpt 4 turbo"), ("Wärmepumpe", "warmepumpe"), ("Straße", "strasse"), ("C++_x", "c x"),
        ("東京タワー", "東 京 タ ワ ー"), ("Ｆｕｌｌ", "full"), ("", ""),
    ],
)  # fmt: skip
def test_letters_are_compared_without_case_accents_and_signs(written, folded):
    assert search_words.fold(written).split() == folded.split()


def test_a_query_has_wanted_and_excluded_phrases():
    assert search_words.phrases('facial "in Spain" GPT-4 -rain -"don\'t go" -- ""') == (
        [["facial"], ["in", "spain"], ["gpt", "4"]],
        [["rain"], ["don", "t", "go"]],
    )


@given(st.text(max_size=80))
def test_folding_again_changes_nothing(text):
    once = search_words.fold(text).split()
    assert search_words.fold(" ".join(once)).split() == once
