"""Feeds by the letter of their standards: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1. No validator of them is packaged.

The newsroom has what breaks feeds: markup in titles, long words, scripts from the right, articles without a sentence.
"""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import hard_world
import pytest
import seeding
from lxml import etree, html
from starlette.testclient import TestClient

from coranto.web import app

ATOM = "{http://www.w3.org/2005/Atom}"
# The children that RFC 4287, 4.1.1 and 4.1.2, allows, and how often: (least, most).
MANY = 10_000
FEED = {"author": (0, MANY), "category": (0, MANY), "contributor": (0, MANY), "generator": (0, 1), "icon": (0, 1), "logo": (0, 1),
        "id": (1, 1), "link": (1, MANY), "rights": (0, 1), "subtitle": (0, 1), "title": (1, 1), "updated": (1, 1), "entry": (0, MANY)}  # fmt: skip
ENTRY = {"author": (0, MANY), "category": (0, MANY), "content": (0, 1), "contributor": (0, MANY), "id": (1, 1), "link": (0, MANY),
         "published": (0, 1), "rights": (0, 1), "source": (0, 1), "summary": (0, 1), "title": (1, 1), "updated": (1, 1)}  # fmt: skip
CHANNEL = {"title": (1, 1), "link": (1, 1), "description": (1, 1), "language": (0, 1), "copyright": (0, 1), "pubDate": (0, 1),
           "lastBuildDate": (0, 1), "category": (0, MANY), "generator": (0, 1), "docs": (0, 1), "ttl": (0, 1), "image": (0, 1), "item": (0, MANY)}  # fmt: skip
ITEM = {"title": (0, 1), "link": (0, 1), "description": (0, 1), "author": (0, 1), "category": (0, MANY), "comments": (0, 1),
        "enclosure": (0, 1), "guid": (1, 1), "pubDate": (0, 1), "source": (0, 1)}  # fmt: skip
ROOM = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")


@pytest.fixture(scope="module")
def hard(tmp_path_factory, open_in):
    newsroom = open_in(tmp_path_factory.mktemp("feeds"), hard_world.TOPICS)
    hard_world.fill(newsroom)
    odd = [
        seeding.article(
            "AI <b>model</b> & “law”: 1 < 2 ]]> \u2028 end",
            "Tom & Jerry’s <Post>",
            1,
            excerpt="",
            image=False,
            url="https://tom.example/1?a=1&b=2",
        ),
        seeding.article("An AI model\x0b with a control character", "B", 2, excerpt="<script>alert(1)</script> & more"),
    ]
    seeding.file(newsroom, "odd", odd)
    with TestClient(app.make(newsroom)) as client:
        yield client
    newsroom.store.close()


PLACES = ("/", "/t/ai/", "/s/sixty/", "/s/ar/", "/s/odd/", "/follow/")


def get(client, place, name, kind):
    answer = client.get(f"{place}{name}" + ("?topic=ai&story=odd" if place == "/follow/" else ""))
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == kind
    return answer


def counted(element, allowed, space=""):
    """Hold the children of an element, in its own namespace, against what the standard allows."""
    own = [one.tag.removeprefix(space) for one in element if one.tag.startswith(space or "{") is bool(space)]
    for name in {*own, *allowed}:
        least, most = allowed[name]
        assert least <= own.count(name) <= most, name


def absolute(address):
    parts = urlsplit(address)
    assert parts.scheme in ("http", "https"), address
    assert parts.hostname, address
    assert re.fullmatch(r"[!-~]+", address), address  # a URI: ASCII, no spaces


def markup(text):
    """Hold markup within an item against what readers do with it: nothing runs, every address is absolute."""
    tree = html.fromstring(f"<div>{text}</div>")
    assert not tree.xpath("//script | //style | //iframe | //form | //@style | //@*[starts-with(name(), 'on')]")
    for address in tree.xpath("//@href | //@src"):
        absolute(address)


