"""Keywords are whole words, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.topic.keywords import Keywords, fold


def found(title, *keywords, match="word"):
    return [keyword for _, keyword in Keywords((("topic", k) for k in keywords), match).found(title)]


@pytest.mark.parametrize(
    ("title", "keyword"),
    [
        ("AI in the ward", "ai"),
        ("What “AI” costs", "ai"),
        ("AI’s bill", "ai"),
        ("The model-driven app", "model driven app"),
        ("The model driven app", "model-driven app"),
        ("Über Künstliche Intelligenz", "künstliche intelligenz"),
        ("Why C++ lives", "c++"),
        (".NET is twenty", ".net"),
        ("人工知能が変える", "人工知能"),
        ("Ｆｕｌｌ ｗｉｄｔｈ ＡＩ", "ai"),
        ("कृत्रिम बुद्धिमत्ता की दौड़", "बुद्धिमत्ता"),
        ("الذكاء الاصطناعي اليوم", "الذكاء الاصطناعي"),
    ],
)
def test_a_whole_word_is_found(title, keyword):
    assert found(title, keyword) == [keyword]


@pytest.mark.parametrize(
    ("title", "keyword"),
    [
        ("Retailers fail", "ai"),
        ("The maid said so", "ai"),
        ("ASP.NET is twenty", ".net"),
        ("बुद्धिमत्ता", "बुद्ध"),  # the mark after the letter belongs to the word
        ("canvas apps", "canvas app"),
    ],
)
def test_a_part_of_a_word_is_not(title, keyword):
    assert found(title, keyword) == []


def test_the_older_rule_finds_parts_and_counts_what_is_listed_twice():
    assert found("Retailers", "ai", match="substring") == ["ai"]
    assert (
        found("model-driven apps", "model-driven apps", "model-driven apps", match="substring")
        == ["model-driven apps"] * 2
    )


def test_spellings_that_read_the_same_count_once():
    assert found("Model-driven apps", "model-driven apps", "model driven apps", "Model-Driven Apps") == [
        "model-driven apps"
    ]


WORDS = st.text(alphabet="abcdé ", min_size=1, max_size=12).map(fold).filter(bool)


@given(before=WORDS, keyword=WORDS, after=WORDS)
def test_a_keyword_set_between_spaces_is_always_found(before, keyword, after):
    assert found(f"{before} {keyword} {after}", keyword) == [keyword]


@given(title=st.text(max_size=80), keyword=st.text(max_size=20))
def test_no_text_is_too_strange(title, keyword):
    assert found(title, keyword) in ([], [keyword])


@pytest.mark.parametrize(
    ("title", "keyword", "there"),
    [
        ("新しいAIの時代", "ai", True),  # no space stands between scripts
        ("人工知能AIが変える", "人工知能", True),
        ("人工知能AIが変える", "ai", True),
        ("AIR in the ward", "ai", False),
        ("ai\u0301s", "ai", False),
    ],
)
def test_a_keyword_ends_where_a_script_without_spaces_begins(title, keyword, there):
    assert bool(found(title, keyword)) is there
