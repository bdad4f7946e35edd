"""Who told a story: on its page, in its feed, over the API and to an assistant."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from lxml import html
from starlette.testclient import TestClient

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.model.article import Provider
from coranto.run import assemble, ingest, publish, sourcing
from coranto.testing import article
from coranto.web import app
from coranto.web.mcp.tools import Tools

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
REPORT = " ".join(f"On day {n} the ferry lay off the cape and pilot {n} went aboard." for n in range(40))
TOLD = (
    ("Ferry aground off the cape, pilots aboard", "tide.example", REPORT),
    ("Ferry aground off the cape: what we know", "echo.example", f"We asked around. {REPORT[: len(REPORT) // 3]}"),
    ("Ferry off the cape aground, says Tide", "third.example", "It is aground. The pilot told Tide News so. All wait."),
)


@pytest.fixture(scope="module", params=["en", "de"])
def told(request, tmp_path_factory):
    """A newsroom with one story, told by three outlets, its language, and the story's id."""
    folder = tmp_path_factory.mktemp("told")
    (folder / "topics").mkdir()
    (folder / "topics/sea.yaml").write_text("taxonomy: topic\n_id: sea\nname: Sea\nkeywords: [ferry]\n")
    site = f'profile = "subject"\n[site]\nlanguage = "{request.param}"\n'
    (folder / "coranto.toml").write_text(site)
    with newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml"), now=lambda: NOW) as newsroom:
        opened, stories = ingest.Ingest(newsroom), set()
        for n, (title, outlet, text) in enumerate(TOLD):
            at = NOW - timedelta(hours=3 - n)
            provider = {"name": outlet.split(".")[0].title(), "domain": outlet}
            draft = article(title, f"https://{outlet}/1", text=text, published=at, seen=at, language="en", topics=())
            draft = sourcing.sourced(_of(draft, Provider(**provider)), opened.names)
            ready = assemble.judged(draft, (), newsroom.taxonomy, newsroom.settings, newsroom.signals)
            stories.add(opened.add(ready, None))
        publish.publish(newsroom, Counter())
        (story,) = stories
        yield newsroom, request.param, story


def _of(draft, provider):
    return msgspec.structs.replace(draft, provider=provider)


def test_the_page_says_who_told_it_and_shows_the_sentence(told):
    newsroom, language, story = told
    with TestClient(app.make(newsroom)) as client:
        tree = html.fromstring(client.get(f"/s/{story}/").text)
    said = " ".join(tree.xpath("//section[@aria-labelledby='told']")[0].text_content().split())
    if language == "en":
        assert "1 outlet told it in words of its own; 1 only cites another; 1 only prints another’s text." in said
        assert "First seen at Tide, Mon" in said
        assert "at 09:00 UTC." in said
        assert "prints the text of Tide" in said
    else:
        assert "1 Medium hat es in eigenen Worten berichtet; 1 beruft sich nur auf ein anderes" in said
        assert "druckt den Text von Tide" in said
    assert "The pilot told Tide News so." in said
    who = tree.xpath("//h3[.='Who leads' or .='Wer führt']/following-sibling::p[1]")[0].text_content()
    assert who.startswith("Tide")


def test_the_api_and_the_feed_say_so_too(told):
    newsroom, language, story = told
    with TestClient(app.make(newsroom)) as client:
        reported = client.get(f"/api/v1/stories/{story}").json()["reported"]
        feed = client.get(f"/s/{story}/feed.atom").text
        lead = client.get(f"/api/v1/stories/{story}").json()["lead"]
        account = client.get(f"/api/v1/explain/{lead}").json()["account"]
    assert {name: reported[name] for name in ("outlets", "own", "citing", "copying")} == {
        "outlets": 3, "own": 1, "citing": 1, "copying": 1,
    }  # fmt: skip
    assert (reported["firstOutlet"], reported["firstSeen"]) == ("Tide", "2026-03-02T09:00:00Z")
    assert ("in words of its own" if language == "en" else "in eigenen Worten") in feed
    assert [(link["way"], link["source"]) for link in account["links"]] == [("text", lead), ("named", lead)]


def test_an_assistant_is_told_of_each_article(told):
    newsroom, language, story = told
    if language == "en":
        found = Tools(newsroom).get_story(story)
        assert {one["outlet"]: one["told"] for one in found["articles"]} == {
            "Tide": "words of its own that cite nobody",
            "Echo": "prints the text of Tide",
            "Third": "cites Tide News",
        }


def test_heat_counts_the_citing_outlet_half_and_the_copy_not(told):
    newsroom, _, story = told
    lead = newsroom.store.get_stories([story])[story].lead
    decided = newsroom.store.get_decisions([lead])[lead]
    points = {part.name: part.points for part in decided.parts}
    assert (points.get("outlets"), points["citing"], points["copies"]) == (None, 5, 0)
    assert newsroom.store.get_articles([lead])[lead].provider.name == "Tide"
