import dataclasses
import urllib.request

import msgspec
import pytest
import seeding
from starlette.testclient import TestClient

from coranto.heat import in_lists
from coranto.web import app
from coranto.web.reader_count import ReaderCount, person

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def count(newsroom, article, day="2026-03-07"):
    return newsroom.store.reader_counts([article], [day]).get(article, 0)


def test_a_reader_counts_once_a_day(fresh):
    readers = ReaderCount(fresh.store, fresh.now)
    for who in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "::ffff:192.0.2.2", "2001:db8::1", "2001:db8::2", "2001:db9::1"):
        readers.count("a" * 12, who, BROWSER)
    readers.count("a" * 12, "192.0.2.1", BROWSER + " other")
    assert count(fresh, "a" * 12) == 4


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


def subject(newsroom):
    settings = msgspec.structs.replace(newsroom.settings, profile="subject")
    return dataclasses.replace(newsroom, settings=settings)


def heats(newsroom):
    rules = in_lists.rules(newsroom.settings, seeding.NOW)
    hot = newsroom.store.hot_stories(seeding.NOW.replace(day=1), day=seeding.NOW, rules=rules)
    return {story.id: heat for story, heat in hot}


def test_invented_browsers_of_one_address_are_a_share_of_one_reader(fresh):
    newsroom = subject(fresh)
    before, lead = heats(newsroom), newsroom.store.get_stories(["000000"])["000000"].lead
    readers = ReaderCount(newsroom.store, newsroom.now)
    for number in range(300):  # each further one is the same row again
        readers.count(lead, "192.0.2.1", f"Mozilla/5.0 ({number})")
    assert count(newsroom, lead) == 1
    assert heats(newsroom) == before


def test_real_readers_are_at_most_some_points(fresh):
    newsroom = subject(fresh)
    before, lead = heats(newsroom), newsroom.store.get_stories(["000000"])["000000"].lead
    with newsroom.store.transaction(writes=True):
        for number in range(1_000):
            newsroom.store.count_reader(lead, f"reader {number}", f"{seeding.NOW:%Y-%m-%d}", True)
    after = heats(newsroom)
    assert 0 < after.pop("000000") - before.pop("000000") <= 6
    assert after == before


def test_forwarded_addresses_count_only_from_a_named_proxy(fresh):
    lead = fresh.store.get_stories(["000000"])["000000"].lead

    def read(newsroom, addresses):
        with app.Server(newsroom, port=0) as server:
            for address in addresses:
                headers = {"User-Agent": BROWSER, "X-Forwarded-For": address}
                with urllib.request.urlopen(urllib.request.Request(f"{server.address}/a/{lead}/", headers=headers)):
                    pass

    read(fresh, [f"198.51.100.{n}" for n in range(5)])
    assert count(fresh, lead) == 1
    serve = msgspec.structs.replace(fresh.settings.serve, proxies=("127.0.0.1",))
    behind = dataclasses.replace(fresh, settings=msgspec.structs.replace(fresh.settings, serve=serve))
    read(behind, ["198.51.100.1", "198.51.100.2", "203.0.113.9, 198.51.100.2"])
    assert count(fresh, lead) == 3


def test_a_browser_that_keeps_the_cookie_is_believed(fresh):
    newsroom = subject(fresh)
    lead = newsroom.store.get_stories(["000000"])["000000"].lead
    days = [f"{seeding.NOW:%Y-%m-%d}"]
    with TestClient(app.make(newsroom)) as client:
        client.headers["User-Agent"] = BROWSER
        answer = client.get(f"/a/{lead}/")
        assert answer.headers["set-cookie"] == "came=1; HttpOnly; Path=/; SameSite=lax"
        assert newsroom.store.reader_counts([lead], days, 8) == {}
        assert "set-cookie" not in client.get(f"/a/{lead}/").headers
    assert newsroom.store.reader_counts([lead], days, 8) == {lead: 1}


def test_the_classic_profile_sets_no_cookie(fresh):
    lead = fresh.store.get_stories(["000000"])["000000"].lead
    with TestClient(app.make(fresh)) as client:
        assert "set-cookie" not in client.get(f"/a/{lead}/", headers={"User-Agent": BROWSER}).headers
