"""Which of two near texts is one article printed twice, whatever the order; and who had it first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.dedupe import reprint
from coranto.dedupe.reprint import Print
from coranto.model.article import Reprint
from coranto.model.reason import Reason

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HEAD = "Ferry runs aground near Skagen"
AGENCY = Print("https://agency.example/1", "agency.example", HEAD, AT)
PAPER = Print("https://paper.example/1", "paper.example", HEAD, AT + timedelta(hours=2))


def test_an_article_and_a_reprint_are_judged_by_the_same_facts(make):
    article = make(title=HEAD, credits="https://agency.example/1")
    print_ = reprint.seen(article)
    assert (print_.url, print_.outlet, print_.title) == (article.web_url, article.provider.domain, HEAD)
    assert (print_.published, print_.credits) == (article.published, "https://agency.example/1")
    copy = Reprint(
        url=PAPER.url, source="paper", title=HEAD, published=AT, provider=article.provider, seen=AT, likeness=1.0
    )
    assert reprint.seen(copy) == Print(PAPER.url, article.provider.domain, HEAD, AT, None)


@pytest.mark.parametrize(
    ("title", "likeness", "same"),
    [
        (HEAD, 0.5, True),
        (HEAD, 0.49, False),
        ("Council votes", 0.79, False),
        ("Council votes", 0.8, True),
        ("", 0.6, False),
    ],
)
def test_the_less_the_texts_agree_the_more_must_the_headlines(title, likeness, same):
    other = PAPER._replace(title=title)
    assert reprint.same(AGENCY, other, likeness) is same
    assert reprint.same(other, AGENCY, likeness) is same


def test_two_pieces_of_one_outlet_are_one_article_only_where_nearly_all_is_the_same():
    own = PAPER._replace(outlet=AGENCY.outlet)
    assert reprint.same(AGENCY, own, 0.9)
    assert not reprint.same(AGENCY, own, 0.89)
    assert not reprint.same(AGENCY, own._replace(title=HEAD + " again"), 1.0)
    assert not reprint.same(AGENCY._replace(title="…"), own._replace(title="!"), 1.0)


def test_what_was_printed_more_than_a_week_apart_is_no_reprint():
    assert reprint.same(AGENCY, PAPER._replace(published=AT + reprint.REACH), 1.0)
    assert not reprint.same(AGENCY, PAPER._replace(published=AT + reprint.REACH + timedelta(seconds=1)), 1.0)


def test_the_original_is_the_one_that_others_credit_by_its_address_then_by_its_outlet_then_the_earliest():
    credited = Reason("original.credited", {"outlet": "agency.example"})
    late = AGENCY._replace(published=AT + timedelta(days=1))
    assert reprint.original([PAPER, late]) == (0, Reason("original.earliest"))
    paper = PAPER._replace(outlet="agency.example", credits="https://paper.example/1")
    assert reprint.original([paper, late]) == (0, Reason("original.earliest")), "nobody credits himself"
    by_outlet = late._replace(credits="https://paper.example/another")
    assert reprint.original([by_outlet, PAPER]) == (1, credited)
    by_address = Print("https://third.example/1", "third.example", HEAD, AT, "https://agency.example/1?utm_source=x")
    credited_by_third = Reason("original.credited", {"outlet": "third.example"})
    assert reprint.original([PAPER, by_address, late]) == (2, credited_by_third)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 99), st.integers(0, 4)), min_size=1, max_size=8))
def test_there_is_always_an_original_and_it_is_among_the_prints(rows):
    outlets = [f"{name}.example" for name in "abcd"]
    prints = [
        Print(f"https://{outlets[o]}/{n}", outlets[o], HEAD, AT + timedelta(hours=h), f"https://{outlets[n % 4]}/{n}")
        for n, (o, h, _) in enumerate(rows)
    ]
    place, why = reprint.original(prints)
    assert 0 <= place < len(prints)
    assert why.code in ("original.credited", "original.earliest")
