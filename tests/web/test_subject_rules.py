"""A newsroom about one subject: its pages name the line in force and its own rules, not those of the classic profile."""

import itertools
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
import seeding
from lxml import html
from starlette.testclient import TestClient

from coranto.decide import line
from coranto.heat.line import Line
from coranto.model.settings import Publish
from coranto.model.topic import Topic
from coranto.score import quality
from coranto.site import build
from coranto.site.dependencies import Dependencies
from coranto.store import change_log
from coranto.topic.taxonomy import Taxonomy
from coranto.web import app, cache

RULES = "/about/how-it-works/"


def keep(newsroom, heat):
    """Store a line of the day, as a round of the newsroom does."""
    drawn = Line(seeding.NOW.date(), heat=heat, stories=900, days=14)
    newsroom.store.put_value(line.KEY, msgspec.msgpack.encode(drawn), shown=True)


def subject(newsroom, language="en", **publish):
    settings = msgspec.structs.replace(
        newsroom.settings,
        profile="subject",
        publish=Publish(per_day=7, **publish),
        site=msgspec.structs.replace(newsroom.settings.site, language=language),
    )
    return replace(newsroom, settings=settings, signals=quality.PROFILES["subject"])


@pytest.fixture
def about_one(bare):
    """A newsroom about one subject, with stories and a line of 23."""
    newsroom = subject(bare)
    seeding.stories(newsroom)
    keep(newsroom, 23)
    return newsroom


def read(newsroom, path):
    with TestClient(app.make(newsroom)) as client:
        client.headers["User-Agent"] = "curl/8"
        answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.text) if path.endswith("/") else answer.text


def words(tree, path="//body"):
    return " ".join(" ".join(one.text_content().split()) for one in tree.xpath(path))


@pytest.mark.parametrize("path", ["/", "/day/2026-03-07/", "/density/"])
def test_a_legend_names_the_line_of_the_day(about_one, path):
    assert "23, the line for publication." in words(read(about_one, path), "//div[@class='legend']")


def test_a_topic_is_held_against_its_own_threshold_or_the_line_of_the_day(about_one):
    assert "23" in words(read(about_one, "/t/chips/"), "//div[@class='legend' or @class='none']")
    assert "60" in words(read(about_one, "/t/policy/"), "//div[@class='legend' or @class='none']")
    assert "each gives 15" not in words(read(about_one, "/t/chips/"))


def test_the_rules_are_those_of_the_subject(about_one):
    tree = read(about_one, RULES)
    said = words(tree)
    assert "The line stands at 23 today." in said
    assert "about 7 stories a day" in said
    assert "reaches 70" not in said
    assert words(tree, "//tr[th='a keyword in the title']/td") == "2.00"
    assert words(tree, "//tr[th='it has a picture']/td") == "+2"
    assert not tree.xpath("//tr[th='each keyword of a topic in its title']")
    rows = {
        words(row, "th").split(" in ")[0]: words(row, "td[last()]")
        for row in tree.xpath("//table[contains(@class,'full')]//tr[td]")
    }
    assert (rows["Policy & Law"], rows["AI"]) == ("60 its own", "23")


def test_the_example_is_a_sum(about_one):
    tree = read(about_one, RULES)
    figures = [int(cell.text_content()) for cell in tree.xpath("//div[contains(@class,'why')]//table//td[last()]")]
    assert figures[-1] == sum(figures[:-1])


def test_the_rules_for_programs_name_the_line(about_one):
    said = read(about_one, "/rules.txt")
    assert "reach 23," in said
    assert "about 7 stories a day" in said
    assert "heat reaches" not in said


def test_the_rules_are_said_in_german(about_one):
    assert "steht heute bei 23." in words(read(subject(about_one, "de"), RULES))


def test_without_a_number_a_day_the_threshold_of_the_settings_holds(about_one):
    settings = msgspec.structs.replace(about_one.settings, publish=Publish(per_day=0, threshold=41))
    said = words(read(replace(about_one, settings=settings), RULES))
    assert "The line stands at 41, always." in said


def test_before_the_first_line_every_story_reaches_it(bare):
    assert line.in_force(bare.store, subject(bare).settings) == 0


def test_a_page_served_again_names_the_line_that_has_moved(about_one, monkeypatch):
    monkeypatch.setattr(cache, "HOLD", 0)
    monkeypatch.setattr(cache, "PATIENCE", 30)  # the newer page, however long it takes
    with TestClient(app.make(about_one)) as client:
        client.headers["User-Agent"] = "curl/8"
        assert "23, the line" in client.get("/").text
        keep(about_one, 26)
        assert "26, the line" in client.get("/").text


def test_a_build_renders_again_what_names_the_line_when_it_moves(about_one, tmp_path):
    folder = tmp_path / "site"
    clock = itertools.count()
    moving = replace(about_one, now=lambda: seeding.NOW + timedelta(seconds=next(clock)))
    build.build(moving, folder)
    assert "23, the line" in (folder / "day/2026-03-07/index.html").read_text()
    keep(moving, 26)
    build.build(moving, folder)
    assert "26, the line" in (folder / "day/2026-03-07/index.html").read_text()


def test_a_page_that_names_the_line_depends_on_it_and_a_topic_of_its_own_threshold_does_not(about_one):
    topics = about_one.taxonomy.by_name
    on_line, own = Dependencies(about_one.store), Dependencies(about_one.store)
    assert line.in_force(on_line.store, about_one.settings, topics["AI"]) == 23
    assert line.in_force(own.store, about_one.settings, topics["Policy & Law"]) == 60
    assert (on_line.keys, on_line.until) == ({change_log.of_value(line.KEY)}, None)
    assert (own.keys, own.until) == (set(), None)


def test_a_round_logs_the_line_only_if_it_moves(about_one):
    store, settings = about_one.store, about_one.settings
    number, _ = store.read_changes()
    tomorrow = seeding.NOW + timedelta(days=1)
    moved = line.today(store, settings, tomorrow).publish.threshold
    assert moved != 23
    number, changed = store.read_changes(number)
    assert changed == [change_log.of_value(line.KEY)]
    assert line.today(store, settings, tomorrow).publish.threshold == moved
    assert store.read_changes(number) == (number, [])


def test_the_river_beside_the_stories_keeps_to_the_subject(about_one):
    found = read(about_one, "/")
    assert "on the subject" in words(found, "//section[@class='river']/div")
    named = {one.text_content() for one in found.xpath("//section[@class='river']//li//a")}
    on_topic = {one.title for t in about_one.taxonomy for one in about_one.store.recent_articles(500, topic=t.id)}
    others = {one.title for one in about_one.store.recent_articles(500)} - on_topic
    assert named & on_topic
    assert not named & others
    assert others


def test_where_nothing_is_on_the_subject_yet_the_river_shows_what_came_in(about_one):
    about_one = replace(about_one, taxonomy=Taxonomy([Topic(id="none", name="None", keywords=("zeppelin",))]))
    assert "on the subject" not in words(read(about_one, "/"), "//section[@class='river']")
    assert words(read(about_one, "/"), "//section[@class='river']//li")


def test_a_line_of_nothing_says_that_all_is_published(about_one):
    keep(about_one, 0)
    assert "No line today: everything that fits is published." in words(read(about_one, "/"), "//div[@class='legend']")
