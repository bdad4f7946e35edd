"""What an entry says outside the usual places: links, texts, files and pictures."""

import pytest

from coranto.parse import feed
from coranto.parse.known import Known

SPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def read(inner):
    xml = f'<rss version="2.0" {SPACES}><channel><title>Daily</title><item>{inner}</item></channel></rss>'
    return feed.read(xml.encode(), url="https://daily.example/feed").entries[0]


def atom(inner, base=""):
    xml = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily</title><entry {base}>{inner}</entry></feed>'
    return feed.read(xml.encode(), url="https://daily.example/feed").entries[0]


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<guid>https://daily.example/by-guid</guid>", "https://daily.example/by-guid"),
        ("<guid isPermaLink='false'>https://daily.example/no-address</guid>", None),
        ("<guid>tag:daily.example,2024:1</guid>", None),
        ("<link href='https://daily.example/as-atom'/>", "https://daily.example/as-atom"),
        ("<link href='#'/><link href='/second'/>", "https://daily.example/second"),
        ("<atom:link>https://daily.example/as-rss</atom:link>", "https://daily.example/as-rss"),
        ("<atom:link rel='self'> # </atom:link><atom:id>urn:1</atom:id>", None),
        ("<link>mailto:news@daily.example</link>", None),
        ("<link>javascript:open()</link><guid>https://daily.example/1</guid>", "https://daily.example/1"),
        ("<link>   </link>", None),
    ],
)
def test_an_rss_item_is_linked_by_what_its_publisher_wrote(inner, url):
    assert read("<title>One</title>" + inner).url == url


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<content src='https://daily.example/whole' type='text/html'/>", "https://daily.example/whole"),
        ("<content src='mailto:a@daily.example'/><id>https://daily.example/id</id>", "https://daily.example/id"),
        ("<id>https://daily.example/id</id>", "https://daily.example/id"),
        ("<id>tag:daily.example,2024:1</id>", None),
        ("<link rel='self' href='data:,x'/><id>urn:1</id>", None),
    ],
)
def test_an_atom_entry_is_linked_by_its_content_or_its_id_where_it_has_no_link(inner, url):
    assert atom("<title>One</title>" + inner).url == url


def test_the_base_of_a_link_counts_and_one_that_is_no_address_is_ignored():
    assert atom("<link xml:base='/news/' href='1'/>").url == "https://daily.example/news/1"
    assert atom("<link xml:base='http://[' href='/1'/>").url == "https://daily.example/1"


def test_a_description_in_a_media_group_is_the_summary():
    entry = read("<media:group><media:description>A bridge opens.</media:description></media:group>")
    assert entry.summary == "A bridge opens."


def test_a_file_without_a_usable_address_is_left_out_and_costs_no_other():
    entry = read(
        "<enclosure url='data:,x' type='audio/mpeg'/>"
        "<enclosure url='https://daily.example/a.mp3' type='audio/mpeg' length='9'/>"
    )
    assert [(file.url, file.length) for file in entry.enclosures] == [("https://daily.example/a.mp3", 9)]


@pytest.mark.parametrize(
    ("inner", "pictures"),
    [
        ("<image><url>https://daily.example/a.jpg</url></image>", ["https://daily.example/a.jpg"]),
        ("<image>https://daily.example/b.jpg</image>", ["https://daily.example/b.jpg"]),
        ("<image>a photo of the bridge</image>", []),
        ("<media:thumbnail url='data:image/gif;base64,R0lGODlh'/>", []),
        (
            (
                "<enclosure url='https://daily.example/c.jpg' type='image/jpeg' length='3'/>"
                "<enclosure url='https://daily.example/c.mp3' type='audio/mpeg'/>"
            ),
            ["https://daily.example/c.jpg"],
        ),
        (
            (
                "<media:thumbnail url='https://daily.example/small.jpg'/>"
                "<enclosure url='https://daily.example/c.jpg' type='image/jpeg' length='3'/>"
                "<enclosure url='https://daily.example/c.mp3' type='audio/mpeg'/>"
            ),
            ["https://daily.example/small.jpg", "https://daily.example/c.jpg"],
        ),
    ],
)
def test_pictures_of_an_item(inner, pictures):
    assert [image.url for image in read(inner).images] == pictures


def test_markup_of_another_kind_within_a_text_leaves_its_words():
    assert read("<title>Bridge <x>opens</x> today</title>").title == "Bridge opens today"
    assert read("<description>Bridge <x xmlns='urn:x'>opens</x> today</description>").summary == "Bridge opens today"


def test_packed_texts_are_unpacked_where_the_feed_says_so():
    packed = "VGhlIGJyaWRnZSBvcGVucy4="  # The bridge opens.
    for said in ("mode='base64'", "type='text/html' mode='base64'", "type='application/octet-stream'"):
        assert atom(f"<id>1</id><content {said}>{packed}</content>").content == "The bridge opens."
    for said in ("type='text/html' mode='escaped'", "type='text/plain'"):
        assert atom(f"<id>1</id><content {said}>{packed}</content>").content == packed


def test_a_date_of_atom_in_an_rss_item_and_the_other_way_round():
    assert read("<published>2024-05-03T21:15:00Z</published>").published.isoformat() == "2024-05-03T21:15:00+00:00"
    assert atom("<pubDate>Fri, 03 May 2024 21:15:00 GMT</pubDate>").published.isoformat() == "2024-05-03T21:15:00+00:00"


def test_of_several_dates_the_first_that_can_be_read_counts():
    assert read("<pubDate>soon</pubDate><pubDate>2024-05-03</pubDate>").published.isoformat()[:10] == "2024-05-03"


def test_an_author_is_named_once_and_one_without_a_name_not_at_all():
    authors = "<author>ann@daily.example (Ann Lee)</author><author>Ann Lee</author><author><uri>x</uri></author>"
    assert read(authors).authors == ("Ann Lee",)


def test_elements_of_an_unknown_vocabulary_cost_nothing_but_themselves():
    foreign = "".join(f"<x:e{number} xmlns:x='urn:x'/>" for number in range(10_500))
    entry = read(f"<title>Before</title>{foreign}<guid>https://daily.example/1</guid>")
    assert (entry.title, entry.url) == ("Before", "https://daily.example/1")
    assert read("<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1'>Ann Lee</dc:creator>").authors == ("Ann Lee",)


def test_texts_that_a_source_had_before_are_not_read_again():
    xml = f'<rss version="2.0" {SPACES}><channel><item><guid>1</guid>{{}}</item></channel></rss>'
    told, bare = (xml.format(inner).encode() for inner in ("<description>A bridge opens.</description>", ""))
    first = Known()
    assert feed.read(told, known=first).entries[0].summary == "A bridge opens."
    again = Known(first.blob())
    assert feed.read(told, known=again).entries[0].summary is None
    assert again.blob() == first.blob()
    assert feed.read(bare, known=again).entries[0].summary is None
    assert again.blob() == first.blob()


@pytest.mark.parametrize(
    "space",
    [
        "https://search.yahoo.com/mrss/2.0/",
        "http://www.yahoo.com/feeds/mrss",
        "http://www.rssboard.org/media-rss/1.5.1",
    ],
)
def test_the_vocabulary_of_media_has_many_addresses(space):
    xml = (
        f"<rss version='2.0' xmlns:m='{space}'><channel><title>Daily</title><item><guid>1</guid>"
        "<m:content url='https://daily.example/a.jpg' medium='image'/></item></channel></rss>"
    )
    assert [image.url for image in feed.read(xml.encode()).entries[0].images] == ["https://daily.example/a.jpg"]
