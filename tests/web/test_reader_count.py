import pytest
import seeding
from litestar.testing import TestClient

from coranto.web import app
from coranto.web.reader_count import ReaderCount, person

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def count(newsroom, article, day="2026-03-07"):
    return newsroom.store.reader_counts([article], [day]).get(article, 0)


def test_a_reader_counts_once_a_day(fresh):
    readers = ReaderCount(fresh.store, fresh.now)
    for who in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        readers.count("a" * 12, who, BROWSER)
    readers.count("a" * 12, "192.0.2.1", BROWSER + " other")
    assert count(fresh, "a" * 12) == 3


def test_the_salt_lasts_a_day_and_outlives_the_process(fresh):
    now = [seeding.NOW]
    ReaderCount(fresh.store, lambda: now[0]).count("a" * 12, "192.0.2.1", BROWSER)
    ReaderCount(fresh.store, lambda: now[0]).count("a" * 12, "192.0.2.1", BROWSER)
    assert count(fresh, "a" * 12) == 1
    before = fresh.store.get_value("readers.salt")
    now[0] = seeding.NOW.replace(day=8)
    ReaderCount(fresh.store, lambda: now[0]).count("a" * 12, "192.0.2.1", BROWSER)
    assert fresh.store.get_value("readers.salt") != before
    assert fresh.store.reader_counts(["a" * 12], ["2026-03-07", "2026-03-08"]) == {"a" * 12: 2}


def test_who_read_is_forgotten_after_two_days(fresh):
    now = [seeding.NOW]
    readers = ReaderCount(fresh.store, lambda: now[0])
    readers.count("a" * 12, "192.0.2.1", BROWSER)
    now[0] = seeding.NOW.replace(day=9)
    readers.count("b" * 12, "192.0.2.1", BROWSER)
    assert count(fresh, "a" * 12) == 0


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "python-requests/2.32",
        "Feedly/1.0",
        "HeadlessChrome/120",
    ],
)
def test_programs_are_no_readers(agent):
    assert not person(agent)
    assert person(BROWSER)


def test_opening_a_story_or_its_lead_counts_and_heats(fresh):
    lead = fresh.store.get_stories(["000000"])["000000"].lead
    with TestClient(app.make(fresh)) as client:
        client.headers["User-Agent"] = BROWSER
        before = fresh.store.hot_stories(seeding.NOW.replace(day=1), day=seeding.NOW)[0][1]
        client.get("/s/000000/")
        client.get(f"/a/{lead}/")
        client.get("/")
        assert count(fresh, lead) == 1
        assert fresh.store.hot_stories(seeding.NOW.replace(day=1), day=seeding.NOW)[0][1] == before + 1
        other = fresh.store.get_stories(["000001"])["000001"].lead
        client.get("/s/000001/", headers={"Sec-Purpose": "prefetch"})
        client.head("/s/000001/")
        client.get("/s/000001/", headers={"User-Agent": "curl/8"})
        assert count(fresh, other) == 0
