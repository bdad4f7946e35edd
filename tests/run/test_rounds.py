"""Rounds that break, and rounds that are stopped: the next one goes on with what is left."""

import asyncio
import os
import signal
import sqlite3
import threading
import time
from collections import Counter

from coranto import pipeline
from coranto.errors import NoArticle
from coranto.model.settings import Fetch, Settings
from coranto.run import pages, publish, read
from coranto.run.pages import PagePool
from coranto.testing import Web, listen, newsroom, round_of

FEED = "<rss><channel><title>Daily</title>{}</channel></rss>"
ITEM = "<item><title>{0} runs again after the storm</title><link>https://daily.example/{0}</link></item>"


def feed(*names):
    return FEED.format("".join(map(ITEM.format, names))).encode()


class Site:
    """One answer for every request over HTTP; ``None`` never answers."""

    def __init__(self, body):
        self.body, self.open = body, []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/feed"
        return self

    async def __aexit__(self, *_):
        self.server.close()
        for writer in self.open:
            writer.close()
            await writer.wait_closed()

    async def answer(self, reader, writer):
        self.open.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        if self.body is not None:
            head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            writer.write(head % len(self.body) + self.body)
            writer.close()


def settings(**fetch):
    return Settings(fetch=Fetch(allow=("127.0.0.1",), pages=False, spacing=0.0, **fetch))


async def test_an_entry_that_breaks_a_round_is_put_off_and_the_others_are_read(tmp_path):
    def fragile(article, *_):
        if "Ferry" in article.title:
            raise ZeroDivisionError("a signal with a mistake")
        return ()

    async with Site(feed("Tram", "Ferry", "Bus")) as site:
        with newsroom(tmp_path, settings(), signals={"fragile": fragile}) as desk:
            listen(desk, site.url)
            stop = asyncio.Event()
            running = asyncio.create_task(pipeline.run_forever(desk, stop, lambda _: None, 0.05))
            for _ in range(200):
                await asyncio.sleep(0.05)
                if desk.store.count_all()["records"] == 2 and not desk.store.outbox_ids():
                    break
            assert not running.done()
            stop.set()
            await running
            titles = {one.title.split()[0] for one in desk.store.recent_articles()}
            assert titles == {"Tram", "Bus"}
            assert desk.store.outbox_ids() == []


async def test_a_round_is_stopped_in_its_middle_and_nothing_is_lost(tmp_path):
    async with Site(None) as silent, Site(feed("Tram")) as site:
        with newsroom(tmp_path, settings(timeout=60.0)) as desk:
            listen(desk, silent.url)
            listen(desk, site.url)
            stop = asyncio.Event()
            running = asyncio.create_task(pipeline.run_forever(desk, stop, lambda _: None, 60))
            while desk.store.count_all()["articles"] < 1:
                await asyncio.sleep(0.05)
            began = time.monotonic()
            stop.set()
            await running
            assert time.monotonic() - began < 5
            assert len(desk.store.due_sources(desk.now(), 10)) == 1  # the silent one is asked again


async def test_publishing_stops_between_two_batches_and_the_rest_waits(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "BATCH", 2)
    monkeypatch.setattr(publish, "LEAST", 2)
    web = Web()
    web.put("https://daily.example/feed", feed(*(f"Line{n}" for n in range(7))))
    with newsroom(tmp_path) as desk, PagePool() as pool:
        listen(desk, "https://daily.example/feed")
        await pipeline.run_round(desk, web, pool, Counter(), stopping=lambda: 0 < len(desk.store.outbox_ids()) < 5)
        assert len(desk.store.outbox_ids()) == 3
        await pipeline.run_round(desk, web, pool, Counter())
        assert desk.store.outbox_ids() == []
        assert len(list((tmp_path / "_news").glob("*.md"))) == 7


def test_batches_shrink_where_records_take_long():
    assert publish._next_size(publish.BATCH, 10.0) == publish.LEAST
    assert publish._next_size(publish.LEAST, 0.01) == 2 * publish.LEAST
    assert publish._next_size(publish.BATCH, 0.01) == publish.BATCH


async def test_a_flood_leaves_room_for_others_who_write(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "WRITE", 0.05)
    web = Web()
    web.put("https://daily.example/feed", feed(*(f"Line{n}" for n in range(150))))
    waits, ended = [], threading.Event()
    with newsroom(tmp_path) as desk, PagePool() as pool:
        listen(desk, "https://daily.example/feed")

        def write():
            other = sqlite3.connect(tmp_path / "coranto.db", timeout=30, isolation_level=None)
            while not ended.is_set():
                began = time.monotonic()
                other.execute("BEGIN IMMEDIATE")
                other.execute("COMMIT")
                waits.append(time.monotonic() - began)
                time.sleep(0.01)

        writer = threading.Thread(target=write)
        writer.start()
        await pipeline.run_round(desk, web, pool, Counter())
        ended.set()
        writer.join()
        assert desk.store.count_all()["articles"] == 150
        assert max(waits) < 5


def test_a_killed_fork_server_costs_a_page_at_most():
    page = b"<html><title>A title of some length</title><p>" + b"word " * 100
    with PagePool(workers=1) as pool:
        assert pool.read(page, "https://daily.example/a").result()
        from multiprocessing import forkserver

        os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
        found = 0
        for _ in range(3):
            try:
                found += bool(pool.read(page, "https://daily.example/b").result())
            except NoArticle:
                pass
        assert found >= 2


async def test_a_source_of_slow_pages_leaves_processes_to_the_others(monkeypatch):
    monkeypatch.setattr(pages, "SLOW", 0.0)
    with PagePool(workers=2, timeout=30) as pool:
        pool.read(b"<title>Slow</title>" * 100, "https://slow.example/a", source="slow").exception()
        assert pool.is_slow("slow")
        assert not pool.is_slow("quick")
        lanes, taken = read.Lanes(pool), []

        async def work(source):
            async with lanes.of(source):
                taken.append(source)
                await asyncio.sleep(0.05)
                taken.remove(source)

        most = Counter()

        async def watch():
            for _ in range(40):
                for source, count in Counter(taken).items():
                    most[source] = max(most[source], count)
                await asyncio.sleep(0.005)

        await asyncio.gather(watch(), *(work("slow") for _ in range(3)), *(work("quick") for _ in range(6)))
        assert most == {"slow": 1, "quick": read.LANE}


async def test_a_flood_of_one_story_blocks_no_other_writer_for_long(tmp_path, monkeypatch):
    sizes, make_records = [], publish.make_records
    monkeypatch.setattr(
        publish, "make_records", lambda room, names, *rest: sizes.append(len(names)) or make_records(room, names, *rest)
    )
    web = Web()
    rows = "".join(f"<item><title>One headline</title><link>https://flood.example/{n}</link></item>" for n in range(40))
    web.put("https://flood.example/feed", f"<rss version='2.0'><channel>{rows}</channel></rss>".encode())
    with newsroom(tmp_path) as desk:
        listen(desk, "https://flood.example/feed")
        await round_of(desk, web)
    assert sizes[0] == publish.LEAST, "how long a record takes is not known before the first ones"
    assert sum(sizes) == 40
