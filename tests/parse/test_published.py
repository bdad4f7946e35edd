"""Feeds and sitemaps as they are published: what stands before them, what was left open, where facts stand."""

import pytest

from coranto.errors import NotAFeed
from coranto.parse import feed, markup, page

SPACES = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
ITEMS = "<item><title>One</title><link>https://daily.example/1</link></item><item><title>Two</title></item>"


def rss(inner, spaces=SPACES, head=""):
    return f'{head}<rss version="2.0" {spaces}><channel><title>Daily</title>{inner}</channel></rss>'.encode()


def item(inner, spaces=SPACES):
    return feed.read(rss(f"<item>{inner}</item>", spaces), url="https://daily.example/feed").entries[0]


@pytest.mark.parametrize(
    "before",
    [
        "<b>Notice</b>: Undefined index in <b>/srv/feed.php</b> on line <b>7</b><br />\n<?xml version='1.0'?>",
        "Deprecated: something is old\n",
        "<!-- <html><body>a page</body></html> -->",
        "\n\n<?xml version='1.0'?><?xml-stylesheet href='feed.xsl'?>",
        "<div><p>Cache miss</p></div>",
    ],
)
def test_a_feed_is_found_behind_what_a_program_wrote_before_it(before):
    assert [entry.title for entry in feed.read(rss(ITEMS, head=before)).entries] == ["One", "Two"]


@pytest.mark.parametrize("head", ["<!DOCTYPE html><html>", "<html lang='en'>", "<?xml version='1.0'?><html>"])
def test_a_page_is_no_feed_although_it_speaks_of_one(head):
    with pytest.raises(NotAFeed, match=r"feed\.web_page"):
        feed.read(
            f"{head}<body><pre>&lt;rss version='2.0'&gt;</pre><p>About the feed element.</p></body></html>".encode()
        )


def test_html_within_a_description_makes_no_page_of_a_feed():
    inner = "<item><title>One</title><description><![CDATA[<html><body>x</body></html>]]></description></item>"
    assert feed.read(rss(inner)).entries[0].title == "One"


@pytest.mark.parametrize(
    "open_one",
    [
        '<atom:link href="https://daily.example/feed" rel="self">',
        '<enclosure url="https://daily.example/a.mp3" type="audio/mpeg" length="1">',
        '<media:thumbnail url="https://daily.example/a.jpg">',
        '<media:content url="https://daily.example/a.jpg" medium="image">',
        '<itunes:image href="https://daily.example/a.jpg">',
        "<category>Bridges",
        "<language>en</langauge>",
        "<description>Text<br>and <img src='https://daily.example/a.png'> more</description>",
    ],
)
def test_what_was_not_closed_swallows_no_items(open_one):
    titles = [entry.title for entry in feed.read(rss(open_one + ITEMS)).entries]
    assert titles == ["One", "Two"]
    inside = feed.read(rss(f"<item><title>One</title>{open_one}</item><item><title>Two</title></item>"))
    assert [entry.title for entry in inside.entries] == ["One", "Two"]


def test_an_item_that_was_not_closed_ends_where_the_next_one_begins():
    open_items = "<item><title>One</title><link>https://daily.example/1</link><item><title>Two</title>"
    assert [entry.title for entry in feed.read(rss(open_items)).entries] == ["One", "Two"]


def test_values_without_quotation_marks_are_read():
    assert feed.read(b"<rss version=2.0><channel><title>Daily</title></channel></rss>").title == "Daily"


def test_markup_that_was_not_escaped_stays_markup():
    entry = item("<description><p>One.</p><p>Two <a href='https://daily.example/x'>linked</a>.</p></description>")
    assert entry.summary.startswith("<p>One.</p><p>Two <a ")
    assert markup.plain(entry.summary) == "One. Two linked."


def test_what_only_looks_like_a_tag_is_part_of_a_title():
    assert (
        item("<title>Why Option&lt;i32&gt; is &lt;b&gt;not&lt;/b&gt; null</title>").title
        == "Why Option<i32> is not null"
    )


@pytest.mark.parametrize("title", ["Foo<A>", "Cell<Object> and T<S>", "Is 3<4?"])
def test_the_parameter_of_a_type_is_text_although_an_element_has_its_name(title):
    escaped = title.replace("<", "&lt;").replace(">", "&gt;")
    assert item(f"<title>{escaped}</title>").title == title
    assert item("<title>Big&lt;B&gt;old&lt;/B&gt; news</title>").title == "Bigold news"


