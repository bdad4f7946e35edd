import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.dedupe import near

VOCABULARY = [f"word{number}" for number in range(3_000)]


def text(seed, size=300):
    return " ".join(random.Random(seed).choices(VOCABULARY, k=size))


def jaccard(one, other):
    sets = [{tuple(words[at : at + 5]) for at in range(len(words) - 4)} for words in (one.split(), other.split())]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_case_and_punctuation_do_not_matter():
    plain = text(1)
    assert near.sketch(plain) == near.sketch(plain.upper().replace(" ", ",\n "))


@pytest.mark.parametrize("kept", [60, 150, 240, 290])
def test_likeness_estimates_the_share_of_runs_in_common(kept):
    one = text(2)
    other = " ".join(one.split()[:kept] + text(3).split()[kept:])
    assert near.likeness(near.sketch(one), near.sketch(other)) == pytest.approx(jaccard(one, other), abs=0.14)


def test_short_texts_have_no_sketch():
    assert near.sketch("Ten words are not enough to say who copied whom") is None
    assert near.sketch("") is None


def test_an_index_names_the_original_of_a_reprint_first():
    index = near.SketchIndex()
    agency = text(4)
    for number in range(200):
        index.add(f"other {number}", near.sketch(text(1_000 + number)))
    index.add("agency", near.sketch(agency))
    index.add("reprint", near.sketch(agency))
    edited = "Our own first line, written by our own desk. " + " ".join(agency.split()[:270])
    assert [twin.key for twin in index.twins(near.sketch(edited))] == ["agency", "reprint"]
    assert index.twins(near.sketch(text(5))) == []
    index.drop("agency")
    assert [twin.key for twin in index.twins(near.sketch(edited))] == ["reprint"]
    index.add("reprint", near.sketch(text(6)))
    assert index.twins(near.sketch(edited)) == []
    assert len(index) == 201


@given(st.text(max_size=400))
def test_any_text_has_a_sketch_of_one_size_or_none(any_text):
    sketch = near.sketch(any_text)
    assert sketch is None or len(sketch) == 4 * near.PLACES
    assert sketch is None or near.likeness(sketch, sketch) == 1.0


def test_two_texts_are_one_report_where_half_of_their_runs_are_the_same():
    agency = text(7)
    assert near.same(agency, agency.upper())
    assert near.same(agency, "Our own first line. " + agency)
    assert not near.same(agency, text(8))


@pytest.mark.parametrize(("one", "other"), [("", ""), ("Too short", "Too short"), ("Too short", text(7))])
def test_texts_too_short_to_tell_are_no_report(one, other):
    assert not near.same(one, other)
    assert not near.same(other, one)


def test_a_full_index_forgets_what_came_first():
    index = near.SketchIndex(most=3)
    for number in range(5):
        index.add(number, near.sketch(text(number)))
    assert len(index) == 3
    assert index.twins(near.sketch(text(1))) == []
    assert [twin.key for twin in index.twins(near.sketch(text(4)))] == [4]


def test_a_text_within_a_longer_one_is_found_by_the_shorter_ones_runs():
    short = " ".join(f"word{n}" for n in range(200))
    long = short + " " + " ".join(f"other{n}" for n in range(600))
    one, other = near.sketch(short), near.sketch(long)
    assert near.likeness(one, other) < near.SAME
    assert near.contained(one, other) == near.contained(other, one) > 0.7
    assert near.contained(one, near.sketch(" ".join(f"third{n}" for n in range(200)))) < 0.2
