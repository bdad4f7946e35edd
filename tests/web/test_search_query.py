"""A search as a reader writes it, what it finds, and the feed that it can be saved as."""

import re
from datetime import UTC, datetime

import pytest
import seeding
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from coranto.model.search import SearchFilter
from coranto.topic.taxonomy import Taxonomy
from coranto.web import search_query

TAXONOMY = Taxonomy(seeding.TOPICS)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "words", "within"),
    [
        ("facial  surveillance", "facial surveillance", {}),
        ('"in court" -rain', '"in court" -rain', {}),
        ("topic:computer-vision police", "police", {"topics": ("Computer Vision",)}),
        ('police topic:"policy & law"', "police", {"topics": ("Policy & Law",)}),
        ("TOPIC:vision", "", {"topics": ("Computer Vision",)}),
        ("topic:ai topic:policy", "", {"topics": ("AI", "Policy & Law")}),
        ("source:wire.example", "", {"outlets": ("wire.example",)}),
        ("source:Wire.example", "", {"outlets": ("wire.example", "Wire.example")}),
        ("after:2026-03-01 before:2026-3-2", "", {"after": MARCH, "before": MARCH.replace(day=2)}),
        ("after:2026-03", "", {"after": MARCH}),
        ("after:2026", "", {"after": MARCH.replace(month=1)}),
        ("quality:70", "", {"quality": 70}),
        ("re:invent http://after:2026", "re:invent http://after:2026", {}),
    ],
)
def test_a_search_is_words_and_where_to_look(asked, words, within):
    query = search_query.read(asked, TAXONOMY)
    assert (query.words, query.within, query.troubles) == (words, SearchFilter(**within), ())


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("topic:nothing", "no topic “nothing”"),
        ("topic:", "no topic “”"),
        ("after:soon", "after:soon is no date"),
        ("before:2026-02-30", "before:2026-02-30 is no date"),
        ("quality:high", "quality:high is no number"),
        ("-source:wire.example", "without the hyphen"),
    ],
)
def test_what_cannot_be_used_is_said_and_left_out(part, says):
    query = search_query.read(f"police {part} cameras", TAXONOMY)
    assert (query.words, query.within) == ("police cameras", SearchFilter())
    assert len(query.troubles) == 1
    assert says in query.troubles[0]


@pytest.mark.parametrize("part", ["author:ada", "-lang:de", "title:bridge"])
def test_what_only_looks_like_a_filter_is_searched_for_and_the_reader_is_told(part):
    query = search_query.read(f"police {part} cameras", TAXONOMY)
    assert query.words == f"police {part} cameras"
    assert f"{part.lstrip('-').partition(':')[0]}: is no filter" in query.troubles[0]
    for words in (f'"police {part}"', "https://daily.example/a", "10:30", "note: police", "::"):
        assert search_query.read(words, TAXONOMY).troubles == ()


@given(st.text() | st.from_regex(r'(-?(topic|after|quality):"?\w* ?)+'))
def test_whatever_is_written_is_a_search(asked):
    query = search_query.read(asked, TAXONOMY)
    assert len(query.text) <= search_query.LONGEST
    again = search_query.read(query.text, TAXONOMY)
    assert again == query


def test_a_facet_takes_the_place_of_what_was_said_of_its_kind():
    assert search_query.plus("police topic:ai", "topic:policy") == "police topic:ai topic:policy"
    assert search_query.plus("source:a.example police", "source:b.example") == "police source:b.example"
    assert (
        search_query.within_month("after:2020 police before:2021", "2026-12") == "police after:2026-12 before:2027-01"
    )


def test_the_page_has_facets_that_lead_on(client):
    page = client.get("/search/", params={"q": "after:2020"})
    html = etree.HTML(page.text)
    headings = [heading.text for heading in html.iterfind(".//section/div/h2")]
    assert {"Topic", "Source", "Save this search as a feed"} <= set(headings)
    ways = html.xpath('//section[@class="tally"]//li[a]')
    assert ways
    for way in ways:
        found = client.get("/search/" + way.find("a").get("href").rpartition("/")[2]).text
        assert f"{way.find('span').text} article" in found


def test_what_cannot_be_used_stands_on_the_page(client):
    assert "There is no topic “zeppelins”; it was left out." in client.get("/search/?q=facial+topic:zeppelins").text


def test_a_search_is_a_feed(client):
    page = client.get("/search/", params={"q": "after:2020"}).text
    titles = {
        one.text
        for one in etree.fromstring(client.get("/search/feed.xml?q=after:2020").content).iterfind(".//item/title")
    }
    assert titles
    assert titles & set(re.findall(r">([^<>]+)</a>", page))
    told = client.get("/search/feed.json?q=after:2020").json()
    assert titles == {item["title"] for item in told["items"]}
    assert told["feed_url"].endswith("/search/feed.json?q=after%3A2020")
    dates = [item["date_published"] for item in told["items"]]
    assert dates == sorted(dates, reverse=True)
    assert client.get("/search/feed.atom?q=facial").status_code == 200
    assert client.get("/search/feed.xml").status_code == client.get("/search/nothing?q=a").status_code == 404
