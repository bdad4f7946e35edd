"""Time travel: the editions of days, and the archive of them."""

import msgspec
import pytest
import seeding
from lxml import html
from starlette.testclient import TestClient

from coranto.decide import front
from coranto.web import app


def texts(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def test_a_day_lists_the_stories_led_by_an_article_of_it(client, newsroom):
    tree = html.fromstring(client.get("/day/2026-03-07/").text)
    assert texts(tree, "//h1") == ["Saturday 7 March 2026"]
    heats = [int(one) for one in texts(tree, "//ol[@class='list']//p[@class='h']/b")]
    assert heats == sorted(heats, reverse=True)
    leads = {
        filed.article for filed in newsroom.store.published_records(0, 100) if filed.record.published_date_time.day == 7
    }
    assert len(heats) == len(leads)
    assert dict(newsroom.store.published_days())[seeding.NOW.date()] == len(leads)
    ways = dict(zip(tree.xpath("//main//a/@rel"), tree.xpath("//main//a[@rel]/@href"), strict=True))
    assert ways == {"prev": "../../day/2026-03-06/"}


def test_a_day_says_nothing_that_time_changes(newsroom):
    later = seeding.NOW + 9 * 24 * seeding.HOUR
    assert (
        seeding.page("day", newsroom, "2026-03-06", seeding.NOW).body
        == seeding.page("day", newsroom, "2026-03-06", later).body
    )


def test_a_day_without_news_says_so_and_leads_on(fresh):
    lead = fresh.store.get_stories(["000001"])["000001"].lead
    filed = fresh.store.get_records([lead])[lead]
    early = msgspec.structs.replace(filed.record, published_date_time=seeding.NOW - 96 * seeding.HOUR)
    fresh.store.save_record(lead, filed.path, early, seeding.NOW)
    with TestClient(app.make(fresh)) as client:
        answer = client.get("/day/2026-03-05/")
        tree = html.fromstring(answer.text)
        assert answer.status_code == 200
        assert texts(tree, "//p[@class='stand']") == ["Nothing was published on this day."]
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert tree.xpath("//main//a[@rel='prev']/@href") == ["../../day/2026-03-03/"]
        assert tree.xpath("//main//a[@rel='next']/@href")


def test_a_day_lists_what_stood_on_its_front_without_an_article_of_it(fresh):
    tomorrow = seeding.NOW + 24 * seeding.HOUR
    front.note(fresh.store, fresh.settings, tomorrow)
    new = [seeding.article("A new AI model, in court at once", "Lab", -24, url="https://lab.example/new")]
    seeding.file(fresh, "00000a", new)
    version = fresh.store.read_version()
    front.note(fresh.store, fresh.settings, tomorrow + seeding.HOUR)
    assert fresh.store.read_version() != version
    version = fresh.store.read_version()
    front.note(fresh.store, fresh.settings, tomorrow + seeding.HOUR)
    assert fresh.store.read_version() == version  # nothing came up: pages that are kept stay

    old = {story.lead for story, _ in fresh.store.hot_stories(seeding.NOW - 48 * seeding.HOUR)} - {new[0].id}
    titles = [one.title for one in fresh.store.get_articles(old).values()]
    tree = html.fromstring(seeding.page("day", fresh, "2026-03-08", tomorrow).body)
    assert texts(tree, "//ol[@class='list']//h2") == [new[0].title]
    assert sorted(texts(tree, "//section[@aria-labelledby='stood']//div/a[1]")) == sorted(titles)
    ways = tree.xpath("//section[@aria-labelledby='stood']//div/a[1]/@href")
    assert all("/s/" in way for way in ways)

    hidden = min(old)
    story = fresh.store.get_stories(fresh.store.story_ids_of([hidden]).values())
    for member in next(iter(story.values())).members:
        filed = fresh.store.get_records([member.article])[member.article]
        record = msgspec.structs.replace(filed.record, published=False)
        fresh.store.save_record(member.article, filed.path, record, tomorrow)
    tree = html.fromstring(seeding.page("day", fresh, "2026-03-08", tomorrow).body)
    assert len(texts(tree, "//section[@aria-labelledby='stood']//li")) == len(titles) - 1
    tree = html.fromstring(seeding.page("day", fresh, "2026-03-07", tomorrow).body)
    assert not tree.xpath("//section[@aria-labelledby='stood']")


@pytest.mark.parametrize(
    "path", ["/day/2026-03-08/", "/day/1999-01-01/", "/day/2026-02-30/", "/day/20260307/", "/day/x/", "/archive/1999/",
             "/archive/x/", "/archive/٢٠٢٦/"]
)  # fmt: skip
def test_a_day_or_year_that_never_was_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_the_archive_is_a_calendar_of_the_days(client, newsroom):
    assert client.get("/archive", follow_redirects=False).headers["location"] == "./archive/"
    for path in ("/archive/", "/archive/2026/"):
        tree = html.fromstring(client.get(path).text)
        assert texts(tree, "//h2") == ["March 2026"]
        days = tree.xpath("//ol[@class='cal']/li/a/@href")
        assert [way.rstrip("/")[-10:] for way in days] == [f"{one}" for one, _ in newsroom.store.published_days()]
        assert tree.xpath("//ol/@data-skip") == ["6"]  # 1 March 2026 is a Sunday
        assert len(tree.xpath("//ol[@class='cal']/li")) == 31
        assert tree.xpath("//ol[@class='cal']/li[7]/a/@aria-label")[0].startswith("Saturday 7 March 2026, ")


def test_an_archive_without_anything_says_so(bare):
    assert "Nothing has been published yet." in seeding.page("archive", bare).body.decode()
    assert seeding.page("day", bare, "2026-03-07", seeding.NOW) is None


def test_an_article_from_elsewhere_without_a_story_is_a_line(bare):
    from coranto.model.change import StoredRecord
    from coranto.model.record import Record

    one = seeding.article("An old piece", "Polder Tech", 1)
    record = Record(title=one.title, published_date_time=one.published, published=True, web_url=one.web_url)
    bare.store.import_record(one, StoredRecord(article=one.id, path="_news/old.md", record=record, changed=seeding.NOW))
    tree = html.fromstring(seeding.page("day", bare, "2026-03-07", seeding.NOW).body)
    assert texts(tree, "//ol/li//a") == ["An old piece"]


def test_a_busy_day_is_listed_whole(bare):
    for n in range(45):
        seeding.file(bare, f"{n:06x}", [seeding.article(f"Facial recognition case {n}, court", "Lab", 1 + n / 20)])
    ((day, number),) = bare.store.published_days()
    tree = html.fromstring(seeding.page("day", bare, f"{day}", seeding.NOW).body)
    assert len(tree.xpath("//ol[@class='list']/li")) == 40
    assert len(tree.xpath("//section/ol/li")) == 5
    assert number == 45
