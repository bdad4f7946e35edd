"""Addresses as browsers read them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coranto.text import address, tags

HERE = "https://www.daily.example/news/feed.xml"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (" https://daily.example/the bridge.html\n", "https://daily.example/the%20bridge.html"),
        ("https://daily.example/the\n    -bridge", "https://daily.example/the-bridge"),
        ("https://daily.example/a\tb", "https://daily.example/ab"),
        ("/a\x1f#", "https://www.daily.example/a%1F"),
        ("/a\xa0b", "https://www.daily.example/a%C2%A0b"),
        ("/a b", "https://www.daily.example/a%20b"),
        ("story", "https://www.daily.example/news/story"),
        ("daily.example/story", "https://daily.example/story"),
        ("www.daily.example/story", "https://www.daily.example/story"),
        ("other.example/story", "https://www.daily.example/news/other.example/story"),
        ("feed://daily.example/rss", "http://daily.example/rss"),
        ("feed:https://daily.example/rss", "https://daily.example/rss"),
        ("http:/daily.example/story", "http://daily.example/story"),
        ("https:daily.example/story", "https://daily.example/story"),
        ("https:///story", None),
        ("http://[broken/story", None),
        ("https://daily.example/" + "x" * 5_000, None),
        ("http://", None),
        ("https:", None),
        ("ftp://daily.example/a", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_an_address_is_read_as_browsers_read_it(text, whole):
    assert address.absolute(text, HERE) == whole


@given(st.text(max_size=80))
@example("0\x1f#")
def test_what_was_read_is_read_again(text):
    whole = address.absolute(text, HERE)
    assert whole is None or address.absolute(whole, HERE) == whole


def test_what_is_in_angle_brackets_is_a_tag_where_html_has_one():
    assert all(map(tags.is_tag, ("b", "BR", "o:p", "my-box")))
    assert not any(map(tags.is_tag, ("u8", "T", "i32", "std::string", "String")))


@pytest.mark.parametrize(
    ("url", "ascii_"),
    [
        ("https://daily.example/a?b=1#c", "https://daily.example/a?b=1#c"),
        ("https://bücher.example:8000/süß?ü=%20ö&b=1#ä", "https://xn--bcher-kva.example:8000/s%C3%BC%C3%9F?%C3%BC=%20%C3%B6&b=1#%C3%A4"),
        ("https://صحيفة.example/خبر", "https://xn--ogbhx3c3b.example/%D8%AE%D8%A8%D8%B1"),
        ("https://[bücher/", "https://[b%C3%BCcher/"),
    ],
)  # fmt: skip
def test_an_address_in_ascii_leads_to_the_same(url, ascii_):
    assert address.in_ascii(url) == ascii_
