"""Whole documents: their encodings, what is too large or breaks off, sitemaps, and pages that name feeds."""

import contextlib
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.errors import NotAFeed
from coranto.parse import dates, feed, page, tree

RSS = "<rss version='2.0'><channel><title>Café</title><item><title>Brücke</title></item></channel></rss>"
SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"


def titles(data, **more):
    found = feed.read(data, **more)
    return found.title, [entry.title for entry in found.entries]


@pytest.mark.parametrize(
    "data",
    [
        RSS.encode("utf-16"),
        RSS.encode("utf-8-sig"),
        RSS.replace("</title><item>", "</title><item>&nbsp;& ").encode("utf-16"),
        RSS.replace("</title><item>", "</title><item>&nbsp;& ").encode("utf-16-le"),
        RSS.replace("</title><item>", "</title><item>&nbsp;& ").encode("utf-16-be"),
        RSS.replace("</title><item>", "</title><item>&nbsp;& ").encode("utf-8-sig"),
    ],
)
def test_a_feed_is_decoded_as_it_is_marked_whether_sound_or_broken(data):
    assert titles(data) == ("Café", ["Brücke"])


def test_numbers_of_characters_that_no_xml_may_have_cost_only_themselves():
    broken = RSS.replace("Brücke", "A&#0;B&#x1F;C &#228;&#xE4;&#xD800; & D")
    assert titles(broken.encode()) == ("Café", ["ABC ää & D"])


def test_a_document_above_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(tree, "MOST", 1_000)
    with pytest.raises(NotAFeed, match=r"feed\.too_large"):
        feed.read(RSS.replace("Brücke", "x" * 2_000).encode())
    with pytest.raises(NotAFeed, match=r"feed\.unpacks"):
        feed.read(gzip.compress(RSS.replace("Brücke", "x" * 2_000).encode()), most=1_000)


def test_a_feed_within_a_page_is_read_where_it_says_its_format_and_ends():
    inside = f"<html><body><p>Notice: x</p>{RSS}</body></html>"
    assert titles(inside.encode()) == ("Café", ["Brücke"])
    for unfinished in (inside.replace("</rss>", ""), inside.replace("<rss version='2.0'>", "<rss>")):
        with pytest.raises(NotAFeed, match=r"feed\.web_page"):
            feed.read(unfinished.encode())


def test_a_document_that_breaks_off_is_named_by_its_line():
    whole = "<opml version='2.0'>\n<body>\n<outline text='A & B'/>\n</body>\n</opml>"
    assert tree.breach(whole.encode()) is None
    line, said = tree.breach(whole.removesuffix("</body>\n</opml>").encode())
    assert line >= 3
    assert said
    declared = "<!DOCTYPE opml [\n<!ENTITY x 'y'>\n]>\n" + whole
    assert tree.breach(declared.encode()) is None
    assert tree.breach(declared.removesuffix("</opml>").encode())[0] == 8


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_no_feed(data):
    with contextlib.suppress(NotAFeed):
        feed.read(b"<" + data)


def test_a_podcasts_picture_is_its_channels():
    channel = (
        "<rss version='2.0' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>"
        "<title>Daily</title><itunes:image href='/cover.jpg'/></channel></rss>"
    )
    assert feed.read(channel.encode(), url="https://daily.example/f").image == "https://daily.example/cover.jpg"


def test_an_atom_feed_without_its_namespace_may_have_elements_of_others():
    bare = "<feed><title>Daily</title><x:y xmlns:x='urn:x'/><entry><title>One</title></entry></feed>"
    assert titles(bare.encode()) == ("Daily", ["One"])


def test_a_list_of_addresses_is_a_sitemap_and_a_text_with_others_is_none():
    found = feed.read(b"https://daily.example/1\n\nhttps://daily.example/2\n")
    assert [entry.url for entry in found.entries] == ["https://daily.example/1", "https://daily.example/2"]
    for text in (b"https://daily.example/1 is the first", b"http://daily.example/1\nand then more"):
        with pytest.raises(NotAFeed):
            feed.read(text)


def test_a_sitemaps_entry_without_an_address_is_left_out():
    inner = (
        "<url><loc>mailto:x@daily.example</loc><lastmod>2024-05-03</lastmod></url>"
        "<url><lastmod>2024-05-03</lastmod></url>"
        "<url><loc>data:,x</loc><loc>https://daily.example/1</loc></url>"
    )
    assert [entry.url for entry in feed.read(SITEMAP.format(inner).encode()).entries] == ["https://daily.example/1"]


@pytest.mark.parametrize(("size", "length"), [(12, 12), (12.0, 12), ("12", None), (-1, None), (1e300, None)])
def test_the_length_of_a_json_feeds_file(size, length):
    file = {"url": "https://daily.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": size}
    made = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "attachments": [file]}]}
    assert feed.read(json.dumps(made).encode()).entries[0].enclosures[0].length == length


def test_a_page_without_markup_names_no_feed():
    assert page.feeds(b"", "https://daily.example/") == []
    assert page.feeds(b"<!-- nothing -->", "https://daily.example/") == []


def test_of_a_page_with_a_directory_of_feeds_the_declared_and_the_first_links_are_named():
    links = "".join(f"<a href='/{number}/feed'>Topic {number}</a>" for number in range(40))
    html = f"<link rel=alternate type=application/rss+xml href=/main.rss>{links}"
    found = [link.url for link in page.feeds(html.encode(), "https://daily.example/")]
    linked = [f"https://daily.example/{number}/feed" for number in range(page.MOST_LINKED)]
    assert found == ["https://daily.example/main.rss", *linked]


@pytest.mark.parametrize("text", ["May 2024", "3 May", "10:00", "Friday", "0001-01-01", "soon"])
def test_a_fragment_of_a_date_is_no_date(text):
    assert dates.parse(text) is None


@pytest.mark.parametrize("text", ["May-3-2024", "3/May/2024", "3.May.2024", "May, 3 2024", "3 of May of 2024"])
def test_a_date_with_unusual_marks_between_its_parts_is_one(text):
    assert dates.parse(text).isoformat() == "2024-05-03T00:00:00+00:00"


def test_an_open_element_within_a_leaf_with_a_misspelt_end_is_closed_too():
    read = feed.read(
        RSS.replace("Brücke</title>", "Brücke<br>offen</titel><link>https://daily.example/1</link>").encode()
    )
    assert (read.repaired, read.entries[0].title) == ("repaired", "Brücke offen")
    assert read.entries[0].url == "https://daily.example/1"


def test_an_entity_of_a_dtd_elsewhere_is_not_fetched_and_costs_nothing_else():
    far = f"<!-- {'x' * 6_000} --><!DOCTYPE rss SYSTEM 'http://daily.example/rss.dtd'>"
    document = far + RSS.replace("<item>", "&logo;<item>&mark;").replace("Brücke", "Brücke &amp; Tor")
    assert titles(document.encode()) == ("Café", ["Brücke & Tor"])
