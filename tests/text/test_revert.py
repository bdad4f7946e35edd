"""Taking a change of a text back, while what was changed elsewhere since stays."""

from hypothesis import given
from hypothesis import strategies as st

from coranto.text.revert import revert

LINES = st.lists(st.sampled_from("abcdef"), max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines))


def test_what_was_changed_elsewhere_stays():
    before, after = "a\nb\nc\nd\n", "a\nB\nc\nd\n"
    assert revert(before, after, "top\na\nB\nc\nd\nend\n") == "top\na\nb\nc\nd\nend\n"
    assert revert("a\nb\nc\n", "a\nc\n", "a\nc\nd\n") == "a\nb\nc\nd\n", "a line that was taken out comes back"
    assert revert("a\nc\n", "a\nb\nc\n", "0\na\nb\nc\n") == "0\na\nc\n"


def test_the_same_lines_changed_again_are_refused():
    assert revert("a\nb\nc\n", "a\nB\nc\n", "a\nBB\nc\n") is None
    assert revert("a\nb\nc\n", "a\nc\n", "x\ny\n") is None


@given(LINES, LINES, LINES)
def test_it_is_exact_or_refused(before, after, tail):
    assert revert(before, after, after) == before
    grown = revert(before, after, f"{after}new at the end\n{tail}")
    assert grown is None or grown.endswith(f"new at the end\n{tail}")
