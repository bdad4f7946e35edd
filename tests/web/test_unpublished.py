"""What was not published is found where it is asked for: search, API, feeds, river; and nowhere, if the site says so."""

import html
import json
import re

import msgspec
import pytest
import seeding
from starlette.testclient import TestClient

from coranto.web import app

ROOT = "/api/v1"


@pytest.fixture(scope="module")
def ids(newsroom):
    """The ids of the published records, and of the others."""
    every = newsroom.store.get_records([one.id for one in newsroom.store.recent_articles(1000)])
    yes = {name for name, one in every.items() if one.record.published}
    assert yes
    assert len(yes) < len(every)
    return yes, set(every) - yes


@pytest.fixture
def closed(fresh):
    """A site that shows only what it publishes."""
    site = msgspec.structs.replace(fresh.settings.site, show_unpublished=False)
    fresh.settings = msgspec.structs.replace(fresh.settings, site=site)
    with TestClient(app.make(fresh)) as client:
        client.headers["User-Agent"] = "curl/8"
        yield client


def listed(client, query):
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{ROOT}/articles?limit=7&{query}" + (f"&cursor={cursor}" if cursor else "")).json()
        found += [(one["id"], one["isPublished"]) for one in page["items"]]
        cursor = page["next"]
    assert len(found) == len(set(found))
    return dict(found)


def test_the_api_lists_any_article_page_by_page(client, ids):
    yes, no = ids
    assert listed(client, "published=any") == dict.fromkeys(yes, True) | dict.fromkeys(no, False)
    assert set(listed(client, "published=no")) == no
    assert set(listed(client, "")) == set(listed(client, "published=yes")) == yes
    lines = client.get(f"{ROOT}/articles.jsonl?published=any").text.splitlines()
    assert {json.loads(line)["id"] for line in lines} == yes | no


def test_a_search_and_its_feed_find_any_article(client, ids):
    yes, no = ids
    for query, expected in (("published:any", yes | no), ("published:no", no), ("published:yes -zebra", yes)):
        found = client.get(f"{ROOT}/search", params={"q": query, "limit": 100}).json()
        assert {one["id"] for one in found["items"]} == expected
        assert not found["troubles"]
    found = client.get(f"{ROOT}/search", params={"q": "a", "published": "any", "limit": 100}).json()
    assert {one["id"] for one in found["items"]} & no
    feed = client.get("/search/feed.json", params={"q": "published:no"}).json()
    assert len(feed["items"]) == min(50, len(no))
    assert client.get(f"{ROOT}/search?q=published:maybe").json()["troubles"]


def test_the_feeds_of_the_site_and_of_a_topic_list_any_article(client, newsroom, ids):
    yes, no = ids
    for folder, topic in (("/", None), ("/t/ai/", "ai")):
        within = {one.id for one in newsroom.store.recent_articles(1000, topic=topic)}
        for asked, expected in (("any", yes | no), ("no", no), ("yes", yes), ("", yes)):
            items = client.get(f"{folder}feed.json?published={asked}").json()["items"]
            assert len(items) == min(50, len(expected & within))


def test_the_river_is_paged_and_narrowed_down(fresh):
    seeding.stories(fresh, 40)
    river = seeding.page("river", fresh).body.decode()
    assert "<form" not in river.split("<main")[1]  # a static page cannot answer a form
    assert 'rel="next"' not in river
    with TestClient(app.make(fresh)) as client:
        every = fresh.store.get_records([one.id for one in fresh.store.recent_articles(1000)])
        seen, way = [], "/river/"
        while way:
            page = client.get(way).text
            assert "<select" in page
            seen += [part.split("/")[0] for part in page.split('href="../a/')[1:]]
            older = re.search(r'<a href="(\?[^"]*|[^"]*river/\?[^"]*)" rel="next"', page)
            way = "/river/" + older[1].rpartition("?")[1] + html.unescape(older[1].rpartition("?")[2]) if older else ""
        assert sorted(seen) == sorted(every)
        none = client.get("/river/?source=nowhere.example").text
        assert "No article fits." in none
        one = client.get("/river/?source=meridianwire.example&published=no&topic=ai").text
        assert "/search/feed.xml?q=topic%3Aai" in one
        assert client.get("/river/?before=nothing&published=maybe&topic=nothing").status_code == 200


def test_a_site_that_shows_only_what_it_publishes(closed, fresh):
    loose = seeding.article("A quiet garden grows", "Polder Tech", 3)
    seeding.file(fresh, "quiet1", [loose])
    (record,) = fresh.store.get_records([loose.id]).values()
    assert not record.record.published
    for query in ("any", "no"):
        answer = closed.get(f"{ROOT}/articles?published={query}")
        assert answer.status_code == 403
        assert "shows only what it publishes" in answer.json()["detail"]
    found = closed.get(f"{ROOT}/search?q=published:any%20garden").json()
    assert not found["items"]
    assert "shows only what it publishes" in found["troubles"][0]
    assert "A quiet garden" not in closed.get("/river/").text
    assert "A quiet garden" not in closed.get("/feed.xml?published=any").text
    for path in (f"/a/{loose.id}/", f"{ROOT}/explain/{loose.id}", f"/api/articles/{loose.id}.json"):
        assert closed.get(path).status_code == 404
    lead = fresh.store.page_of_records(limit=1)[0].article
    assert closed.get(f"/a/{lead}/").status_code == 200


def test_an_explanation_is_found_by_id_path_and_address(client, newsroom):
    (record,) = newsroom.store.page_of_records(limit=1)
    told = client.get(f"{ROOT}/explain/{record.article}").json()
    assert client.get(f"{ROOT}/explain/{record.path}").json() == told
    assert client.get(f"{ROOT}/explain", params={"url": record.record.web_url}).json() == told
    assert client.get(f"{ROOT}/explain").status_code == 400
    assert client.get(f"{ROOT}/explain?url=https://nowhere.example/x").status_code == 404