@pytest.mark.parametrize("place", PLACES)
def test_atom(hard, place):
    feed = etree.fromstring(get(hard, place, "feed.atom", "application/atom+xml").content)
    assert feed.tag == f"{ATOM}feed"
    counted(feed, FEED, ATOM)
    (own,) = [one for one in feed.iterfind(f"{ATOM}link") if one.get("rel") == "self"]
    absolute(own.get("href"))
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    ids = [one.findtext(f"{ATOM}id") for one in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+:\S+", one) for one in ids)
    updated = [datetime.fromisoformat(one.findtext(f"{ATOM}updated")) for one in entries]
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) >= max(updated)
    for entry in entries:
        counted(entry, ENTRY, ATOM)
        assert all(ROOM.match(one.text) for one in entry.iter(f"{ATOM}updated", f"{ATOM}published"))
        assert entry.findtext(f"{ATOM}title").strip()
        assert entry.find(f"{ATOM}author") is not None or feed.find(f"{ATOM}author") is not None
        assert all(one.findtext(f"{ATOM}name") for one in entry.iter(f"{ATOM}author"))
        assert all(one.get("term") for one in entry.iter(f"{ATOM}category"))
        links = [
            (one.get("rel", "alternate"), one.get("type"), one.get("hreflang")) for one in entry.iter(f"{ATOM}link")
        ]
        assert links.count(("alternate", None, None)) == 1 or entry.find(f"{ATOM}content") is not None
        assert len({one for one in links if one[0] == "alternate"}) == len(
            [one for one in links if one[0] == "alternate"]
        )
        for one in entry.iter(f"{ATOM}link"):
            absolute(one.get("href"))
        content = entry.find(f"{ATOM}content")
        if content is not None:
            assert content.get("type") in ("html", "text", None)
            if content.get("type") == "html":
                markup(content.text)


@pytest.mark.parametrize("place", PLACES)
def test_rss(hard, place):
    rss = etree.fromstring(get(hard, place, "feed.xml", "application/rss+xml").content)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    counted(channel, CHANNEL)
    assert channel.findtext("description").strip()
    absolute(channel.findtext("link"))
    (own,) = [one for one in channel.iterfind(f"{ATOM}link") if one.get("rel") == "self"]
    assert own.get("type") == "application/rss+xml"
    items = channel.findall("item")
    guids = [one.findtext("guid") for one in items]
    assert len(set(guids)) == len(guids) > 0
    for item in items:
        counted(item, ITEM)
        assert (item.findtext("title") or item.findtext("description")).strip()
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        absolute(item.findtext("link"))
        assert item.find("guid").get("isPermaLink") == "false" or urlsplit(item.findtext("guid")).scheme == "https"
        assert item.find("author") is None or "@" in item.findtext("author")  # a mail address, or dc:creator
        for one in item.iter("enclosure"):
            assert {"url", "length", "type"} <= set(one.keys())
        for one in item.iter("{http://purl.org/rss/1.0/modules/content/}encoded"):
            markup(one.text)


@pytest.mark.parametrize("place", PLACES)
def test_json_feed(hard, place):
    feed = get(hard, place, "feed.json", "application/feed+json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"].strip()
    assert set(feed) <= {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon",
                         "favicon", "authors", "language", "expired", "hubs", "items"}  # fmt: skip
    for name in ("home_page_url", "feed_url"):
        absolute(feed[name])
    ids = [one["id"] for one in feed["items"]]
    assert len(set(ids)) == len(ids) > 0
    for item in feed["items"]:
        own = {name for name in item if name.startswith("_")}
        assert set(item) - own <= {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image",
                                   "banner_image", "date_published", "date_modified", "authors", "tags", "language", "attachments"}  # fmt: skip
        assert all(isinstance(item[name], dict) for name in own)
        assert isinstance(item["id"], str)
        assert item.get("content_html") or item.get("content_text")
        assert all(ROOM.match(item[name]) for name in ("date_published", "date_modified") if name in item)
        assert all(author.get("name") or author.get("url") for author in item.get("authors", []))
        for name in ("url", "external_url", "image"):
            if name in item:
                absolute(item[name])
        markup(item.get("content_html", ""))
