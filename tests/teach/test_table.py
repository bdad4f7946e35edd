"""The table: counted, readable, taken back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coranto.i18n.wording import say
from coranto.teach import features
from coranto.teach.table import Table

TITLES = st.lists(st.sampled_from(["oil", "gas", "falls", "rises", "why?", "2026", "机械学习", "été"]), min_size=1).map(
    " ".join
)
READ = st.builds(
    lambda title, host, path: features.of(title, f"https://{host}/{path}", host),
    TITLES,
    st.sampled_from(["a.org", "b.example.com", "c.net"]),
    st.sampled_from(["", "news/x", "2026/05/oil-falls.html"]),
)
DECISIONS = st.lists(st.tuples(READ, st.booleans()), max_size=30)


def taught(decisions):
    table = Table()
    for read, picked in decisions:
        table.add(read, picked)
    return table


def state(table):
    return table.picked, table.seen, {(row.kind, row.feature): row for row in table.rows()}


@given(DECISIONS, READ)
def test_the_parts_add_up_to_the_score(decisions, read):
    table = taught(decisions)
    assert sum(part.points for part in table.parts(read)) == round(sum(row.points for row in table.rows_of(read)))
    assert table.score(read) == pytest.approx(sum(row.points for row in table.rows_of(read)))


@given(DECISIONS, READ, st.integers(0, 20))
def test_the_parts_stay_within_the_limit(decisions, read, limit):
    assert abs(sum(part.points for part in taught(decisions).parts(read, limit))) <= limit


@given(DECISIONS, READ, st.booleans())
def test_a_decision_that_is_taken_back_leaves_no_trace(decisions, read, picked):
    table = taught(decisions)
    before = state(table)
    table.add(read, picked)
    table.take_back(read, picked)
    assert state(table) == before


@given(DECISIONS)
def test_the_order_of_decisions_does_not_matter(decisions):
    assert state(taught(decisions)) == state(taught(reversed(decisions)))


@given(DECISIONS)
def test_it_reads_what_it_wrote(decisions):
    table = taught(decisions)
    table.fix("outlet", "a.org", -5)
    assert state(Table.load(table.dump())) == state(table)


def test_what_was_never_counted_cannot_be_taken_back():
    table = taught([(features.of("Oil falls"), True)])
    before = state(table)
    with pytest.raises(ValueError, match="nothing to take back"):
        table.take_back(features.of("Oil falls"), False)
    assert state(table) == before


def test_an_outlet_that_is_never_taken_costs_and_says_so():
    table = Table()
    for n in range(94):
        table.add(features.of(f"Thought {n}", "https://nautil.us/x", "nautil.us"), False)
    for n in range(60):
        table.add(features.of(f"News {n}", "https://a.org/x", "a.org"), True)
    parts = table.parts(features.of("A thought", "https://nautil.us/y", "nautil.us"))
    assert "nautil.us: 0 of 94 taken" in [say(part.reason) for part in parts]
    assert sum(part.points for part in parts) < -15
    assert table.score(features.of("News", "https://a.org/x", "a.org")) > 15


def test_at_most_six_rows_are_named_and_the_others_are_one_line():
    table = taught([(features.of("one two three four five six seven", "https://a.org/x/y", "a.org"), True)] * 3)
    table.add(features.of("another"), False)
    parts = table.parts(features.of("one two three four five six seven", "https://a.org/x/y", "a.org"))
    assert len(parts) <= 7
    assert say(parts[-1].reason).endswith("smaller signs")


def test_a_row_can_be_fixed_switched_off_and_let_go():
    table = taught([(features.of("Oil", domain="a.org"), True), (features.of("Gas", domain="b.org"), False)])
    counted = table.row("outlet", "a.org").points
    table.fix("outlet", "a.org", 0)
    assert table.row("outlet", "a.org").points == 0
    table.fix("outlet", "a.org", -12)
    assert table.score(features.of("", domain="a.org")) < counted - 5
    assert "fixed by an editor" in say(table.parts(features.of("", domain="a.org"))[0].reason)
    table.fix("outlet", "a.org", None)
    assert table.row("outlet", "a.org").points == counted


def test_an_empty_table_says_nothing():
    assert Table().parts(features.of("Oil falls", "https://a.org/x", "a.org")) == ()


@given(st.text(), st.text(), st.text(), st.text())
@example("", "", "*.", "")
def test_features_are_read_off_anything(title, url, domain, section):
    read = features.of(title, url, domain, section)
    for some in (read.outlet, read.word, read.pair, read.form):
        assert len(set(some)) == len(some)
        assert all(some)


def test_a_table_counts_what_it_has_seen():
    table = Table()
    assert len(table) == 0
    read = features.of("Oil falls", "https://a.org/x", "a.org")
    table.add(read, True)
    once = len(table)
    assert once > 0
    table.add(read, False)
    assert len(table) == once


def test_a_row_of_no_kind_cannot_be_set():
    with pytest.raises(ValueError, match="not `colour`"):
        Table().fix("colour", "red", 1.0)


def test_a_row_that_was_switched_off_says_nothing_until_the_counts_speak_again():
    table = Table()
    read = features.of("Oil falls", "https://a.org/x", "a.org")
    for _ in range(9):
        table.add(read, True)
        table.add(features.of("Gas rises", "https://b.org/y", "b.org"), False)
    before = table.score(read)
    row = max(table.rows_of(read), key=lambda row: row.points)
    table.fix(row.kind, row.feature, 0.0)
    assert table.score(read) == pytest.approx(before - row.points)
    table.fix(row.kind, row.feature, None)
    assert table.score(read) == pytest.approx(before)


@pytest.mark.parametrize(
    ("url", "domain", "form", "outlet"),
    [
        ("https://live.a.org/x?page=2", "a.org", "address with a query", "live.a.org"),
        ("https://www.a.org/x", "a.org", "https", "a.org"),
        ("no address", "a.org", None, "a.org"),
    ],
)
def test_what_an_address_says_of_an_article(url, domain, form, outlet):
    read = features.of("Oil falls", url, domain)
    assert form is None or form in read.form
    assert outlet in read.outlet
    assert ("live.a.org" in read.outlet) is ("live" in url)


def test_a_feature_whose_decisions_were_all_taken_back_has_no_row():
    table = Table()
    read = features.of("Oil falls", "https://a.org/x", "a.org")
    table.add(read, True)
    table.take_back(read, True)
    assert list(table.rows()) == []
    assert table.rows_of(read) == []
