"""An outlet's flood: so many articles an hour, the rest waits, and nobody else with it."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own web: it is imported by file, not by folder

from test_lying_sources import Site, entry, look

from coranto.model.settings import Fetch, Settings
from coranto.testing import NOW, newsroom

FLOOD, CALM, OTHER = "https://flood.example", "https://calm.example", "https://other.example"


@pytest.fixture
def desk(tmp_path):
    clock = [NOW]
    settings = Settings(fetch=Fetch(pages=True, hourly=3))
    with newsroom(tmp_path, settings, now=lambda: clock[0]) as opened:
        opened.clock = clock
        yield opened


def listed(web, site, count, feed=None):
    """Put articles on a site and list them in its feed, or in another's."""
    links = [web.article(f"{site}/{n}", f"Number {n} of {site[8:]}", f"{site[8:13]}{n}") for n in range(count)]
    return web.feed(f"{feed or site}/feed", *(entry(f"Number {n} of {site[8:]}", link) for n, link in enumerate(links)))


def filed(desk):
    found = {}
    for _, article in desk.store.articles_by_arrival(0):
        found.setdefault(article.provider.domain, []).append(article)
    return found


async def test_what_an_outlet_brings_beyond_its_hour_waits_for_the_next(desk):
    web = Site()
    feeds = [listed(web, FLOOD, 8), listed(web, CALM, 2)]
    await look(desk, web, *feeds)
    assert {name: len(those) for name, those in filed(desk).items()} == {"flood.example": 3, "calm.example": 2}
    waiting = desk.store.failed_entries()
    assert len(waiting) == 5
    assert all("its outlet had 3 new articles in the hour before 2026-" in why for _, why in waiting)
    web.asked.clear()
    await look(desk, web)
    assert len(filed(desk)["flood.example"]) == 3
    assert sorted(web.asked) == sorted(feeds), "pages that wait are not asked for"
    for hour, count in ((1, 6), (2, 8)):
        desk.clock[0] = (NOW + timedelta(hours=hour)).replace(minute=5)
        await look(desk, web)
        assert len(filed(desk)["flood.example"]) == count, hour
    late = filed(desk)["flood.example"][-1]
    assert late.provenance["arrival"].startswith("held back: its outlet had 3 new articles in the hour before ")
    assert "arrival" not in filed(desk)["flood.example"][0].provenance
    assert late.seen < desk.clock[0] - timedelta(hours=1), "it was seen when it was first listed"
    assert desk.store.failed_entries() == []


async def test_a_stranger_who_lists_an_outlets_addresses_does_not_make_it_wait(desk):
    web = Site()
    await look(desk, web, listed(web, CALM, 9, feed=FLOOD))
    assert len(filed(desk)["calm.example"]) == 3
    web.article(f"{CALM}/new", "A new one of the calm outlet", "calm news")
    await look(desk, web, web.feed(f"{CALM}/feed", entry("A new one of the calm outlet", f"{CALM}/new")))
    assert f"{CALM}/new" in {one.url for one in filed(desk)["calm.example"]}


async def test_without_a_limit_nobody_waits(tmp_path):
    web = Site()
    with newsroom(tmp_path, Settings(fetch=Fetch(pages=True, hourly=0)), now=lambda: NOW) as desk:
        desk.clock = [NOW]
        await look(desk, web, listed(web, FLOOD, 8))
        assert len(filed(desk)["flood.example"]) == 8
