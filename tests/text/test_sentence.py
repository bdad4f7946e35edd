"""The first sentence of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.text import sentence


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It rains. It pours.", "It rains."),
        ("Dr. Holm and the U.S. delegation left early. Others stayed.", "Dr. Holm and the U.S. delegation left early."),
        ("“It was obeying a cone.” The fire chief was cross.", "“It was obeying a cone.”"),
        ("東京は晴れ。大阪は雨。", "東京は晴れ。"),
        ("No stop at all", "No stop at all"),
        ("", ""),
    ],
)
def test_the_first_sentence(text, first):
    assert sentence.first(text) == first


@given(st.text(max_size=500), st.integers(10, 120))
def test_a_sentence_begins_its_text_and_keeps_to_its_length(text, limit):
    said = sentence.first(text, limit)
    assert len(said) <= limit + 1
    told = text.strip()
    assert told.startswith(said) or (said.endswith("…") and told.startswith(said[:-1]))
