"""The JSON pages, the feeds and the small files."""

import dataclasses
import json

import msgspec
import pytest
from lxml import etree

from coranto.decide import explain
from coranto.web.api import classic

KEYS = [
    "path",
    "title",
    "excerpt",
    "sourceUrl",
    "webUrl",
    "originalUrl",
    "featuredContent",
    "highlight",
    "heat",
    "tags",
    "images",
    "content",
    "type",
    "ampWebUrl",
    "cdnAmpWebUrl",
    "publishedDateTime",
    "updatedDateTime",
    "provider",
    "locale",
    "categories",
    "topics",
]


def test_news_has_the_published_records_newest_first(client, newsroom):
    page = client.get("/api/news/index.json").json()
    assert list(page) == ["page", "value", "nextPage"]
    assert [list(item) for item in page["value"]] == [KEYS] * len(page["value"])
    dates = [item["publishedDateTime"] for item in page["value"]]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == min(25, newsroom.store.count_published())


def test_one_page_has_several_addresses_and_the_same_bytes(client):
    bodies = {
        client.get(f"/api/news/{path}").content for path in ("", "index.json", "page/1", "page/1/", "page/1/index.json")
    }
    assert len(bodies) == 1
    assert client.get("/api/news/computer-vision/").json()["page"] == 1


def test_pages_follow_each_other_to_the_end(fresh):
    small = msgspec.structs.replace(fresh.settings, site=msgspec.structs.replace(fresh.settings.site, page_size=1))
    newsroom = dataclasses.replace(fresh, settings=small)
    number, seen = 1, []
    while number:
        page = json.loads(classic.news(newsroom, "", str(number)).body)
        seen += [item["path"] for item in page["value"]]
        number = page["nextPage"]
    assert len(set(seen)) == len(seen) == newsroom.store.count_published()


@pytest.mark.parametrize("path", ["page/0", "page/99", "page/-1", "page/one", "page/%D9%A1", "nothing/", "ai/page/99"])
def test_a_page_that_does_not_exist_is_not_found(client, path):
    assert client.get(f"/api/news/{path}").status_code == 404


def test_topics_and_newsletters(client):
    topics = client.get("/api/topics/index.json").json()["value"]
    assert [(topic["id"], topic.get("parent")) for topic in topics][:2] == [("ai", None), ("computer-vision", "AI")]
    letters = client.get("/api/newsletters/").json()
    assert (letters["page"], letters["value"], letters["nextPage"]) == (1, [], None)


def test_an_article_is_explained_as_on_the_command_line(client, newsroom):
    lead = newsroom.store.get_stories(["000002"])["000002"].lead
    answer = client.get(f"/api/articles/{lead}.json")
    told = explain.explain(newsroom.store, newsroom.settings, lead, newsroom.now(), newsroom.own)
    assert answer.content == msgspec.json.encode(told) + b"\n"
    assert b"PRIVATE" not in answer.content
    assert sum(part["points"] for part in answer.json()["parts"]) == answer.json()["quality"]
    for wrong in (lead, f"{lead}.xml", "nothing.json", "..json"):
        assert client.get(f"/api/articles/{wrong}").status_code == 404


def test_programs_may_keep_what_has_not_changed(client):
    for path in (
        "/api/news/index.json",
        "/feed.xml",
        "/feed.json",
        "/t/ai/feed.atom",
        "/sitemap.xml",
        "/static/style.css",
    ):
        first = client.get(path)
        assert first.headers["access-control-allow-origin"] == "*"
        etag = first.headers["etag"]
        for said in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
            assert client.get(path, headers={"If-None-Match": said}).status_code == 304
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_feeds_name_themselves_and_their_page(client):
    rss = etree.fromstring(client.get("/t/computer-vision/feed.xml").content)
    assert rss.findtext("channel/title") == "Computer Vision · A.I. Every Morning"
    assert rss.findtext("channel/link") == "https://news.example/ai/t/computer-vision/"
    assert len(rss.findall("channel/item")) > 0
    atom = etree.fromstring(client.get("/feed.atom").content)
    assert atom.tag.endswith("feed")
    assert client.get("/feed.json").json()["home_page_url"] == "https://news.example/ai/"
    assert client.get("/t/unknown/feed.xml").status_code == 404


def test_small_files(client):
    assert "Sitemap: https://news.example/ai/sitemap.xml" in client.get("/robots.txt").text
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
    assert client.get("/static/nothing.css").status_code == 404
    assert client.get("/static/..%2fapp.py").status_code == 404
