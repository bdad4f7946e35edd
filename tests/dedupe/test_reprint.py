"""Which of two near texts is one article printed twice, whatever the order; and who had it first."""

from datetime import UTC, datetime, timedelta

import pytest

from coranto.dedupe import reprint
from coranto.dedupe.reprint import Print
from coranto.model.article import Reprint
from coranto.model.reason import Reason

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
HEAD = "Ferry runs aground near Skagen"
AGENCY = Print("https://agency.example/1", "agency.example", HEAD, AT, AT)
PAPER = Print("https://paper.example/1", "paper.example", HEAD, AT + timedelta(hours=2), AT)


def test_an_article_and_a_reprint_are_judged_by_the_same_facts(make):
    article = make(title=HEAD, credits="https://agency.example/1")
    print_ = reprint.seen(article)
    assert (print_.url, print_.outlet, print_.title) == (article.web_url, article.provider.domain, HEAD)
    assert (print_.published, print_.credits) == (article.published, "https://agency.example/1")
    copy = Reprint(
        url=PAPER.url, source="paper", title=HEAD, published=AT, provider=article.provider, seen=AT, likeness=1.0
    )
    assert reprint.seen(copy) == Print(PAPER.url, article.provider.domain, HEAD, AT, AT, None)


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


def test_what_was_printed_more_than_a_week_apart_is_no_reprint_but_an_invented_date_hides_no_copy():
    week, more = reprint.REACH, reprint.REACH + timedelta(seconds=1)
    assert reprint.same(AGENCY, PAPER._replace(published=AT + week, seen=AT + week), 1.0)
    assert not reprint.same(AGENCY, PAPER._replace(published=AT + more, seen=AT + more), 1.0)
    assert reprint.same(AGENCY, PAPER._replace(published=AT - 9 * week), 1.0)
    assert not reprint.same(AGENCY, PAPER._replace(outlet=AGENCY.outlet, published=AT - more), 1.0)


def test_first_seen_decides_and_a_claimed_date_never_makes_a_newcomer_the_original():
    late = PAPER._replace(seen=AT + timedelta(minutes=5), published=AT - timedelta(days=2))
    assert not reprint.replaces(late, AGENCY)
    together = late._replace(seen=AT + reprint.TOGETHER)
    assert reprint.replaces(together, AGENCY), "seen at one look, the dates decide"
    assert not reprint.replaces(together._replace(published=AT), AGENCY)


def test_a_credit_counts_where_the_print_that_loses_gives_it():
    late = AGENCY._replace(seen=AT + timedelta(days=1), published=AT + timedelta(days=1))
    for named in ("https://agency.example/1?utm_source=x", "https://agency.example/another"):
        paper = PAPER._replace(credits=named)
        assert reprint.replaces(late, paper)
        assert reprint.original(late, [paper]) == Reason("original.credited", {"outlet": "paper.example"})
    assert not reprint.replaces(late._replace(credits="https://agency.example/1"), PAPER), "nobody credits himself"
    assert not reprint.replaces(late, PAPER), "a third print that credits the newcomer changes nothing"
    assert reprint.original(PAPER, [late]) == Reason("original.earliest")
    early = AGENCY._replace(published=AT - timedelta(days=1), credits=PAPER.url)
    assert not reprint.replaces(early, PAPER), "it says itself that it is the copy"
