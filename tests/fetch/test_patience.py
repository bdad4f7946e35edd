"""Hosts that want to be left alone, and hosts that take their time."""

import asyncio
import datetime as dt
from collections import Counter

import msgspec

from coranto import pipeline
from coranto.fetch.client import Client
from coranto.fetch.headers import fresh, retry_after
from coranto.model.response import Response
from coranto.model.settings import Fetch
from coranto.run import http_client
from coranto.run.pages import PagePool
from coranto.run.poll import Poller
from coranto.testing import listen, newsroom

FEED = b"""<rss version="2.0"><channel><title>Daily</title><item><title>A ferry runs again after the storm</title>
<link>https://daily.example/ferry</link></item></channel></rss>"""


def test_a_time_to_come_back_is_read_by_the_clock_of_the_server():
    assert retry_after("Mon, 04 May 2026 10:00:00 GMT", "Mon, 04 May 2026 09:45:00 GMT") == 900
    assert retry_after("Mon, 04 May 2026 10:00:00 GMT", "Mon, 04 May 2026 10:45:00 GMT") == 0
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10)
    assert 590 <= retry_after(soon.strftime("%a, %d %b %Y %H:%M:%S GMT"), None) <= 600
    assert retry_after("soon", None) is None


def test_how_long_an_answer_is_fresh():
    dates = {"Date": "Mon, 04 May 2026 09:45:00 GMT", "Expires": "Mon, 04 May 2026 10:00:00 GMT"}
    assert fresh(dates) == 900
    assert fresh(dates | {"Cache-Control": "public, max-age=60"}) == 60
    assert fresh(dates | {"Cache-Control": "no-cache"}) is None
    assert fresh(dates | {"Expires": "0"}) is None
    assert fresh(dates | {"Expires": "Mon, 04 May 2020 10:00:00 GMT"}) == 0
    assert fresh({}) is None


async def test_what_a_host_asked_holds_over_a_restart(tmp_path):
    with newsroom(tmp_path) as desk:
        listen(desk, "https://daily.example/feed")
        source = desk.store.get_sources()[0]
        desk.store.save_source(msgspec.structs.replace(source, held=desk.now() + dt.timedelta(minutes=15)))
        async with Client(Fetch(), "https://news.example/") as client:
            http_client.restore_holds(desk, client)
            refused = await client.get("https://daily.example/other")
    assert refused.held
    assert 800 < refused.retry_after <= 901


async def test_of_a_feed_that_grows_the_new_entries_are_read_whole(tmp_path):
    item = "<item><title>{0} runs again</title><link>https://daily.example/{0}</link><description>{0} is back.</description></item>"
    head = '<rss version="2.0"><channel><title>Daily</title>'

    class Growing:
        names = ("Ferry",)

        async def get(self, url, **_):
            return Response(url=url, body=(head + "".join(map(item.format, self.names)) + "</channel></rss>").encode())

    web = Growing()
    with newsroom(tmp_path) as desk, PagePool() as pool:
        listen(desk, "https://daily.example/feed")
        poller = Poller(desk, web)
        for names in (("Ferry",), ("Tram", "Ferry")):
            web.names = names
            for source in desk.store.get_sources():
                desk.store.save_source(msgspec.structs.replace(source, next_look=None))
            await pipeline.run_round(desk, web, pool, Counter(), poller)
        assert {a.title: a.excerpt for a in desk.store.recent_articles()} == {
            "Ferry runs again": "Ferry is back.",
            "Tram runs again": "Tram is back.",
        }


class Web:
    """Answers at once, but for one address, which answers when it is let go."""

    def __init__(self):
        self.go = asyncio.Event()

    async def get(self, url, **_):
        if "slow" in url:
            await self.go.wait()
        return Response(url=url, body=FEED.replace(b"https://daily.example", url.removesuffix("/feed").encode()))


async def test_a_slow_host_keeps_nobody_waiting(tmp_path):
    web = Web()
    with newsroom(tmp_path) as desk, PagePool() as pool:
        listen(desk, "https://quick.example/feed")
        listen(desk, "https://slow.example/feed")
        poller = Poller(desk, web, patience=0.2)
        first, second = Counter(), Counter()
        await pipeline.run_round(desk, web, pool, first, poller, 0.2)
        assert (first["polled"], first["answered"], first["articles"]) == (2, 1, 1)
        web.go.set()
        await asyncio.sleep(0.1)
        await pipeline.run_round(desk, web, pool, second, poller, 0.2)
        assert second["articles"] == 1
        assert {source.failures for source in desk.store.get_sources()} == {0}
        await poller.stop()


async def test_a_source_dropped_while_it_is_looked_at_stays_dropped(tmp_path):
    web = Web()
    with newsroom(tmp_path) as desk, PagePool() as pool:
        listen(desk, "https://slow.example/feed")
        poller = Poller(desk, web, patience=0.1)
        await pipeline.run_round(desk, web, pool, Counter(), poller, 0.1)
        desk.store.delete_source(desk.store.get_sources()[0].id)
        web.go.set()
        await pipeline.run_round(desk, web, pool, Counter(), poller, 0.1)
        assert desk.store.get_sources() == []
        assert desk.store.count_all()["articles"] == 0
