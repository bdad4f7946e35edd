"""Feeds of stories and sources, the list of sources, and what pages say of themselves for machines."""

import json
import re
from html import unescape

import pytest
from lxml import etree, html

from coranto.model.source import Source
from coranto.site import build
from coranto.source import opml
from coranto.web.pages.jsonld import link_collection


@pytest.fixture
def story(newsroom):
    return next(story for story, _ in newsroom.store.hot_stories(newsroom.now().replace(year=2000), 1))


@pytest.mark.parametrize("name", ["feed.xml", "feed.atom", "feed.json"])
def test_a_story_has_feeds_of_its_articles(client, newsroom, story, name):
    answer = client.get(f"/s/{story.id}/{name}")
    assert answer.status_code == 200
    told = newsroom.store.get_articles([member.article for member in story.members])
    assert all(one.web_url in unescape(answer.text) for one in told.values())
    assert client.get(f"/s/nothing/{name}").status_code == 404


def test_a_feeds_items_stay_when_the_story_goes_on(fresh):
    from starlette.testclient import TestClient

    from coranto.web import app

    found = next(story for story, _ in fresh.store.hot_stories(fresh.now().replace(year=2000), 1))
    with TestClient(app.make(fresh)) as client:
        items = client.get(f"/s/{found.id}/feed.json").json()["items"]
        assert {item["external_url"] for item in items} == {
            one.web_url for one in fresh.store.get_articles([m.article for m in found.members]).values()
        }
        assert [item["id"] for item in items] == [
            item["id"] for item in client.get(f"/s/{found.id}/feed.json").json()["items"]
        ]


def test_a_source_has_feeds_of_what_is_published_of_it(client, newsroom):
    source = newsroom.store.recent_articles(1, published=True)[0].source
    items = client.get(f"/sources/{source}/feed.json").json()["items"]
    assert items
    published = {one.record.web_url for one in newsroom.store.published_records(0, 500)}
    assert {item["url"] for item in items} <= published
    assert client.get("/sources/nobody/feed.xml").status_code == 404
    assert client.get(f"/sources/{source}/feed.exe").status_code == 404


def test_the_list_of_sources_goes_into_any_reader(fresh, tmp_path):
    fresh.store.save_source(Source(id="gone", url="https://gone.example/feed", title="Gone", retired="it is gone"))
    fresh.store.save_source(Source(id="here", url="https://here.example/feed", title="Here & <now>", folder="A/B"))
    build.build(fresh, tmp_path / "site")
    sources, problems = opml.read((tmp_path / "site" / "sources.opml").read_bytes())
    assert problems == []
    assert [(one.title, one.folder) for one in sources if one.url == "https://here.example/feed"] == [
        ("Here & <now>", "A/B")
    ]
    assert not any("gone" in one.url for one in sources)


def pages(client, story):
    front = client.get("/")
    at = client.get(f"/s/{story.id}/", follow_redirects=True)
    return {"/": front, "/t/ai/": client.get("/t/ai/"), "story": at}


def test_front_topic_and_story_are_collections_of_links(client, newsroom, story):
    for where, answer in pages(client, story).items():
        tree = html.fromstring(answer.text)
        (said,) = tree.xpath("//script[@type='application/ld+json']/text()")
        told = json.loads(said)
        assert told["@type"] == "CollectionPage"
        assert told["url"] == tree.xpath("string(//link[@rel='canonical']/@href)")
        items = told["mainEntity"]["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, told["mainEntity"]["numberOfItems"] + 1))
        assert items
        assert not re.search(r"NewsArticle|author|publisher", said), "nobody's piece is called ours"
        own = newsroom.settings.site.url
        assert all(item["url"].startswith(own) == (where != "story") for item in items)


def test_open_graph_says_what_a_page_is(client, story):
    for answer in pages(client, story).values():
        tree = html.fromstring(answer.text)
        said = {one.get("property"): one.get("content") for one in tree.xpath("//meta[starts-with(@property, 'og:')]")}
        assert set(said) == {"og:type", "og:locale", "og:site_name", "og:title", "og:description", "og:url"} | {
            "og:image",
            "og:image:width",
            "og:image:height",
        }
        assert said["og:url"] == tree.xpath("string(//link[@rel='canonical']/@href)")
        assert all(said.values())
    assert "og:title" not in client.get("/search/?q=ai").text  # a page that is not to be found


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--", "&lt;", "]]>", "“\u2028"])
def test_no_title_ends_the_script_it_stands_in(name):
    said = str(link_collection("https://news.example/", name, name, "en", [("https://a.example/", name)]))
    assert not re.search("[<>&]", said)
    assert json.loads(said)["name"] == name
    page = etree.HTML(f"<script type='application/ld+json'>{said}</script><p>after")
    assert page.xpath("string(//p)") == "after"


def test_an_item_names_its_story_and_the_other_outlets_and_says_when_each_was_updated(client, newsroom):
    story = newsroom.store.get_stories(["000002"])["000002"]
    members = newsroom.store.get_articles([one.article for one in story.members])
    page = f"https://news.example/ai/s/000002/{client.get('/s/000002').url.path.split('/')[3]}/"
    items = client.get("/feed.json").json()["items"]
    item = next(one for one in items if one.get("_story", {}).get("url") == page)
    own = item["authors"][0]["name"]
    others = {one.provider.name for one in members.values()} - {own}
    assert {one["name"] for one in item["_story"]["outlets"]} == others
    assert all(name.replace("&", "&amp;") in item["content_html"] for name in others)
    assert page in item["content_html"]
    assert item["date_modified"] == f"{max(one.published for one in members.values()):%Y-%m-%dT%H:%M:%SZ}"
    assert len({one["date_modified"] for one in items}) == len(items)  # not the same for a whole round
    for name in ("feed.xml", "feed.atom"):
        tree = etree.fromstring(client.get(f"/{name}").content)
        links = tree.xpath("//*[local-name()='link'][@rel='related']/@href")
        assert page in links
    times = tree.xpath("//*[local-name()='entry']/*[local-name()='updated']/text()")
    assert len(set(times)) == len(items)
    assert all(one <= tree.findtext("{http://www.w3.org/2005/Atom}updated") for one in times)
