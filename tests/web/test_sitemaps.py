"""Sitemaps, robots.txt and the rules of the house, live and as files."""

from dataclasses import replace
from datetime import timedelta
from urllib.robotparser import RobotFileParser

import pytest
import seeding
from litestar.testing import TestClient
from lxml import etree

from coranto import errors
from coranto.config import crawlers
from coranto.site import build
from coranto.web import app

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
HOME = "https://news.example/ai"


def listed(client, path="/sitemap.xml"):
    answer = client.get(path)
    assert answer.status_code == 200
    return etree.fromstring(answer.content).xpath("//s:loc/text()", namespaces=SPACE)


def test_the_index_leads_to_every_story_once_and_to_pages_that_exist(client, newsroom):
    lists = [url.removeprefix(HOME) for url in listed(client)]
    assert lists[:2] == ["/sitemap-pages.xml", "/sitemap-news.xml"]
    assert lists[2:] == sorted(lists[2:], reverse=True)
    pages = [url for path in lists if path != "/sitemap-news.xml" for url in listed(client, path)]
    assert len(pages) == len(set(pages))
    assert f"{HOME}/t/chips/" in pages
    assert {url.split("/s/")[1].split("/")[0] for url in pages if "/s/" in url} == set(
        newsroom.store.published_story_ids()
    )
    for url in pages:
        assert client.get(url.removeprefix(HOME), follow_redirects=False).status_code == 200


def test_news_is_what_began_in_the_last_two_days(client, newsroom):
    tree = etree.fromstring(client.get("/sitemap-news.xml").content)
    dates = tree.xpath("//n:publication_date/text()", namespaces=SPACE)
    assert dates == sorted(dates, reverse=True)
    assert dates
    assert min(dates) > (newsroom.now() - timedelta(days=2)).isoformat()
    assert set(tree.xpath("//n:language/text()", namespaces=SPACE)) == {"en"}
    assert all("/s/" in url for url in tree.xpath("//s:loc/text()", namespaces=SPACE))


@pytest.mark.parametrize(
    "name", ["x", "2026-13-01", "2026-3-7", "1999-01-01", "news", "../2026-03-07", "2026-03-07.xml.gz"]
)
def test_there_are_no_other_sitemaps(client, name):
    assert client.get(f"/sitemap-{name}").status_code == 404
    assert client.get(f"/sitemap-{name}.xml").status_code == (200 if name == "news" else 404)


def test_a_new_story_changes_the_lists_of_its_day_and_no_other(fresh, tmp_path):
    build.build(fresh, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("sitemap*.xml")}
    assert len(before) >= 4
    title = "A court and its cameras: a story that nobody has told before"
    seeding.file(fresh, "ffffff", [seeding.article(title, seeding.OUTLETS[0], 0.1)])
    build.build(fresh, tmp_path)
    after = {path.name: path.read_bytes() for path in tmp_path.glob("sitemap*.xml")}
    today = f"sitemap-{fresh.now():%Y-%m-%d}.xml"
    assert {name for name in after if before.get(name) != after[name]} <= {today, "sitemap-news.xml", "sitemap.xml"}
    assert b"/s/ffffff/a-court-and-its-cameras" in after[today]
    assert title.encode() in after["sitemap-news.xml"]


def test_what_was_news_leaves_the_list_when_its_time_is_over(fresh, tmp_path):
    build.build(fresh, tmp_path)
    assert (tmp_path / "sitemap-news.xml").exists()
    later = fresh.now() + timedelta(days=3)
    build.build(replace(fresh, now=lambda: later), tmp_path)
    assert not (tmp_path / "sitemap-news.xml").exists()
    assert b"sitemap-news" not in (tmp_path / "sitemap.xml").read_bytes()


def robots(names):
    parser = RobotFileParser()
    parser.parse(crawlers.robots(names, ["/density/"], f"{HOME}/sitemap.xml").splitlines())
    return parser


def test_everybody_is_welcome_at_first(client):
    said = client.get("/robots.txt").text
    assert f"Sitemap: {HOME}/sitemap.xml" in said
    assert "Disallow: /\n" not in said
    assert robots(()).can_fetch("GPTBot", "/")
    assert not robots(()).can_fetch("GPTBot", "/density/")
    assert "may be read by every program" in client.get("/rules.txt").text


def test_who_is_named_is_kept_out(tmp_path):
    (tmp_path / crawlers.FILE).write_text("ai  # our readers asked for it\nSomeBot\n")
    names = crawlers.unwelcome(tmp_path)
    assert names[-1] == "somebot"
    parser = robots(names)
    for agent in ("GPTBot/1.2", "ClaudeBot", "SomeBot"):
        assert not parser.can_fetch(agent, "/")
    for agent in ("Googlebot", "DuckDuckBot", "Feedly"):
        assert parser.can_fetch(agent, "/")
    (tmp_path / crawlers.FILE).write_text("*\n")
    assert not robots(crawlers.unwelcome(tmp_path)).can_fetch("Googlebot", "/")


def test_a_line_that_names_nobody_is_told_with_its_place(tmp_path):
    (tmp_path / crawlers.FILE).write_text("ai\n\nhttps://crawler.example/bot\n")
    with pytest.raises(errors.ConfigError) as caught:
        crawlers.unwelcome(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / crawlers.FILE}:3: ")
    assert "GPTBot" in str(caught.value)


def test_the_rules_name_the_numbers_in_force_and_who_is_kept_out(fresh):
    with TestClient(app.make(replace(fresh, unwelcome=("GPTBot", "somebot")))) as client:
        said = client.get("/rules.txt")
        assert said.headers["content-type"].startswith("text/plain")
        assert "GPTBot" in said.text
        assert f"reaches {fresh.settings.publish.threshold}" in said.text
        assert "&" not in said.text, "plain text"
        assert client.get("/robots.txt").text.count("User-agent: ") == 3
