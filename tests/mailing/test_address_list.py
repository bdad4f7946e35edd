"""Lists from elsewhere: plain, CSV, and the exports of listmonk, Mailchimp and Ghost; any bytes cost themselves only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto import errors
from coranto.mailing.address_list import Row, read

LISTMONK = """uuid,email,name,attributes,status,created_at,updated_at
1,anna@x.example,Anna,"{""city"": ""Vienna""}",enabled,2024-05-04T10:00:00Z,2024-05-04T10:00:00Z
2,ben@x.example,Ben,{},blocklisted,2024-05-04T10:00:00Z,2024-05-04T10:00:00Z
"""
MAILCHIMP = """"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME,LEID
anna@x.example,Anna,Berg,2,"2024-05-04 10:00:00","2024-05-04 10:01:00",,1
ben@x.example,Ben,,2,"2024-05-04 10:00:00","2024-05-04 10:01:00","2025-01-01 09:00:00",2
"""
GHOST = """id,email,name,note,subscribed_to_emails,complimentary_plan,created_at,deleted_at,labels
1,anna@x.example,Anna Berg,,true,false,2024-05-04T10:00:00.000Z,,
2,ben@x.example,,,false,false,2024-05-04T10:00:00.000Z,,
"""


@pytest.mark.parametrize(("text", "name"), [(LISTMONK, "Anna"), (MAILCHIMP, "Anna Berg"), (GHOST, "Anna Berg")])
def test_exports_are_read_and_who_left_there_is_known(text, name):
    anna, ben = read("\ufeff" + text)
    assert anna == Row(2, "anna@x.example", name)
    assert (ben.email, ben.left) == ("ben@x.example", True)


def test_a_plain_list_and_a_table_without_a_head_are_read_line_by_line():
    assert read("anna@x.example\n\nnobody\nANNA@x.example\n") == [Row(1, "anna@x.example"), Row(3, "")]
    assert read("Anna;anna@x.example\nBen;ben@x.example\n") == [
        Row(1, "anna@x.example", "Anna"),
        Row(2, "ben@x.example", "Ben"),
    ]


def test_one_who_left_anywhere_in_the_list_has_left():
    rows = read("email,status\nanna@x.example,enabled\nAnna@x.example,unsubscribed\n")
    assert [(row.email, row.left) for row in rows] == [("anna@x.example", True)]


def test_a_list_without_an_address_says_what_one_looks_like():
    with pytest.raises(errors.SubscriberError, match="one a line, or CSV with a column `email`"):
        read("hello\nthere\n")


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["a@x.example", '"', ",", "\n", ";", "email", "status", "left", "\r", "\0", "=x"])).map(
        "".join
    )
)
def test_any_text_is_read_or_refused_and_names_do_nothing(text):
    try:
        rows = read(text)
    except errors.SubscriberError:
        return
    assert any(row.email for row in rows)
    assert all(row.name.isprintable() and not row.name.startswith(("=", "+", "-", "@")) for row in rows)
