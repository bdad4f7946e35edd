from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coranto.cli import progress

DONE = Counter({"answered": 3, "polled": 6, "new": 8, "articles": 1, "reprints": 1})


def test_the_line_has_both_counts_and_bars_of_their_share():
    line = progress.line(DONE, 80)
    assert "3/6" in line
    assert "2/8" in line
    sources, articles = line.split("  articles ")
    assert abs(sources.count("━") - sources.count("─")) <= 1
    assert 0 < articles.count("━") < articles.count("─")


@given(st.integers(2, 300), st.dictionaries(st.sampled_from(sorted(DONE)), st.integers(0, 10**9)))
def test_the_line_never_breaks(columns, counts):
    assert len(progress.line(Counter(counts), columns)) < columns
