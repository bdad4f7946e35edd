"""A source's page."""

from dataclasses import replace
from datetime import timedelta

import pytest
import seeding
from lxml import html

from coranto.model.change import ArticleChange
from coranto.site import build


def texts(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def test_a_source_says_how_much_comes_from_it_and_lists_what_is_published(client, newsroom):
    tree = html.fromstring(client.get("/sources/wire/").text)
    found, published = newsroom.store.source_counts()["wire"]
    assert texts(tree, "//h1") == ["The Wire"]
    assert texts(tree, "//p[@class='stand']") == [
        f"{found} articles came from it; {published} of them lead a published story ({round(100 * published / found)} %)."
    ]
    assert len(texts(tree, "//section[contains(@class,'river')]//li")) == min(30, published)
    assert texts(tree, "//dl[@class='kw']/dd")[0] == "well"
    assert {"../../sources/wire/feed.xml", "https://wire.example/feed"} <= set(tree.xpath("//main//a/@href"))
    assert sum(float(one) > 0 for one in tree.xpath("//figure//rect/@height")) >= 1


def test_a_source_that_fails_says_why(client):
    tree = html.fromstring(client.get("/sources/broken/").text)
    assert texts(tree, "//dd[@class='ill']") == ["3 failures in a row: no answer in 20 s"]
    assert texts(tree, "//p[@class='stand']") == ["Nothing has come from it yet."]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("ident", ["nobody", "%2e%2e", "a%2fb"])
def test_who_is_no_source_has_no_page(client, ident):
    assert client.get(f"/sources/{ident}/").status_code == 404


def test_the_list_of_sources_leads_to_each(client):
    tree = html.fromstring(client.get("/sources/").text)
    assert {"../sources/wire/", "../sources/broken/"} <= set(tree.xpath("//table//th/a/@href"))


def test_what_comes_in_and_is_not_published_counts_too(fresh, tmp_path):
    build.build(fresh, tmp_path)
    page = tmp_path / "sources" / "wire" / "index.html"
    before = page.read_text()
    fresh.store.save_article(ArticleChange(article=seeding.article("Of no matter to anybody", seeding.OUTLETS[0], 0.1)))
    build.build(fresh, tmp_path)
    assert page.read_text() != before


def test_the_days_go_on_at_midnight(fresh, tmp_path):
    page = tmp_path / "sources" / "wire" / "index.html"
    build.build(fresh, tmp_path)
    before = page.read_text()
    build.build(replace(fresh, now=lambda: seeding.NOW + timedelta(hours=1)), tmp_path)
    assert page.read_text() == before
    build.build(replace(fresh, now=lambda: seeding.NOW + timedelta(days=1)), tmp_path)
    assert page.read_text() != before
