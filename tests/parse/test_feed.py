"""Feeds of every format, sound and broken."""

import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coranto import errors
from coranto.parse import dates, feed, markup, page

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>The Daily</title><link>https://d.example/</link><language>en</language><ttl>30</ttl>
<atom:link rel="hub" href="https://hub.example/"/><skipHours><hour>3</hour></skipHours>
<item><title>AT&amp;amp;T &amp;amp; co: caf\xc3\xa9 &lt;b&gt;bold&lt;/b&gt;</title><link>/one</link><guid>1</guid><dc:creator>Ann Lee</dc:creator>
<pubDate>Mon, 04 May 2026 09:00:00 +0200</pubDate><category>AI</category>
<description>&lt;p onclick="x()"&gt;Hello &lt;script&gt;bad()&lt;/script&gt;&lt;a href="javascript:x"&gt;there&lt;/a&gt;&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>All & more</p>]]></content:encoded>
<media:content url="https://d.example/a.jpg" medium="image" width="640" height="360"/>
<enclosure url="https://d.example/a.mp3" type="audio/mpeg" length="12"/><source url="https://o.example/f">Origin</source></item>
<item/>
<item><description>No link, no id</description></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/" xml:lang="de"><title type="html">A &amp;amp; B</title>
<entry><id>tag:1</id><title>1 &lt; 2</title><link rel="alternate" href="one"/><updated>2026-05-04T09:00:00Z</updated>
<author><name>Bo</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi</p></div></content></entry></feed>"""

JSON = b"""{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":7,"url":"https://j.example/7","title":"T",
"content_text":"x < y","date_published":"2026-05-04T09:00:00+02:00","authors":[{"name":"Cy"}],"image":"/i.png"},5,{}]}"""


def test_rss_with_its_modules():
    read = feed.read(RSS, url="https://d.example/feed")
    assert (read.title, read.link, read.language, read.ttl, read.hub, read.skip_hours, read.repaired) == (
        "The Daily", "https://d.example/", "en", 30, "https://hub.example/", (3,), None,
    )  # fmt: skip
    one = read.entries[0]
    assert (one.url, one.id, one.title) == (
        "https://d.example/one",
        "1",
        "AT&amp;T &amp; co: café bold".replace("&amp;", "&"),
    )
    assert one.published == datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
    assert (one.authors, one.topics, one.language) == (("Ann Lee",), ("AI",), "en")
    assert "script" not in one.summary
    assert "javascript" not in one.summary
    assert one.content == "<p>All &amp; more</p>"
    assert (one.images[0].url, one.images[0].width) == ("https://d.example/a.jpg", 640)
    assert (one.enclosures[0].type, one.enclosures[0].length) == ("audio/mpeg", 12)
    assert (one.source.title, one.source.url) == ("Origin", "https://o.example/f")
    assert len(read.entries) == 3, "an entry without id or link costs no other"


def test_atom():
    read = feed.read(ATOM, url="https://elsewhere.example/")
    one = read.entries[0]
    assert (read.kind, read.title) == ("atom", "A & B")
    assert (one.url, one.title, one.language, one.authors) == ("https://a.example/x/one", "1 < 2", "de", ("Bo",))
    assert "<p>Hi</p>" in one.content


def test_json_feed():
    one = feed.read(JSON, url="https://j.example/f").entries[0]
    assert (one.id, one.url, one.authors, one.images[0].url) == (
        "7",
        "https://j.example/7",
        ("Cy",),
        "https://j.example/i.png",
    )


def test_sitemaps():
    news = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
    <loc>https://n.example/1</loc><news:news><news:publication><news:name>N</news:name><news:language>fr</news:language></news:publication>
    <news:publication_date>2026-05-04</news:publication_date><news:title>Un titre</news:title></news:news></url></urlset>"""
    one = feed.read(gzip.compress(news)).entries[0]
    assert (one.url, one.title, one.language, one.published.day) == ("https://n.example/1", "Un titre", "fr", 4)
    assert [e.url for e in feed.read(b"https://a.example/1\nhttps://a.example/2\n").entries] == [
        "https://a.example/1",
        "https://a.example/2",
    ]


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        (b"<rss><channel><item><title>A & B &nbsp;caf&eacute;</title></item></channel></rss>", "A & B café"),
        (b"<rss><channel><item><title>A\x0bB</title></item></channel></rss>", "AB"),
        (b"  \n<rss><channel><item><x:y>z</x:y><title>T</title></item></channel></rss>", "T"),
        (b"<rss><channel><item><title>T</title></item><item><title>cut", "T"),
        ("<rss><channel><item><title>Café</title></item></channel></rss>".encode("latin-1"), "Café"),
        (RSS.decode().replace("UTF-8", "utf-16").encode("utf-16"), "AT&T & co: café bold"),
    ],
)
def test_what_is_broken_is_read_all_the_same(broken, title):
    read = feed.read(broken)
    assert read.entries[0].title == title


@pytest.mark.parametrize(
    "data",
    [b"", b"   ", b"<html><body>Hi</body></html>", b"hello", b"{}", b"[1]", b"<x/>", b"\x1f\x8bnot", b"\xff" * 99],
)
def test_what_is_no_feed_says_so(data):
    with pytest.raises(errors.NotAFeed):
        feed.read(data)


