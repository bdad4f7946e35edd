"""A newsroom's own dictionary is read, and a line that is no pair is named."""

import pytest

from coranto import errors
from coranto.config import word_pairs


def test_both_words_of_a_pair_have_one_name(tmp_path):
    file = tmp_path / "words.txt"
    file.write_text("# ours\n[de en]\nHaushalt budget\nHaushalt\thousehold\n\n[fr en]\nbudget budget\n", "utf-8")
    pairs = word_pairs.load(file)
    assert set(pairs) == {"de", "en", "fr"}
    assert len(pairs["de"]["haushalt"]) == 2
    assert set(pairs["de"]["haushalt"]) & set(pairs["en"]["budget"])
    assert not set(pairs["en"]["household"]) & set(pairs["en"]["budget"])


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[de en]\nHaushalt budget plan\n", 2, "write two words"),
        ("Haushalt budget\n", 1, r"\[de en\]"),
        ("# x\n[deutsch]\n", 2, "names no two languages"),
        ("[de de]\n", 1, "names no two languages"),
    ],
)
def test_a_bad_line_is_named(tmp_path, text, line, says):
    file = tmp_path / "words.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(errors.ConfigError, match=says) as why:
        word_pairs.load(file)
    assert str(why.value).startswith(f"{file}:{line}")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(errors.ConfigError, match="cannot be read"):
        word_pairs.load(tmp_path / "words.txt")
