"""The same story in another language: on its page, in the API, in feeds, for assistants, in an explanation, and built."""

from collections import Counter

import msgspec
import pytest
import seeding
from lxml import etree, html
from seeding import opened
from starlette.testclient import TestClient

from coranto.cli import explain_
from coranto.decide import explain
from coranto.edit import verbs
from coranto.run import publish
from coranto.run.ingest import Ingest
from coranto.run.link_languages import LinkLanguages
from coranto.site import build
from coranto.web import app
from coranto.web.mcp.tools import Tools

ENGLISH = "Vance signs nuclear deal in Armenia worth 1,450 million"
GERMAN = "Vance unterzeichnet in <Armenien> Atomabkommen über 1450 Millionen"


@pytest.fixture
def told(tmp_path):
    """A newsroom in which both are published, and the ids of the stories."""
    newsroom = opened(tmp_path)
    newsroom.settings = msgspec.structs.replace(
        newsroom.settings,
        publish=msgspec.structs.replace(newsroom.settings.publish, threshold=0, off_topic=True, outputs=()),
    )
    ingest = Ingest(newsroom)
    english = ingest.add(seeding.article(ENGLISH, "Halden Post", 2, excerpt=""), None)
    german = ingest.add(seeding.article(GERMAN, "Rheinische Depesche", 1, excerpt="", language="de"), None)
    publish.publish(newsroom, Counter())
    LinkLanguages(newsroom).update()
    yield newsroom, english, german
    newsroom.store.close()


def test_the_page_names_the_other_and_what_both_share(told):
    newsroom, english, german = told
    with TestClient(app.make(newsroom)) as client:
        answer = client.get(f"/s/{english}/")
        (section,) = html.fromstring(answer.content).xpath("//section[@aria-labelledby='retold']")
        said = " ".join(section.text_content().split())
        assert "Also told in German" in said
        assert GERMAN in said
        assert "“armenia / armenien”" in said
        assert "<Armenien>" not in answer.text
        (link,) = section.xpath(".//a[@hreflang='de']")
        assert client.get(link.get("href")).status_code == 200
        back = " ".join(html.fromstring(client.get(f"/s/{german}/").content).text_content().split())
        assert "Also told in English" in back


def test_it_is_said_in_the_language_of_the_site(told):
    newsroom, english, _ = told
    site = msgspec.structs.replace(newsroom.settings.site, language="de")
    newsroom.settings = msgspec.structs.replace(newsroom.settings, site=site)
    with TestClient(app.make(newsroom)) as client:
        text = client.get(f"/s/{english}/").text
        assert "Auch erzählt auf Deutsch" in text
        assert "beide nennen" in text


def test_the_api_assistants_and_explanations_have_it(told):
    newsroom, english, german = told
    with TestClient(app.make(newsroom)) as client:
        (also,) = client.get(f"/api/v1/stories/{english}").json()["also"]
        assert (also["story"], also["language"], also["title"]) == (german, "de", GERMAN)
        assert sum(one["weight"] for one in also["evidence"]) == pytest.approx(also["score"], abs=0.01)
        lead = newsroom.store.get_stories([english])[english].lead
        (explained,) = client.get(f"/api/v1/explain/{lead}").json()["also_told"]
        assert explained["story"] == german
        assert explained["reason"]["code"] == "retold.shared"
    assert Tools(newsroom).get_story(english)["also"][0]["story"] == german
    lines = "\n".join(explain_.say(explain.explain(newsroom.store, lead, newsroom.now())))
    assert "The same in other languages" in lines
    assert f"German: {GERMAN}" in lines


def test_feeds_link_it_with_its_language(told):
    newsroom, english, german = told
    with TestClient(app.make(newsroom)) as client:
        for path in ("/feed.atom", "/feed.xml", f"/s/{english}/feed.atom"):
            feed = etree.fromstring(client.get(path).content)
            found = feed.xpath("//*[local-name()='link'][@rel='related'][@hreflang='de']/@href")
            assert [f"/s/{german}/" in one for one in found] == [True], path
        items = client.get("/feed.json").json()["items"]
        also = {one["title"]: one["_also_told"]["stories"][0]["language"] for one in items}
        assert also == {ENGLISH: "de", GERMAN: "en"}


def test_what_was_taken_down_or_is_not_published_is_not_named(told):
    newsroom, english, german = told
    lead = newsroom.store.get_stories([german])[german].lead
    verbs.say(newsroom, "hide", {"article": lead})
    with TestClient(app.make(newsroom)) as client:
        assert client.get(f"/api/v1/stories/{english}").json()["also"] == []
        for path in (f"/s/{english}/", "/feed.atom", "/feed.json"):
            assert "Armenien" not in client.get(path).text


def test_a_static_site_has_it_and_renders_it_when_it_goes(told, tmp_path):
    newsroom, english, german = told
    build.build(newsroom, tmp_path / "site")
    (page,) = (tmp_path / "site" / "s" / english).glob("*/index.html")
    assert "Also told in German" in page.read_text()
    newsroom.store.save_also_told([english, german], [])
    build.build(newsroom, tmp_path / "site")
    assert "Also told in German" not in page.read_text()