def test_no_file_is_read_and_no_entity_expanded():
    bomb = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&b;&f;</title></channel></rss>'
    try:
        assert "root:" not in (feed.read(bomb).title or "")
    except errors.NotAFeed:
        pass


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    seed=st.sampled_from([RSS, ATOM, JSON]),
    at=st.integers(0, 1200),
    junk=st.binary(max_size=30),
    cut=st.integers(0, 40),
)
def test_mutations_give_a_feed_or_a_reason(seed, at, junk, cut):
    try:
        read = feed.read(seed[:at] + junk + seed[at + cut :], url="https://m.example/")
    except errors.NotAFeed:
        return
    for entry in read.entries:
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        assert "\n" not in (entry.title or "")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Mon, 04 May 2026 09:00:00 EST", "2026-05-04T14:00:00"),
        ("2026-05-04T09:00:00.123+02:00", "2026-05-04T07:00:00"),
        ("2026-05-04", "2026-05-04T00:00:00"),
        ("4 May 2026 09:00 CEST", "2026-05-04T07:00:00"),
        ("yesterday", None),
        ("2026", None),
        ("", None),
    ],
)
def test_dates(text, iso):
    assert dates.parse(text) == (datetime.fromisoformat(iso).replace(tzinfo=UTC) if iso else None)


@given(st.text(max_size=120))
def test_no_date_is_too_strange(text):
    read = dates.parse(text)
    assert read is None or read.utcoffset().total_seconds() == 0


@given(st.text(max_size=300))
def test_a_plain_line_is_a_line_that_can_be_written(text):
    line = markup.plain(text)
    assert line.encode("utf-8") is not None
    assert "\n" not in line
    assert line == line.strip()


def test_a_page_names_its_feeds():
    html = b"""<head><base href="/x/"><link rel="alternate" type="application/rss+xml" title="Comments" href="c">
    <link rel="alternate" type="application/atom+xml" title="News" href="n"><link rel="stylesheet" href="s"></head>"""
    assert [(f.url, f.type) for f in page.feeds(html, "https://p.example/")] == [
        ("https://p.example/x/n", "atom"),
        ("https://p.example/x/c", "rss"),
    ]


@pytest.mark.parametrize(
    "space",
    ["http://purl.org/dc/elements/1.1/", "https://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.1", "http://PURL.org/dc/elements/1.1/"],
)  # fmt: skip
def test_a_namespace_is_known_as_publishers_write_it(space):
    data = (
        f'<rss xmlns:d="{space}"><channel><item><title>A</title><d:creator>Ann Lee</d:creator></item></channel></rss>'
    )
    assert feed.read(data.encode()).entries[0].authors == ("Ann Lee",)


def test_what_only_looks_like_a_tag_is_kept():
    assert markup.plain("#include </etc/shadow>") == "#include </etc/shadow>"
    assert markup.plain("1 <b>bold</b><br/>2 <span class='x'>x</span> <o:p></o:p>") == "1 bold 2 x"


@pytest.mark.parametrize(
    "text", ["Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z", "Sat, 30 Nov 0002 00:00:00 GMT"]
)
def test_the_year_of_an_empty_field_is_no_date(text):
    assert dates.parse(text) is None
    assert dates.parse("Mon, 01 Jan 2001 00:00:00 +0000") == datetime(2001, 1, 1, tzinfo=UTC)


def test_an_address_that_is_whole_is_left_as_it_is():
    data = b"<rss><channel><link>https://d.example/</link><item><title>A</title><link> https://x.example/a\n b </link></item></channel></rss>"  # fmt: skip
    assert feed.read(data, url="https://d.example/feed").entries[0].url == "https://x.example/ab"


def atom(inner: str, space: str = "http://www.w3.org/2005/Atom") -> bytes:
    return f'<feed xmlns="{space}"><title>F</title><entry>{inner}</entry></feed>'.encode()


@pytest.mark.parametrize(
    ("inner", "summary"),
    [
        ('<summary mode="base64">RXhhbXBsZSA8Yj5BdG9tPC9iPg==</summary>', "Example <b>Atom</b>"),
        ('<summary type="application/octet-stream">PHA+SGk8L3A+</summary>', "<p>Hi</p>"),
        ('<summary mode="base64">no base64 é</summary>', "no base64 é"),
        ('<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 &lt; 2 <b>x</b></div></summary>', "1 &lt; 2 <b>x</b>"),
        ('<summary type="html"><div xmlns="http://www.w3.org/1999/xhtml">A &lt;b&gt;b&lt;/b&gt;</div></summary>', "A <b>b</b>"),
        ("<summary>don\u0092t</summary>", "don’t"),
    ],
)  # fmt: skip
def test_texts_as_atom_may_pack_them(inner, summary):
    assert feed.read(atom(inner)).entries[0].summary == summary


@pytest.mark.parametrize("space", ["http://purl.org/atom/ns#", "http://purl.org/echo/", "http://example.com/necho"])
def test_atom_by_the_names_of_its_drafts(space):
    assert feed.read(atom("<title>E</title>", space)).entries[0].title == "E"


@pytest.mark.parametrize(
    "told", ["ann@d.example (Ann Lee)", "Ann Lee (ann@d.example)", "Ann Lee <ann@d.example>", "Ann Lee"]
)
def test_an_author_is_a_name_and_no_mail_address(told):
    told = told.replace("<", "&lt;")
    data = f"<rss><channel><item><title>A</title><author>{told}</author></item></channel></rss>"
    assert feed.read(data.encode()).entries[0].authors == ("Ann Lee",)


def test_text_of_a_json_feed_is_text():
    item = {"id": "1", "url": "https://a.example/1", "content_text": "1 < 2 & <b>said so</b>"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [item]}).encode()
    assert feed.read(body, url="https://a.example/f").entries[0].content == "1 &lt; 2 &amp; &lt;b&gt;said so&lt;/b&gt;"
