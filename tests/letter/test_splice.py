"""Any text from strangers: no foreign field in a mail's head, no placeholder, the same words at the other end."""

import email
import email.policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.letter import splice

PLACES = {
    "leave": "https://hive.example/letter/leave/personal/",
    "settings": "https://hive.example/letter/settings/personal/",
}
FIELDS = {"MIME-Version", "Content-Type"}
words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300) | st.sampled_from(
    ["=_", "--", ".", "\n.\n", "\nBcc: all@x.example\n", "a" * 500, " \t\n", "\r\n\r\n", "\u2028", "\x00", *PLACES.values(), "--=_x--", "=??Q?=0D0:?=", "=?utf-8?q?=0D=0ABcc:_x?="]
)  # fmt: skip
VALUES = {
    "leave": "https://hive.example/letter/leave/1.Abc=d-e_f/",
    "settings": f"https://hive.example/letter/settings/{'x' * 200}/",
}


@settings(max_examples=150)
@given(st.lists(words, max_size=4).map("".join), st.lists(words, max_size=4).map("".join))
def test_what_strangers_wrote_arrives_as_written_between_the_own_links(text, html):
    made = splice.alternative(*(f"{one}{PLACES['leave']} · {PLACES['settings']}\n" for one in (text, html)), PLACES)
    raw = b"Subject: x\r\n" + made.fill({name: splice.link(one) for name, one in VALUES.items()})
    assert all(len(line) <= 78 for line in raw.split(b"\r\n")[3:])
    assert raw.isascii()
    mail = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert set(mail.keys()) == FIELDS | {"Subject"}
    parts = list(mail.iter_parts())
    assert [one.get_content_type() for one in parts] == ["text/plain", "text/html"]
    for part, said in zip(parts, (text, html), strict=True):
        got = part.get_payload(decode=True).decode()
        plain = said.replace("\r\n", "\n").replace("\r", "\n")
        assert got.replace("\r\n", "\n") == f"{plain}{VALUES['leave']} · {VALUES['settings']}\n"


@settings(max_examples=200)
@given(st.lists(words, max_size=3).map("".join))
def test_no_value_begins_another_field(value):
    head = splice.field("Subject", value) + f"From: {splice.mailbox(value, 'a@x.example')}\r\n"
    assert head.isascii()
    mail = email.message_from_string(head + "\r\n", policy=email.policy.default)
    assert set(mail.keys()) == {"Subject", "From"}
    assert [one.addr_spec for one in mail["From"].addresses] == ["a@x.example"]
    assert "\n" not in mail["Subject"]


def test_a_text_without_its_place_is_refused():
    with pytest.raises(ValueError, match="substring not found"):
        splice.alternative("nothing", "nothing", PLACES)
