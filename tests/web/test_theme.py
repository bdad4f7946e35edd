"""A newsroom's own look: its style, its templates, and what a broken one costs."""

from pathlib import Path

import msgspec
import pytest
import seeding
import structlog
from lxml import html
from starlette.testclient import TestClient

from coranto.cli import check_
from coranto.site import build
from coranto.web import app, render, theme
from coranto.web.pages import lists


@pytest.fixture
def own(fresh):
    """Give a newsroom templates of its own, as if it were started with them."""

    def write(**files):
        (folder(fresh) / "templates").mkdir(exist_ok=True)
        for name, text in files.items():
            (folder(fresh) / "templates" / f"{name}.html").write_text(text)
        theme.of.cache_clear()
        return fresh

    return write


def folder(newsroom):
    return Path(newsroom.settings.folder)


def test_a_style_of_ones_own_comes_after_coranto_s(own, tmp_path):
    newsroom = own()
    (folder(newsroom) / "theme.css").write_text(":root { --paper: rgb(1 2 3) }")
    with TestClient(app.make(newsroom)) as client:
        sheets = html.fromstring(client.get("/t/ai/").text).xpath("//link[@rel='stylesheet']/@href")
        assert [sheet.partition("?")[0] for sheet in sheets] == ["../../static/style.css", "../../static/theme.css"]
        answer = client.get(sheets[1].replace("../../", "/"))
        assert answer.text == ":root { --paper: rgb(1 2 3) }"
        assert "immutable" in answer.headers["cache-control"]
        (folder(newsroom) / "theme.css").write_text(":root { --paper: rgb(4 5 6 / 1) }")
        again = html.fromstring(seeding.page("topic", newsroom, "ai", seeding.NOW).body).xpath(
            "//link[@rel='stylesheet']/@href"
        )
        assert again[0] != sheets[0]  # browsers ask anew
    build.build(newsroom, tmp_path / "site")
    assert (tmp_path / "site" / "static" / "theme.css").read_text() == ":root { --paper: rgb(4 5 6 / 1) }"


def test_without_a_style_of_ones_own_there_is_none(client):
    assert client.get("/static/theme.css").status_code == 404
    assert "theme.css" not in client.get("/").text


@pytest.mark.browser
def test_a_property_of_ones_own_wins_in_the_browser(own, look):
    newsroom = own()
    (folder(newsroom) / "theme.css").write_text(":root { --paper: rgb(1 2 3) }")
    with app.Server(newsroom, "127.0.0.1", 0) as server:
        page = look(server.address + "/")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(1, 2, 3)"
        assert page.said == []


def test_a_template_of_ones_own_stands_in_for_coranto_s(own):
    newsroom = own(
        base='{% extends "coranto/base.html" %}{% block foot %}<footer>{{ f.site|upper }} &amp; sons</footer>{% endblock %}',
        river="{% extends 'base.html' %}{% block main %}<h1>All of it</h1>{{ v.days|length }}{% endblock %}",
    )
    river = seeding.page("river", newsroom).body.decode()
    assert "<h1>All of it</h1>" in river
    assert "<footer>A.I. EVERY MORNING &amp; sons</footer>" in river
    assert "& sons" in html.fromstring(seeding.page("front", newsroom).body).xpath("string(//footer)")
    assert not theme.of(newsroom.settings.folder).check()


BROKEN = {
    "a tag that is not closed": ("\n\n{% if v.days %}<h1>", 3, "endif"),
    "a name that is none": ("<h1>\n{{ v.nonsense }}</h1>", 2, "nonsense"),
    "a sum of words": ("<h1>{{ 1 }}\n\n{{ 'a' + 1 }}</h1>", 3, "str"),
    "a template that is not there": ('{% extends "nowhere.html" %}', 1, "nowhere.html"),
    "a template that extends itself": ('{% extends "river.html" %}', 1, "ring"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_template_costs_only_itself_and_is_named(own, broken, tmp_path):
    text, line, said = BROKEN[broken]
    newsroom = own(river=text)
    with structlog.testing.capture_logs() as told:
        page = seeding.page("river", newsroom).body
        assert seeding.page("river", newsroom).body == page
    assert html.fromstring(page).xpath("string(//h1)") == "River"
    (one,) = [entry for entry in told if entry["log_level"] == "error"]  # once, not for every reader
    assert one["trouble"].startswith(f"{folder(newsroom) / 'templates' / 'river.html'}:{line}: ")
    assert said in one["trouble"]
    assert "take the file away" in one["trouble"]
    assert build.build(newsroom, tmp_path / "site").written > 50


def test_a_template_that_is_mended_is_used_again(own):
    newsroom = own(river="{% broken %}")
    seeding.page("river", newsroom)
    (folder(newsroom) / "templates" / "river.html").write_text("mended")
    assert seeding.page("river", newsroom).body == b"mended"


def test_check_finds_broken_templates_and_those_that_nothing_uses(own):
    newsroom = own(river="\n{% if %}", rivre="x", mine="y", front='{% include "mine.html" %}')
    found = [str(one) for one in theme.of(newsroom.settings.folder).check()]
    assert len(found) == 2
    assert "river.html:2: " in found[0]
    assert "rivre.html: nothing is set in it" in found[1]
    told = "\n".join(check_.check(newsroom.settings))
    assert "river.html:2: " in told


def test_a_mistake_of_our_own_is_not_blamed_on_their_templates(own):
    newsroom = own(river="x")
    wrong = msgspec.structs.replace(lists.density(newsroom), layout=None)
    with pytest.raises(AttributeError):
        render.page("density.html", wrong)
