"""What a page says to readers and to the programs that show it: no commands, its language, territory, icons."""

import dataclasses
import json
import re

import msgspec
import pytest
import seeding
from lxml import html

from coranto.i18n import formats
from coranto.model.reason import Reason
from coranto.web import words


def of_language(newsroom, tag):
    site = msgspec.structs.replace(newsroom.settings.site, language=tag, title="أخبار الصباح", tagline="كل يوم")
    return dataclasses.replace(newsroom, settings=msgspec.structs.replace(newsroom.settings, site=site))


def test_what_only_the_owner_can_do_is_not_said_to_readers(bare):
    assert (
        words.said("it is a web page, not a feed; `coranto add` finds the feed of a page")
        == "it is a web page, not a feed"
    )
    assert words.said(Reason("feed.no_items")) == "it is JSON, but no JSON Feed: there are no items"
    says = "Published: so its record says; `coranto rejudge` decides again and says why."
    assert words.said(says) == "Published: so its record says."
    source = seeding.Source(id="page", url="https://page.example/", failures=2, trouble=Reason("feed.web_page"))
    bare.store.save_source(source)
    for kind, ident in (("sources", ""), ("source", "page"), ("status", "")):
        body = seeding.page(kind, bare, ident).body.decode()
        assert "it is a web page, not a feed" in body
        assert "`" not in body


@pytest.mark.parametrize(
    ("tag", "name"), [("en-us", "en_US"), ("de", "de_DE"), ("de-AT", "de_AT"), ("ar", "ar_EG"), ("zh-Hant-TW", "zh_TW"), ("xx", "xx"), ("", "en_US")]
)  # fmt: skip
def test_a_language_has_a_territory_for_open_graph(tag, name):
    assert formats.locale_name(tag) == name


def test_an_arabic_site_says_its_own_words_from_right_to_left(fresh):
    arabic = of_language(fresh, "ar")
    for kind, ident in (("front", ""), ("topic", "ai"), ("story", "000000")):
        tree = html.fromstring(seeding.page(kind, arabic, ident).body)
        assert tree.get("lang") == "en"  # there is no Arabic catalogue
        (name,) = tree.xpath("//*[contains(@class,'name')][@lang='ar'][@dir='rtl']")
        assert name.text_content() == "أخبار الصباح"
        assert {one.get("dir") for one in tree.xpath("//nav[@aria-label='Topics']//a")[1:]} == {"rtl"}
        assert tree.xpath("//meta[@property='og:locale']/@content") == ["ar_EG"]
    assert html.fromstring(seeding.page("topic", arabic, "ai").body).xpath("//h1[@dir='rtl'][@lang='ar']")
    plain = html.fromstring(seeding.page("topic", fresh, "ai").body)
    assert not plain.xpath("//h1[@dir] | //nav//a[@dir]")


def test_the_icon_is_there_as_a_picture_of_pixels_too(client):
    icons = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    for icon in icons:
        answer = client.get(f"/{icon['src']}")
        assert answer.headers["content-type"] == icon["type"]
        if icon["type"] == "image/png":
            side = int.from_bytes(answer.content[16:20], "big")  # of the PNG's header
            assert icon["sizes"] == f"{side}x{side}"
    assert {icon.get("purpose") for icon in icons} == {None, "any", "maskable"}
    (touch,) = html.fromstring(client.get("/t/ai/").content).xpath("//link[@rel='apple-touch-icon']/@href")
    assert client.get(f"/t/ai/{touch}").status_code == 200
    assert "icon-512" not in client.get("/sw.js").text  # the worker keeps what pages are made of


def test_an_edition_has_an_end(client, bare):
    tree = html.fromstring(client.get("/").content)
    (end,) = tree.xpath("//p[@class='end']")
    assert end.text_content().startswith("The end of this edition: 9 stories of the last 3 days.")
    assert end.xpath("a/@href") == ["./archive/", "./river/"]
    assert not html.fromstring(seeding.page("front", bare).body).xpath("//p[@class='end']")


def test_a_reader_mode_finds_the_story(client):
    """What Readability's ``isProbablyReaderable`` looks at: text of 140 letters and more, counted by square roots."""
    unlikely = re.compile(r"-ad-|banner|breadcrumbs|comment|community|extra|footer|header|menu|related|rss|sidebar|social|pagination|pager", re.IGNORECASE)  # fmt: skip
    for story in ("000000", "000002"):
        tree = html.fromstring(client.get(f"/s/{story}/").content)
        score = 0.0
        for node in tree.xpath("//p | //pre | //article"):
            if unlikely.search(f"{node.get('class', '')} {node.get('id', '')}") or node.xpath("ancestor::li"):
                continue
            length = len(" ".join(node.text_content().split()))
            score += max(0, length - 140) ** 0.5
        assert score > 20


def test_pages_say_what_they_are_to_search_engines(client):
    for path in ("/", "/s/000002/", "/t/ai/"):
        tree = html.fromstring(client.get(path).content)
        (said,) = tree.xpath("//script[@type='application/ld+json']/text()")
        found = json.loads(said)
        assert (found["@context"], found["@type"]) == ("https://schema.org", "CollectionPage")
        assert found["url"] == tree.xpath("//link[@rel='canonical']/@href")[0]
        items = found["mainEntity"]["itemListElement"]
        assert found["mainEntity"]["numberOfItems"] == len(items) > 0
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert all(item["url"].startswith("https://") and item["name"] for item in items)
        assert tree.xpath("//meta[@property='og:type']/@content")[0] in ("website", "article")
