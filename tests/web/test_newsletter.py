"""The newsletter: issues of the days that are over, as pages, as text and as feeds."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
import seeding
from lxml import etree, html
from starlette.testclient import TestClient

from coranto.parse import feed
from coranto.site import build
from coranto.web import app, newsletter_feeds
from coranto.web.pages import newsletter

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture(scope="module")
def reader(on_monday):
    with TestClient(app.make(on_monday)) as client:
        yield client


def texts(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def leads(newsroom, day):
    """The published articles of a day of March."""
    return {
        one.article for one in newsroom.store.published_records(0, 100) if one.record.published_date_time.day == day
    }


def test_mondays_issue_has_the_weekend_and_the_friday(reader, on_monday):
    tree = html.fromstring(reader.get("/newsletter/2026-03-09/").text)
    assert texts(tree, "//h1") == ["Newsletter of Monday 9 March 2026"]
    assert "Friday 6 March 2026 to Saturday 7 March 2026" in texts(tree, "//p[@class='stand']")[0]
    heats = [int(one) for one in texts(tree, "//p[@class='h']/b")]
    assert heats == sorted(heats, reverse=True)
    ways = tree.xpath("//ol//h2/a/@href | //ol//h3/a/@href")
    assert len(heats) == len(ways) == len(set(ways)) == len(leads(on_monday, 6) | leads(on_monday, 7))
    assert len(tree.xpath("//ol[1]/li")) == 5


def test_an_issue_has_twelve_stories_at_most(bare):
    seeding.stories(bare, 24)
    known = newsletter.issues(bare, seeding.MONDAY.date())
    found = newsletter.issue(bare, date(2026, 3, 9), known)
    assert (len(found.rows), len(found.also)) == (5, 7)
    assert len(leads(bare, 6) | leads(bare, 7)) > 12


def test_a_story_is_in_one_issue_only(bare):
    seeding.stories(bare, 60)
    known = newsletter.issues(bare, seeding.MONDAY.date())
    told = [row.path for of in known for row in _stories(newsletter.issue(bare, of, known))]
    assert list(known) == [date(2026, 3, 9), date(2026, 3, 6), date(2026, 3, 5)]
    assert len(told) == len(set(told))


def _stories(issue):
    return (*issue.rows, *issue.also)


@pytest.mark.parametrize(
    ("day", "of"),
    [("2026-03-05", "2026-03-06"), ("2026-03-06", "2026-03-09"), ("2026-03-07", "2026-03-09"),
     ("2026-03-08", "2026-03-09"), ("2026-03-09", "2026-03-10")],
)  # fmt: skip
def test_a_day_is_in_the_issue_of_the_next_working_day(on_monday, day, of):
    class Days:
        def published_days(self):
            return [(date.fromisoformat(day), 1)]

        def public_issues(self, offset, limit):
            return []

    assert list(newsletter.issues(replace(on_monday, store=Days()), date(2026, 4, 1))) == [date.fromisoformat(of)]


def test_an_issue_is_there_when_its_days_are_over(client, reader):
    assert client.get("/newsletter/2026-03-09/").status_code == 404  # on Saturday
    assert (
        reader.get("/newsletter/2026-03-09", follow_redirects=False).headers["location"] == "../newsletter/2026-03-09/"
    )
    for path in (
        "/newsletter/2026-03-08/",
        "/newsletter/x/",
        "/newsletter/20260309/",
        "/newsletter/2026-03-10/issue.txt",
    ):
        assert reader.get(path).status_code == 404


def test_the_list_names_every_issue_and_the_leads_of_the_last(reader, on_monday):
    tree = html.fromstring(reader.get("/newsletter/").text)
    known = newsletter.issues(on_monday, seeding.MONDAY.date())
    ways = tree.xpath("//section[contains(@class, 'issues')]//h3/a/@href")
    assert [way[-11:-1] for way in ways] == [f"{one}" for one in known]
    first = newsletter.issue(on_monday, date(2026, 3, 9), known)
    assert texts(tree, "(//section[contains(@class, 'issues')]//li)[1]/p/span") == [
        " ".join(row.title.text.split()) for row in first.rows[:3]
    ]
    assert [feed.rpartition("/")[2] for feed in tree.xpath("//link[@rel='alternate']/@href")] == [
        "feed.xml", "feed.atom", "feed.json"]  # fmt: skip


def test_older_issues_stand_by_their_month(newsroom):
    class Days:
        def __init__(self, store):
            self._store = store

        def published_days(self):
            return [(date(2026, 1, 1) + timedelta(days=n), 1) for n in range(66)]

        def __getattr__(self, name):
            return getattr(self._store, name)

    later = replace(newsroom, store=Days(newsroom.store))
    tree = html.fromstring(seeding.page("newsletter", later, now=seeding.MONDAY).body)
    assert texts(tree, "//section[2]//h3") == ["February 2026", "January 2026"]
    assert len(tree.xpath("//section[1]//li")) == newsletter.NEWEST
    assert tree.xpath("//section[2]//a/@aria-label")[-1] == "Friday 2 January 2026"


def test_a_newsroom_without_issues_says_when_there_is_one(bare):
    assert "No issue yet." in seeding.page("newsletter", bare, now=seeding.MONDAY).body.decode()
    assert json.loads(newsletter_feeds.feed(bare, "feed.json", seeding.MONDAY.date()).body)["items"] == []


def test_the_feeds_have_each_issue_whole_with_whole_addresses(reader, on_monday):
    known = newsletter.issues(on_monday, seeding.MONDAY.date())
    page = html.fromstring(reader.get("/newsletter/2026-03-09/").text)
    titles = texts(page, "//ol//h2/a | //ol//h3/a")
    rss = etree.fromstring(reader.get("/newsletter/feed.xml").content)
    atom = etree.fromstring(reader.get("/newsletter/feed.atom").content)
    own = reader.get("/newsletter/feed.json").json()["items"]
    assert len(rss.findall(".//item")) == len(own) == len(known)
    whole = [rss.findtext(f".//item/{CONTENT}"), atom.findtext(".//{*}entry/{*}content"), own[0]["content_html"]]
    for content in whole:
        tree = html.fromstring(f"<div>{content}</div>")
        assert texts(tree, "//h2/a | //li/a") == titles
        assert all(way.startswith("https://") for way in tree.xpath("//@href"))
    assert own[0]["title"] == "A.I. Every Morning (2026-03-09)"
    assert own[0]["url"] == "https://news.example/ai/newsletter/2026-03-09/"
    assert "external_url" not in own[0]
    assert own[0]["date_published"] == "2026-03-09T00:00:00Z"
    assert own[0]["id"] == rss.findtext(".//item/guid") == atom.findtext(".//{*}entry/{*}id")
    read = feed.read(reader.get("/newsletter/feed.atom").content, url="https://news.example/ai/newsletter/feed.atom")
    assert [entry.title for entry in read.entries] == [one["title"] for one in own]


def test_the_text_is_markdown_that_takes_words_as_they_are(reader):
    answer = reader.get("/newsletter/2026-03-09/issue.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "# A.I. Every Morning (2026-03-09)"
    heads = [line for line in lines if line.startswith("## [")]
    assert len(heads) == 5
    assert all("](https://news.example/ai/s/" in head for head in heads)
    assert lines[6].partition(" · ")[2].startswith("7 outlets · heat ")
    told = [line for line in lines[7:12] if "](" in line]
    assert sum(line.count("](") for line in told) == 7  # all of them, also those whose headlines stand on the page
    assert all(line.split(" · ")[-1].isdigit() for line in lines if line.startswith("- ["))
    assert lines[-1] == "[Read this issue on the web](https://news.example/ai/newsletter/2026-03-09/)"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("*Stars* and [brackets](x)", r"\*Stars\* and \[brackets\](x)"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("R&D | `code` \\ ~no~ _yes_ &lt;", r"R&D \| \`code\` \\ \~no\~ \_yes\_ \&lt;"),
        ("two\nlines", "two lines"),
    ],
)
def test_hostile_titles_stay_words_in_the_text(bare, title, written):
    seeding.file(bare, "000001", [seeding.article(title, outlet, 1) for outlet in seeding.OUTLETS])
    body = newsletter_feeds.text(bare, "2026-03-09", seeding.MONDAY.date()).body.decode()
    assert f"## [{written}](https://" in body


def test_a_built_site_has_the_next_issue_when_its_day_has_come(bare, tmp_path):
    seeding.stories(bare, 60)
    friday = seeding.NOW - 20 * seeding.HOUR
    clock = [friday]
    newsroom, site = replace(bare, now=lambda: clock[0]), tmp_path / "site"
    build.build(newsroom, site)
    assert not (site / "newsletter/2026-03-09/index.html").exists()
    clock[0] = seeding.MONDAY
    report = build.build(newsroom, site)
    assert not report.whole
    assert (site / "newsletter/2026-03-09/issue.txt").exists()
    assert "2026-03-09" in (site / "newsletter/index.html").read_text()
    assert "2026-03-09" in (site / "newsletter/feed.json").read_text()
    assert "2026-03-09" in (site / "newsletter/2026-03-06/index.html").read_text()  # the way to the issue after
    clock[0] += seeding.HOUR
    build.build(newsroom, site)
    other = tmp_path / "other"
    build.build(newsroom, other)
    for path in other.rglob("newsletter/**/*"):
        if path.is_file():
            assert path.read_bytes() == (site / path.relative_to(other)).read_bytes()
