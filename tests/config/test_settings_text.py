"""Changing values in the text of coranto.toml: comments, order and all other lines stay."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from coranto.config import settings_text

HAND = """\
# Ours, kept by hand.
profile = "subject"    # for a subject

[site]
title = "The Hive Post"   # our name
# a thought
language = "en-us"

[publish]
per_day = 10           # stories a day

# Who counts more:
[outlets."b.example"]
weight = 30
why = "knows bees"
"""
KEYS = {
    "site.title": st.text(max_size=20),
    "site.private": st.booleans(),
    "publish.per_day": st.floats(0, 100, allow_nan=False),
    "publish.off_topic": st.booleans(),
    "letter.most": st.integers(1, 50),
    "outlets.b.example.weight": st.integers(-100, 100),
    "outlets.news.c.example.weight": st.integers(-100, 100),
    "trust.aggregators": st.lists(st.sampled_from(["a.example", "b.example"]), max_size=2),
}
VALUES = st.fixed_dictionaries({}, optional={key: st.none() | values for key, values in KEYS.items()})


def test_one_value_changes_and_every_other_byte_stays():
    changed = settings_text.change(HAND, {"site.title": 'The "Hive"', "publish.per_day": 5})
    assert changed == HAND.replace('"The Hive Post"', "'The \"Hive\"'").replace("= 10", "= 5") or (
        changed == HAND.replace('"The Hive Post"', '"The \\"Hive\\""').replace("= 10", "= 5")
    )


def test_a_new_value_stands_in_its_table_before_what_leads_to_the_next():
    changed = settings_text.change(HAND, {"publish.off_topic": True, "site.private": True})
    assert "per_day = 10           # stories a day\noff_topic = true\n\n# Who counts more:\n" in changed
    assert 'language = "en-us"\nprivate = true\n\n[publish]' in changed
    assert settings_text.change(changed, {"publish.off_topic": None, "site.private": None}) == HAND


@given(VALUES, VALUES)
def test_what_is_written_is_read_back_and_comments_stay(first, second):
    text = HAND
    for values in (first, second):
        text = settings_text.change(text, values)
        tomllib.loads(text)
        for key, value in values.items():
            assert settings_text.read(text, key) == value
    for comment in ("# Ours, kept by hand.", "# for a subject", "# a thought", "# Who counts more:"):
        assert comment in text
