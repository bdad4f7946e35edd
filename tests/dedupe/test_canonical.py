"""Which canonical addresses are believed, and which articles share an address."""

from datetime import UTC, datetime

import pytest

from coranto.dedupe import address, canonical, identity, tracking
from coranto.model.entry import Entry

D = "https://daily.example"


@pytest.mark.parametrize(
    ("claim", "url", "why"),
    [
        (f"{D}/", f"{D}/2024/bridge-vote", "front page"),
        (f"{D}/news/", f"{D}/news/bridge-vote-today", "section"),
        (f"{D}/world", f"{D}/2024/05/the-council-votes", "section"),
        (f"{D}/2024/05/", f"{D}/2024/05/the-council-votes", "section"),
        (f"{D}/news/bridge-vote", f"{D}/news/bridge-vote/amp", None),
        (f"{D}/news/bridge-vote", f"{D}/news/bridge-vote?page=2", None),
        (f"{D}/the-council-votes", f"{D}/?p=12", None),
        (f"{D}/the-council-votes-again", f"{D}/the-council-votes", None),
        (f"{D}/", f"{D}/", None),
        (f"{D}/news/index.html", f"{D}/2024/the-council-votes", "section"),
        (f"{D}/index.html", f"{D}/2024/the-council-votes", "front page"),
        (f"{D}/home", f"{D}/2024/bridge", "front page"),
        (f"{D}/2024/the-council-votes/index.html", f"{D}/2024/the-council-votes.html", None),
        (f"{D}/?p=12", f"{D}/2024/the-council-votes", "section"),
        ("http://localhost:3000/2024/the-council-votes", f"{D}/2024/the-council-votes", "cannot reach"),
        ("http://10.0.0.7/2024/the-council-votes", f"{D}/2024/the-council-votes", "cannot reach"),
        ("http://daily.local/2024/the-council-votes", f"{D}/2024/the-council-votes", "cannot reach"),
        ("http://127.0.0.1:80/story-of-today", "http://127.0.0.1:80/2024/story-of-today", None),
    ],
)
def test_a_claimed_address_is_doubted_where_it_cannot_be_the_articles(claim, url, why):
    found = canonical.doubt(claim, url)
    assert found is None if why is None else why in found


@pytest.mark.parametrize(
    ("landing", "astray"),
    [
        (f"{D}/", True),
        (f"{D}/login?next=/bridge", True),
        ("https://consent.daily.example/collect", True),
        (f"{D}/2024/bridge", False),
        (f"{D}/bridge", False),
        ("https://other.example/bridge", False),
    ],
)
def test_a_redirect_to_a_door_or_the_front_page_leads_astray(landing, astray):
    assert (canonical.leads_astray(landing, f"{D}/bridge") is not None) is astray


def test_titles_are_alike_where_one_article_may_have_both():
    assert canonical.alike("Council votes on bridge", "COUNCIL VOTES ON BRIDGE - live")
    assert canonical.alike("Council votes for new bridge", "The council votes for a bridge")
    assert not canonical.alike("Council votes on bridge", "Ferry closes for winter")


def entry(number, url=f"{D}/list", title=None, **more):
    return Entry(url=url, id=f"id {number}", title=title or f"Title {number}", published=datetime(2024, 5, number, tzinfo=UTC), **more)  # fmt: skip


def test_entries_of_one_address_are_articles_of_their_own_and_the_oldest_keeps_it():
    names = [name for name, _ in identity.names(f"{D}/list", [entry(3), entry(2), entry(1)])]
    assert names == [f"{D}/list#!id%203", f"{D}/list#!id%202", f"{D}/list"]
    assert all(address.canonical(name) == name for name in names)
    assert [name for name, _ in identity.names(f"{D}/list", [entry(4), entry(3), entry(2)])][-1] == f"{D}/list"


def test_an_entry_that_only_repeats_another_is_left_out():
    assert len(identity.names(f"{D}/a", [entry(1), entry(2, title="Title 1")])) == 1
    assert len(identity.names(f"{D}/a", [Entry(title="A"), Entry(title="A"), Entry(title="B")])) == 2


def test_routes_are_pages_and_anchors_are_not():
    assert address.canonical(f"{D}/#/story/1") == f"{D}/#/story/1"
    assert address.canonical(f"{D}/a#comments") == f"{D}/a"


@pytest.mark.parametrize("name", ["srsltid", "campaign_source", "itm_medium", "gad_source", "at_campaign", "pk_campaign", "ns_source", "_bhlid", "hmb_source", "sfnsn"])  # fmt: skip
def test_a_parameter_that_tracks_is_dropped(name):
    assert address.canonical(f"{D}/a?{name}=x&id=7") == f"{D}/a?id=7"


@pytest.mark.parametrize("name", ["pk_id", "pk", "ns_page", "at_date", "attachment", "campaigns", "item"])
def test_a_parameter_that_names_the_page_stays(name):
    assert not tracking.is_tracking(name, "7")


def test_an_address_is_taken_out_of_a_redirectors():
    inside = "https%3A%2F%2Fdaily.example%2Fa"
    for wrapped in (
        f"https://www.bing.com/news/apiclick.aspx?url={inside}&c=1",
        f"https://duckduckgo.com/l/?uddg={inside}",
    ):
        assert address.canonical(wrapped) == f"{D}/a"


def test_a_long_id_becomes_part_of_the_address_by_its_digest():
    long = [Entry(url=f"{D}/list", id="x" * 900 + str(n), title=f"Title {n}") for n in range(3)]
    names = [name for name, _ in identity.names(f"{D}/list", long)]
    assert len(set(names)) == 3
    assert all(len(name) < 100 for name in names)
    assert names == [name for name, _ in identity.names(f"{D}/list", long)]


def test_an_entry_that_has_its_address_to_itself_is_named_by_it():
    assert identity.names(f"{D}/1", [entry(1)]) == [(f"{D}/1", entry(1))]
