"""Charsets by the labels of browsers: supersets, broken bytes, and bytes that are not what they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.text import charset


@pytest.mark.parametrize(
    ("label", "text", "encoding"),
    [
        ("gb2312", "镕与囧", "gbk"),
        ("GBK", "㐀一", "gb18030"),
        ("Shift_JIS", "①髙島屋", "cp932"),
        ("x-sjis", "№", "cp932"),
        ("euc-kr", "똠방각하", "cp949"),
        ("ks_c_5601-1987", "펲", "cp949"),
        ("iso-8859-1", "“é” – €", "cp1252"),
        ("latin1", "…", "cp1252"),
        ("iso-8859-9", "ğ–", "cp1254"),
        ("TIS-620", "ภาษา", "cp874"),
        ("big5", "香港嘅嘢", "big5hkscs"),
    ],
)
def test_a_label_names_what_browsers_read_under_it(label, text, encoding):
    assert charset.decode(text.encode(encoding), charset.codec(label)) == text


def test_japanese_mail_and_unix_charsets_have_the_extensions_of_windows():
    assert charset.decode(b"\xad\xa1\xc6\xfc", charset.codec("euc-jp")) == "①日"
    assert charset.decode(b"\x1b$B-!F|\x1b(B!", charset.codec("iso-2022-jp")) == "①日!"


@pytest.mark.parametrize("label", [None, "", "utf-7", "rot13", "unicode_escape", "nonsense", "base64"])
def test_what_names_no_charset_of_documents_is_none(label):
    assert charset.codec(label) is None


@pytest.mark.parametrize("label", ["gb18030", "shift_jis", "euc-kr", "big5", "windows-1251", "windows-1253"])
def test_a_broken_byte_costs_itself(label):
    codec = charset.codec(label)
    words = {"windows-1251": "Новости дня", "windows-1253": "Τα νέα"}.get(label, "一二三")
    words = "가나다" if label == "euc-kr" else words
    broken = b"\xff\x98"[label.startswith("windows-1251") :][:1]
    data = words.encode(codec) + b" " + (b"\xaa" if label == "windows-1253" else broken) + b"<"
    text, name = charset.choose(data * 3, [codec])
    assert (name, words in text, text.endswith("<")) == (codec, True, True)


def test_utf_8_is_utf_8_whatever_it_is_called():
    for label in ("iso-8859-1", "windows-1251", "gb2312", "shift_jis"):
        text, _ = charset.choose("Blessures très sévères – été".encode(), [charset.codec(label)])
        assert text == "Blessures très sévères – été"


@given(st.binary(max_size=200), st.sampled_from(["gbk", "euc-jp", "big5", "iso-2022-jp", "shift_jis", "utf-8"]))
def test_no_bytes_are_refused(data, label):
    assert isinstance(charset.decode(data, charset.codec(label)), str)
    chosen = charset.choose(data, [charset.codec(label)]) or charset.guess(data)
    assert isinstance(chosen[0], str)


def test_bytes_of_seven_bits_are_shifted_where_they_are_called_so_and_hold_a_shift():
    text = "日本語"
    assert charset.choose(text.encode("iso2022_jp"), ["iso2022_jp"]) == (text, "iso2022_jp")
    assert charset.choose("汉字".encode("hz"), [None, "hz"]) == ("汉字", "hz")
    assert charset.choose(b"plain", ["iso2022_jp"]) == ("plain", "utf-8")


def test_a_byte_that_begins_no_pair_is_replaced_alone():
    assert charset.decode(b"\xff" + "新聞".encode("big5"), "big5hkscs") == "\ufffd新聞"


def test_a_few_letters_that_could_be_either_are_what_the_page_says():
    short = "é"  # two bytes, which are one letter of Shift_JIS or of UTF-8
    assert charset.choose(short.encode(), ["cp932"])[1] == "cp932"
    assert charset.choose((short * 9).encode(), ["cp932"]) == (short * 9, "utf-8")
