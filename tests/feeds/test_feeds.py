"""Our own feeds: valid, stable, and read back by our own readers of foreign ones."""

import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from lxml import etree

from coranto.feeds import atom, channel, jsonfeed, rss, sitemap
from coranto.feeds.channel import Channel
from coranto.model.article import Picture, Provider
from coranto.model.change import StoredRecord
from coranto.model.record import Record

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ABOUT = Channel(
    title="A Coranto & Co",
    description="News <of> the day",
    home="https://news.example/ai/",
    address="https://news.example/ai/feed.xml",
    language="en-us",
)
FILED = StoredRecord(
    article="0123456789ab",
    path="_news/2026-03-01-a.md",
    changed=NOON + timedelta(hours=1),
    record=Record(
        title="“AT&T” <b>\nnow",
        excerpt="1 < 2 & so on",
        published_date_time=NOON,
        web_url="https://example.org/a?x=1&y=2",
        provider=Provider(name="The Example", domain="example.org"),
        topics=("AI", "R&D"),
        images=(Picture(url="https://example.org/a.jpg", width=640, height=480),),
    ),
)
DIRTY = msgspec.structs.replace(
    FILED,
    article="b",
    record=Record(title="\x00\ud800dirty\x1b\ufffe", web_url="https://example.org/b", topics=("\x07",)),
)
REFUSED = msgspec.structs.replace(FILED, article="c", record=Record(title="bad", web_url="javascript:alert(1)"))
A, M = "{http://www.w3.org/2005/Atom}", "{http://search.yahoo.com/mrss/}"


def test_rss():
    root = etree.fromstring(rss.write(ABOUT, channel.items([FILED, DIRTY, REFUSED])))
    top = root[0]
    assert (root.get("version"), top.findtext("title"), top.findtext("link")) == ("2.0", ABOUT.title, ABOUT.home)
    assert top.find(f"{A}link").attrib == {"href": ABOUT.address, "rel": "self", "type": "application/rss+xml"}
    first, second = top.findall("item")
    assert first.findtext("title") == "“AT&T” <b> now"
    assert first.findtext("link") == "https://example.org/a?x=1&y=2"
    assert first.findtext("description") == "1 &lt; 2 &amp; so on"
    assert first.findtext("pubDate") == "Sun, 01 Mar 2026 12:00:00 GMT"
    assert first.find("guid").get("isPermaLink") == "false"
    assert [c.text for c in first.findall("category")] == ["AI", "R&D"]
    assert dict(first.find(f"{M}content").attrib) == {
        "url": "https://example.org/a.jpg", "medium": "image", "width": "640", "height": "480",
    }  # fmt: skip
    assert second.findtext("title") == "dirty"


def test_atom():
    root = etree.fromstring(atom.write(ABOUT, channel.items([FILED, DIRTY, REFUSED])))
    assert root.tag == f"{A}feed"
    assert (root.findtext(f"{A}id"), root.findtext(f"{A}updated")) == (ABOUT.address, "2026-03-01T13:00:00Z")
    entries = root.findall(f"{A}entry")
    assert len(entries) == 2
    assert entries[0].findtext(f"{A}published") == "2026-03-01T12:00:00Z"
    assert entries[0].findtext(f"{A}author/{A}name") == "The Example"
    assert entries[0].find(f"{A}link").get("href") == "https://example.org/a?x=1&y=2"
    for entry in [root, *entries]:
        assert {f"{A}id", f"{A}title", f"{A}updated"} <= {child.tag for child in entry}


def test_json_feed():
    feed = json.loads(jsonfeed.write(ABOUT, channel.items([FILED, DIRTY, REFUSED])))
    assert (feed["version"], feed["home_page_url"]) == ("https://jsonfeed.org/version/1.1", ABOUT.home)
    assert feed["items"][0] | {"id": ""} == {
        "id": "",
        "url": "https://example.org/a?x=1&y=2",
        "external_url": "https://example.org/a?x=1&y=2",
        "title": "“AT&T” <b> now",
        "content_text": "1 < 2 & so on",
        "date_published": "2026-03-01T12:00:00Z",
        "date_modified": "2026-03-01T13:00:00Z",
        "image": "https://example.org/a.jpg",
        "authors": [{"name": "The Example"}],
        "tags": ["AI", "R&D"],
    }
    assert len(feed["items"]) == 2


