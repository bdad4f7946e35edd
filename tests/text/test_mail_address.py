"""Which addresses of mail can be written to; and that none of them carries a line into a mail's head."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.text import mail_address


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" anna@wiese.example ", "anna@wiese.example"),
        ("Anna.B+news@Wiese.EXAMPLE", "Anna.B+news@wiese.example"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("o'hara@sub.x-y.example", "o'hara@sub.x-y.example"),
        ("anna@localhost", ""),
        ("anna@[127.0.0.1]", ""),
        ("anna@127.0.0.1", ""),
        ("anna", ""),
        ("@x.example", ""),
        ("a@b@x.example", ""),
        ("a b@x.example", ""),
        ("a..b@x.example", ""),
        ("anna@-x.example", ""),
        ("Anna <anna@x.example>", ""),
        ("anna@x.example\nBcc: all@x.example", ""),
        ("ann\u00e4@x.example", ""),
        (f"{'a' * 65}@x.example", ""),
        (f"a@{'b.' * 130}example", ""),
    ],
)
def test_an_address_is_cleaned_or_refused(typed, clean):
    assert mail_address.clean(typed) == clean


@given(st.text(max_size=80) | st.from_regex(r"[\w.+\r\n:<>, ]{1,12}@[\w.\r\n -]{1,20}", fullmatch=True))
def test_no_address_breaks_a_line_and_cleaning_twice_is_cleaning_once(typed):
    clean = mail_address.clean(typed)
    assert clean.isascii()
    assert clean.isprintable()
    assert not set(clean) & set(' ,;:<>()[]\\"')
    assert mail_address.clean(clean) == clean


def test_an_address_is_masked_so_that_its_owner_knows_it():
    assert mail_address.masked("anna@wiese.example") == "a…@w….example"
