"""Words of any script, and their forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.language import stem, words


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Heat pumps: what now?", ["heat", "pumps", "what", "now"]),
        ("The U.S. and A.I.", ["the", "us", "and", "ai"]),
        ("U.K.’s plan", ["uk", "s", "plan"]),
        ("Größe der Straße", ["grösse", "der", "strasse"]),
        ("l’énergie", ["l", "énergie"]),
        ("使用AI芯片", ["使用", "ai", "芯片"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("", []),
    ],
)
def test_a_text_is_split_into_words(text, forms):
    assert words.split(text).forms == forms


@given(st.text())
def test_every_word_has_the_form_in_which_it_is_written(text):
    split = words.split(text)
    assert len(split.forms) == len(split.written)
    assert all(split.forms)


@given(st.text(st.characters(codec="ascii")))
def test_ascii_text_is_split_as_any_other(text):
    assert words.split(text).forms == words.split(text + " é").forms[:-1]


def test_unspaced_scripts_are_counted_in_pairs_of_characters():
    assert words.pieces("苹果 iPhone 发布会") == ["iphone", "苹果", "发布", "布会"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "pumps", "pump"), ("de", "wärmepumpen", "wärmepumpe"), ("fr", "pompes", "pompe"), ("ru", "новости", "новость"),
     ("es", "bombas", "bomba"), ("it", "pompe", "pompa"), ("sv", "pumpar", "pump")],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(language, one, other):
    first, second = stem.stems([one, other], language)
    assert first == second


@pytest.mark.parametrize(("language", "word", "form"), [("tr", "seçim", "seçimler"), ("ar", "انتخابات", "الانتخابات")])
def test_a_form_is_known_by_one_of_the_keys_of_its_word(language, word, form):
    assert stem.stems([form], language)[0] in stem.keys(word, language)


def test_a_language_without_a_stemmer_leaves_words_as_they_are():
    assert stem.stems(["pumps"], "xx") == ["pumps"]


@pytest.mark.parametrize(("tag", "primary"), [("en-US", "en"), ("de_DE", "de"), ("", ""), (None, "")])
def test_a_language_tag_has_a_primary_part(tag, primary):
    assert stem.primary(tag) == primary


def test_the_stems_of_very_many_words_are_the_same_after_they_were_forgotten(monkeypatch):
    monkeypatch.setattr(stem, "_KNOWN", 10)
    for n in range(60):
        assert stem.stems(["ferries", f"word{n}", "running"], "en")[::2] == ["ferri", "run"]