def test_hubs_are_named_in_all_three():
    hub = "https://hub.example/?a=1&b"
    about = msgspec.structs.replace(ABOUT, hubs=(hub,))
    feed = pytest.importorskip("coranto.parse.feed")
    for form in (rss, atom, jsonfeed):
        assert feed.read(form.write(about, channel.items([FILED])), url=ABOUT.address).hub == hub
        assert feed.read(form.write(ABOUT, channel.items([FILED])), url=ABOUT.address).hub is None


def ids(filed, about):
    first = etree.fromstring(rss.write(about, channel.items(filed))).find(".//guid").text
    second = etree.fromstring(atom.write(about, channel.items(filed))).find(f"{A}entry/{A}id").text
    return {first, second, json.loads(jsonfeed.write(about, channel.items(filed)))["items"][0]["id"]}


def test_an_articles_id_is_one_in_all_three_and_stays_when_everything_else_changes():
    other = msgspec.structs.replace(
        FILED, path="_news/x.md", changed=NOON, record=Record(title="New", web_url="https://moved.example/")
    )
    moved = msgspec.structs.replace(ABOUT, home="https://elsewhere.example/", address="https://elsewhere.example/f")
    assert len(ids([FILED], ABOUT) | ids([other], moved)) == 1
    assert ids([DIRTY], ABOUT) != ids([FILED], ABOUT)


@pytest.mark.parametrize("form", [rss, atom, jsonfeed])
def test_a_feed_without_items_is_one(form):
    assert form.write(ABOUT, channel.items([]))
    assert form.write(ABOUT, channel.items([FILED])) == form.write(ABOUT, channel.items([FILED]))


@pytest.mark.parametrize("form", [rss, atom, jsonfeed])
def test_our_own_reader_reads_it(form):
    feed = pytest.importorskip("coranto.parse.feed")
    read = feed.read(form.write(ABOUT, channel.items([FILED])), url=ABOUT.address)
    assert (read.title, read.link) == (ABOUT.title, ABOUT.home)
    [entry] = read.entries
    assert (entry.url, entry.published) == ("https://example.org/a?x=1&y=2", NOON)
    assert entry.title.startswith("“AT&T”")


def test_a_sitemap():
    found = sitemap.pages([("https://news.example/a/?x=1&y", NOON), ("https://news.example/b/", None)])
    assert found.decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "  <url>\n    <loc>https://news.example/a/?x=1&amp;y</loc>\n"
        "    <lastmod>2026-03-01T12:00:00Z</lastmod>\n  </url>\n"
        "  <url>\n    <loc>https://news.example/b/</loc>\n  </url>\n"
        "</urlset>\n"
    )


def test_no_sitemap_is_too_long(monkeypatch):
    monkeypatch.setattr(sitemap, "MOST", 2)
    listed = [f"https://news.example/{n}/" for n in range(5)]
    for found in (sitemap.index(listed), sitemap.pages((url, NOON) for url in listed)):
        assert [e.text for e in etree.fromstring(found).iter("{*}loc")] == listed[:2]


def test_a_sitemap_of_news():
    found = etree.fromstring(sitemap.news([("https://news.example/s/1/", "A & <b>\n c", NOON)], "The Paper", "de-at"))
    space = {"s": sitemap.SPACE, "n": sitemap.NEWS}
    assert found.xpath("string(s:url/s:loc)", namespaces=space) == "https://news.example/s/1/"
    assert [(e.tag.rpartition("}")[2], e.text) for e in found.iter(f"{{{sitemap.NEWS}}}*") if not len(e)] == [
        ("name", "The Paper"),
        ("language", "de"),
        ("publication_date", "2026-03-01T12:00:00Z"),
        ("title", "A & <b> c"),
    ]


def test_our_own_reader_reads_sitemaps():
    feed = pytest.importorskip("coranto.parse.feed")
    told = sitemap.news([("https://news.example/s/1/", "A headline", NOON)], "The Paper", "en")
    [entry] = feed.read(told, url="https://news.example/sitemap-news.xml").entries
    assert (entry.url, entry.title, entry.published) == ("https://news.example/s/1/", "A headline", NOON)
