"""What outlets changed: as a page, as feeds, in the story, the explanation, the API, for assistants, and built."""

import pytest
from lxml import html
from starlette.testclient import TestClient

from coranto.model.revision import Difference
from coranto.site import build
from coranto.web import app
from coranto.web.mcp.tools import Tools


@pytest.fixture
def changed(fresh):
    """A newsroom, a story of which an article was changed, and that article."""
    story = next(story for story, _ in fresh.store.hot_stories(fresh.now().replace(year=2000), 1))
    number = Difference(kind="number", before="12", after="<14>", context="at least <14> people")
    headline = Difference(kind="headline", before="An old headline", after="A new one", place="headline")
    fresh.store.add_revisions(story.lead, fresh.now(), [number, headline])
    return fresh, story


def told(text):
    return " ".join(html.fromstring(text).text_content().split())


def test_the_page_the_story_and_the_article_show_before_and_after(changed):
    newsroom, story = changed
    with TestClient(app.make(newsroom)) as client:
        for path in ("/changes/", f"/s/{story.id}/", f"/a/{story.lead}/"):
            page = client.get(path)
            assert page.status_code == 200
            said = told(page.text)
            assert "An old headline" in said
            assert "A new one" in said
            assert "at least <14> people" in said
            assert "<14>" not in page.text.replace("&lt;14&gt;", "")
        assert "An old headline" not in told(client.get("/river/").text)


@pytest.mark.parametrize("name", ["feed.xml", "feed.atom", "feed.json"])
def test_the_changes_are_a_feed_in_every_format(changed, name):
    newsroom, story = changed
    with TestClient(app.make(newsroom)) as client:
        answer = client.get(f"/changes/{name}")
        assert answer.status_code == 200
        assert "An old headline" in answer.text
        assert f"/a/{story.lead}/" in answer.text
        assert answer.headers["content-type"] == client.get(f"/{name}").headers["content-type"]


def test_the_api_gives_them_by_page_and_by_story(changed):
    newsroom, story = changed
    with TestClient(app.make(newsroom)) as client:
        first = client.get("/api/v1/changes", params={"limit": 1}).json()
        (headline,) = first["items"]
        assert (headline["kind"], headline["before"], headline["after"]) == ("headline", "An old headline", "A new one")
        assert (headline["article"], headline["story"]) == (story.lead, story.id)
        assert headline["reason"]["code"] == "revision.headline"
        (number,) = client.get("/api/v1/changes", params={"cursor": first["next"]}).json()["items"]
        assert number["context"] == "at least <14> people"
        assert len(client.get("/api/v1/changes", params={"story": story.id}).json()["items"]) == 2
        assert client.get("/api/v1/changes", params={"story": "nothing"}).json()["items"] == []
        assert client.get("/api/v1/changes", params={"of": "x"}).status_code == 400
        explained = client.get(f"/api/v1/explain/{story.lead}").json()
        assert [one["kind"] for one in explained["revisions"]] == ["number", "headline"]
        assert "/changes" in client.get("/api/v1/openapi.json").json()["paths"]
    assert len(Tools(newsroom).what_changed(story.id)["items"]) == 2


def test_a_static_site_has_them_and_renders_them_when_there_are_more(changed, tmp_path):
    newsroom, story = changed
    build.build(newsroom, tmp_path / "site")
    page = tmp_path / "site" / "changes" / "index.html"
    assert "An old headline" in told(page.read_text())
    assert all((tmp_path / "site" / "changes" / name).exists() for name in ("feed.xml", "feed.atom", "feed.json"))
    more = Difference(kind="name", before="Ellen Marsh", after="Helen Marsh")
    newsroom.store.add_revisions(story.lead, newsroom.now(), [more])
    build.build(newsroom, tmp_path / "site")
    assert "Helen Marsh" in told(page.read_text())
    assert "Helen Marsh" in (tmp_path / "site" / "changes" / "feed.atom").read_text()
