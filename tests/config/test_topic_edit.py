"""A topic file changed from the desk: its fields, and nothing else."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.config import topic_edit, topic_yaml
from coranto.errors import TopicError

FILE = """\
# Our first topic: do not touch the order.
taxonomy: topic
_id: hives        # in addresses
name: Hives       # what people read
keywords:
  - varroa        # the mite
  # from here on: what keepers say
  - "wax moth"
  - skep          # old
description: >-
  Bees and
  their houses
---
name: Honey
keywords: [syrup, jar]  # in one line
"""


def only(text, name="Hives"):
    return next(topic for topic in topic_yaml.read(text, "hives.yaml") if topic.name == name)


def change(text, name="Hives", **fields):
    topic = only(text, name)
    return topic_edit.changed(text, topic, msgspec.structs.replace(topic, **fields))


def test_words_come_and_go_and_comments_stay():
    new = change(FILE, keywords=("varroa", "skep", "hive NOT mind"))
    assert new == FILE.replace('  - "wax moth"\n', "").replace("# old\n", "# old\n  - hive NOT mind\n")
    assert only(new, "Honey") == only(FILE, "Honey")


def test_a_list_in_one_line_stays_in_one_line():
    assert change(FILE, "Honey", keywords=("jar", "yes")) == FILE.replace("[syrup, jar]", '[jar, "yes"]')


def test_a_new_field_stands_below_the_name():
    new = change(FILE, exclude=("green hornet", "computer: game"))
    below = '# what people read\nexclude:\n  - green hornet\n  - "computer: game"\n'
    assert new == FILE.replace("# what people read\n", below)
    assert change(new, exclude=()).count("exclude: []") == 1


def test_texts_are_set_and_taken_out():
    new = change(FILE, description="What bees live in: houses.", shortname="Hives", threshold=60)
    assert only(new).description == "What bees live in: houses."
    assert (only(new).shortname, only(new).threshold) == ("Hives", 60)
    assert "# the mite" in new
    assert change(new, description=None, shortname=None, threshold=None) == FILE.replace(
        "description: >-\n  Bees and\n  their houses\n", ""
    )


def test_every_word_may_go():
    new = change(FILE, keywords=())
    assert only(new).keywords == ()
    assert "keywords: []" in new


def test_a_file_that_changed_meanwhile_or_is_written_otherwise_is_refused():
    with pytest.raises(TopicError, match="changed in this file meanwhile"):
        topic_edit.changed(FILE, msgspec.structs.replace(only(FILE), keywords=("x",)), only(FILE))
    flow = "{name: Hives, keywords: [a]}\n"
    with pytest.raises(TopicError, match="a field a line"):
        change(flow, keywords=("b",))


WORD = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
ENDS = st.sampled_from(["\n", "\r\n"])


@settings(max_examples=150, deadline=None)
@given(have=st.lists(WORD, max_size=5, unique=True), will=st.lists(WORD, max_size=5, unique=True), end=ENDS)
def test_any_words_are_read_back_as_they_were_given(have, will, end):
    first = change(FILE.replace("\n", end), keywords=tuple(have))
    new = change(first, keywords=tuple(will), exclude=tuple(have))
    assert (only(new).keywords, only(new).exclude) == (tuple(will), tuple(have))
    assert only(change(new, keywords=tuple(have))).keywords == tuple(have)
    for comment in ("# Our first topic", "# in addresses", "# what people read", "# in one line"):
        assert comment in new
    assert only(new, "Honey") == only(FILE, "Honey")
