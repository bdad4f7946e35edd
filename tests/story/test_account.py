"""Who told a story first, who cites, who copies."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.model.sourcing import Citation
from coranto.story import account
from coranto.testing import article

HOUR = timedelta(hours=1)


@pytest.fixture
def told(make):
    """Make an article that was seen so many hours after the first."""

    def one(title, outlet, hours=0.0, **facts):
        draft = make(title, outlet, language="en")
        return msgspec.structs.replace(draft, seen=draft.seen + hours * HOUR, **facts)

    return one


def kinds(found):
    return [part.kind for part in found.told]


def test_outlets_are_counted_once_by_the_best_they_did(told):
    own, later = told("Ferry aground", "tide.example"), told("Ferry: all safe", "tide.example", 3)
    quoting = told("Ferry runs aground", "echo.example", 1, citations=(Citation(outlet="Tide", sentence="So Tide."),))
    copy = told("A ferry", "mirror.example", 2, same_text=(own.id,))
    found = account.tell([copy, later, quoting, own], reprints=["print.example", "tide.example"])
    assert kinds(found) == ["own", "cites", "copies", "own"]
    assert (found.outlets, found.own, found.citing, found.copying) == (4, 1, 1, 2)
    assert found.first == own.id
    assert {(link.article, link.source, link.way) for link in found.links} == {
        (quoting.id, own.id, "named"),
        (copy.id, own.id, "text"),
    }
    assert next(link for link in found.links if link.way == "named").sentence == "So Tide."


def test_first_seen_decides_whatever_date_a_newcomer_claims(told):
    first = told("Ferry aground", "tide.example")
    thief = told("A ferry", "thief.example", 2, same_text=(first.id,), published=first.published - 9 * HOUR)
    found = account.tell([thief, first])
    assert found.first == first.id
    assert [part.source for part in found.told] == [None, first.id]


def test_what_one_look_shows_together_is_in_order_of_publication(told):
    late = told("Ferry aground", "tide.example")
    early = told("A ferry", "echo.example", 1 / 3600, published=late.published - HOUR, same_text=(late.id,))
    assert [part.source for part in account.tell([late, early]).told] == [None, early.id]


def test_a_credit_counts_where_the_loser_gives_it(told):
    copy = told("A ferry", "echo.example", citations=(Citation(outlet="Tide", domain="tide.example", way="credit"),))
    own = told("Ferry aground", "tide.example", 2, same_text=(copy.id,))
    other = told("The ferry", "third.example", 3, same_text=(copy.id,))
    found = account.tell([copy, own, other])
    assert found.first == own.id
    assert {part.article: part.source for part in found.told} == {copy.id: own.id, own.id: None, other.id: own.id}


def test_an_agencys_text_is_a_copy_though_the_agency_is_not_in_the_story(told):
    found = account.tell([told("Ferry", "tide.example", citations=(Citation(outlet="AP", way="credit"),))])
    assert (kinds(found), found.told[0].outlet, found.told[0].source) == (["copies"], "AP", None)


def test_the_same_standfirst_is_the_same_text(told):
    words = "The ferry ran aground off the cape on Monday, and all of its 212 passengers were taken ashore"
    first, second = told("Ferry", "tide.example", excerpt=words), told("Cape", "echo.example", 1, excerpt=f"{words}…")
    assert kinds(account.tell([first, second])) == ["own", "copies"]


def test_no_article_no_account():
    assert account.tell([]).outlets == 0


@given(st.data())
def test_every_outlet_is_of_one_kind_and_no_copy_is_its_own_source(data):
    numbers = range(data.draw(st.integers(1, 7)))
    articles = [_any(data, number, numbers) for number in numbers]
    found = account.tell(articles)
    assert found.own + found.citing + found.copying == found.outlets == len({one.provider.domain for one in articles})
    assert all(part.source != part.article for part in found.told)
    assert [part.article for part in found.told] == [one.id for one in account.in_order(articles)]
    assert found == account.tell(reversed(articles))


def _any(data, number, numbers):
    outlet = f"o{data.draw(st.integers(0, 3))}.example"
    one = article(f"Title {number}", url=f"https://{outlet}/{number}")
    cites = data.draw(st.lists(st.integers(0, 3), max_size=2))
    return msgspec.structs.replace(
        one,
        id=f"a{number}",
        provider=msgspec.structs.replace(one.provider, domain=outlet, name=outlet),
        seen=one.seen + data.draw(st.integers(0, 3)) * HOUR,
        same_text=tuple(f"a{other}" for other in numbers if other != number and data.draw(st.booleans())),
        citations=tuple(Citation(outlet=f"o{cited}.example", domain=f"o{cited}.example") for cited in cites),
    )