@pytest.mark.parametrize(
    ("content", "pictures"),
    [
        ('<media:content url="https://i.example/a/1.jpg?width=140&amp;s=1" width="140"/>', 1),
        ('<media:content url="https://i.example/a" width="140" height="90"/>', 1),
        ('<media:content url="https://i.example/a" width="640" duration="30"/>', 0),
        ('<media:content url="https://i.example/a.mp4"/>', 0),
        ('<media:content url="https://i.example/a.mp4" medium="video"><media:thumbnail url="https://i.example/a.jpg"/></media:content>', 1),
        ("<media:thumbnail>https://i.example/a.jpg</media:thumbnail>", 1),
        ('<enclosure url="https://i.example/a.jpg" length="0"/>', 1),
        ('<enclosure url="https://i.example/a.jpg?x=.mp3" type="application/octet-stream"/>', 1),
        ('<enclosure url="https://i.example/a.mp3"/>', 0),
    ],
)  # fmt: skip
def test_pictures_of_media_rss(content, pictures):
    assert len(item(content).images) == pictures


@pytest.mark.parametrize("space", ["http://video.search.yahoo.com/mrss", "https://www.rssboard.org/media-rss"])
def test_media_rss_is_known_under_its_other_names(space):
    assert item('<media:thumbnail url="https://i.example/a.jpg"/>', f'xmlns:media="{space}"').images


def test_an_entry_of_atom_with_names_of_rss_and_content_elsewhere():
    entry = feed.read(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><content src="/a.html" type="text/html"/>'
        b"<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate></entry></feed>",
        url="https://daily.example/feed",
    ).entries[0]
    assert (entry.url, f"{entry.published:%Y-%m-%d}") == ("https://daily.example/a.html", "2024-05-03")


def test_numbers_of_a_date_are_read_in_the_order_of_the_feeds_language():
    french = rss("<language>fr</language><item><title>A</title><pubDate>04/05/2024 10:00</pubDate></item>")
    english = rss("<item><title>A</title><pubDate>04/05/2024 10:00</pubDate></item>")
    assert feed.read(french).entries[0].published.month == 5
    assert feed.read(english).entries[0].published.month == 4


def test_the_headers_language_is_the_feeds_where_it_names_none():
    assert feed.read(rss(ITEMS), language="de-AT").entries[0].language == "de-AT"
    assert feed.read(rss(f"<language>fr</language>{ITEMS}"), language="de").language == "fr"


def test_pictures_and_clips_of_a_sitemap_are_not_its_pages():
    entries = feed.read(
        b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
        xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
        <image:image><image:loc>https://daily.example/a.jpg</image:loc><image:title>A photo</image:title></image:image>
        <video:video><video:title>A clip</video:title><video:publication_date>2019-01-01</video:publication_date>
        </video:video><loc>https://daily.example/a</loc><lastmod>2024-05-04</lastmod><news:news><news:publication>
        <news:name>Daily</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2024-05-03</news:publication_date><news:title>The bridge</news:title></news:news>
        </url></urlset>"""
    ).entries
    assert [(e.url, e.title, e.published.year, e.updated.day, e.language) for e in entries] == [
        ("https://daily.example/a", "The bridge", 2024, 4, "en")
    ]


def test_every_address_of_an_element_is_an_entry():
    data = b"<sitemapindex><sitemap><loc>https://d.example/1.xml</loc><lastmod>2024-05-03</lastmod>"
    data += b"<loc>https://d.example/2.xml</loc></sitemap></sitemapindex>"
    first, second = feed.read(data).entries
    assert (first.url, first.updated.year, second.url, second.updated) == ("https://d.example/1.xml", 2024, "https://d.example/2.xml", None)  # fmt: skip


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" href="/all.xml">',
        '<a rel="alternate" type="application/atom+xml" href="/all.xml">feed</a>',
        '<link rel="alternate" href="/feed/">',
        '<link rel="feed" href="/all.xml">',
        '<a href="/rss.xml">RSS</a>',
    ],
)
def test_a_page_names_its_feed_in_several_ways(link):
    assert (
        len(page.feeds(f"<html><body>{link}<a href='/about'>About</a></body></html>".encode(), "https://d.example/"))
        == 1
    )


def test_declared_feeds_come_before_linked_ones_and_comments_last():
    html = '<a href="/x.rss">x</a><link rel="alternate" type="application/rss+xml" href="/comments/feed">'
    html += '<link rel="alternate" type="application/rss+xml" href="/feed">'
    found = [link.url for link in page.feeds(html.encode(), "https://d.example/")]
    assert found == ["https://d.example/feed", "https://d.example/x.rss", "https://d.example/comments/feed"]
