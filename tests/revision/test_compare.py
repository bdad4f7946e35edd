"""Two versions of an article: what differs is named once, and what changes by itself is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.model.revision import Difference, Version
from coranto.revision import reason
from coranto.revision.compare import MOST, compare, limited

TEXT = (
    "The council of Northwick voted on Tuesday to close three libraries, which saves 1,200 pounds a day.\n"
    "“We had no other choice,” said the chair, Ellen Marsh. Critics of the plan say that it hurts children most of all.\n"
    "Smith, who has led the library for 12 years, said it was “a sad day for all of us”. J. R. Smith is 61.\n"
    "The decision can still be appealed, and a court in Millbrook will hear the case on 4 May.\n"
)


def named(after, before=TEXT):
    return [(one.kind, one.before, one.after) for one in compare(Version(text=before), Version(text=after))]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1,200", "1,400", ("number", "1,200", "1,400")),
        ("three libraries", "four libraries", ("number", "three", "four")),
        ("Ellen Marsh", "Helen Marsh", ("name", "Ellen Marsh", "Helen Marsh")),
        ("Millbrook", "Eastvale", ("name", "Millbrook", "Eastvale")),
        ("Smith, who", "Smyth, who", ("name", "Smith", "Smyth")),
        ("We had no other choice", "It had to be done", ("quote", "We had no other choice", "It had to be done")),
        ("a sad day", "a very sad day", ("quote", "a sad day for all of us", "a very sad day for all of us")),
        ("on 4 May", "on 6 May", ("number", "4", "6")),
    ],
)
def test_a_changed_number_name_or_quote_is_named_with_what_it_was(old, new, expected):
    assert named(TEXT.replace(old, new)) == [expected]


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("\n", "\n\n").replace(" ", "\u00a0", 3),
        TEXT.replace("“", '"').replace("”", '"'),
        TEXT.replace("1,200", "1200"),
        TEXT.replace(". Critics", ".\nCritics"),
        "Updated 3 minutes ago\n" + TEXT + "12 comments\n",
        TEXT + "Related: Council raises fees by 4 per cent\nWhy Marsh left the board of the harbour\n",
        TEXT + "Save 20% on your first order. Shop now!\n",
        "Anzeige\n" + TEXT + "Lesen Sie auch\nNordhagen erhöht Gebühren um 4 Prozent\n",
        TEXT + "A later paragraph says that 40 people came to a meeting in Harlow on Friday.\n",
        TEXT.replace("Critics of the plan say", "Those who are against it say"),
        TEXT.upper(),
    ],
)
def test_clocks_boxes_markup_and_updates_raise_no_alarm(after):
    assert named(after) == []
    assert named(TEXT, after) == []


def test_another_clock_and_other_boxes_raise_no_alarm():
    one = "Updated 3 minutes ago\n" + TEXT + "Related\nFees rise by 4 per cent in Harlow\nSave 20% today. Shop now!\n"
    two = "Updated 5 hours ago\n" + TEXT + "Related\nFees rise by 9 per cent in Dunmore\nSave 35% today. Shop now!\n"
    assert named(two, one) == []


def test_a_headline_is_a_change_whatever_it_says_but_not_its_case_label_or_clock():
    def headline(before, after):
        return [(d.before, d.after) for d in compare(Version(headline=before), Version(headline=after))]

    assert headline("Fire leaves 3 hurt", "Fire leaves 4 hurt") == [("Fire leaves 3 hurt", "Fire leaves 4 hurt")]
    assert headline("Fire leaves 3 hurt", "FIRE leaves 3 hurt!") == []
    assert headline("UPDATE 1-Fire leaves 3 hurt", "UPDATE 2-Fire leaves 3 hurt") == []
    assert headline("Fire leaves 3 hurt", "(2) Fire leaves 3 hurt - 5 minutes ago") == []
    assert headline(None, "Fire") == []


def test_another_page_in_its_place_is_no_correction():
    wall = "\n".join(
        f"To go on reading number {n} please log in with your account or make a new one." for n in range(6)
    )
    assert compare(Version(headline="Council votes", text=TEXT), Version(headline="Log in", text=wall)) == []


def test_scripts_without_capitals_have_names_numbers_and_quotes():
    old = "北京警方周二表示，已有三人在火灾中死亡。王明是这家工厂的经理。他说：“我们没有别的选择。”"
    assert named(old.replace("三人", "五人"), old) == [("number", "三", "五")]
    assert [one[0] for one in named(old.replace("王明", "李强"), old)] == ["name"]
    assert [one[0] for one in named(old.replace("没有别的选择", "必须这样做"), old)] == ["quote"]


def test_an_outlet_that_allows_few_characters_is_shown_with_as_many():
    long = Difference(kind="quote", before="a" * 30, after="b" * 30)
    short = Difference(kind="number", before="3", after="4", context="it cost 4 pounds a day in all")
    head = Difference(kind="headline", before="c" * 50, after="d" * 50, place="headline")
    assert limited([long, short, head], None) == [long, short, head]
    assert [(one.after, len(one.context) <= 10) for one in limited([long, short, head], 10)] == [("4", True), (head.after, True)]  # fmt: skip
    assert limited([long, short], 0) == []


def test_what_was_added_or_left_out_is_said_so():
    assert reason.of(Difference(kind="number", before="3", after="4")).code == "revision.number"
    assert reason.of(Difference(kind="number", before="", after="4")).code == "revision.added"
    assert reason.of(Difference(kind="number", before="3", after="")).code == "revision.left_out"


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_can_be_compared_and_a_text_has_not_changed_from_itself(one, other):
    version = Version(headline=one, excerpt=one, text=one)
    assert compare(version, version) == []
    found = compare(version, Version(headline=other, excerpt=other, text=other))
    assert len(found) <= MOST
    assert all(one.before != one.after for one in found)
