"""An index of sitemaps, look after look, over real HTTP on loopback."""

import asyncio
import contextlib
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.entry import Entry
from coranto.model.settings import Fetch, Settings
from coranto.run.poll import Poller
from coranto.source import sitemap_index
from coranto.testing import listen, newsroom

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Outlet:
    """A server of sitemaps: ``maps`` names of addresses by the name of their sitemap, each with an ETag of its own."""

    def __init__(self):
        self.maps, self.dates, self.asked, self.broken = {}, {}, [], set()
        self.etags, outlet = True, self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                status, body, etag = outlet.answer(self.path.strip("/"))
                if status == 200 and outlet.etags and self.headers["If-None-Match"] == etag:
                    status, body = 304, b""
                outlet.asked.append((self.path.strip("/"), status))
                self.send_response(status)
                if outlet.etags:
                    self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.place = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, name):
        if name == "index":
            rows = "".join(self.row(one) for one in self.maps)
            body = f"<sitemapindex {SPACE}>{rows}</sitemapindex>"
        elif name in self.maps and name not in self.broken:
            rows = "".join(f"<url><loc>https://daily.example/{one}</loc></url>" for one in self.maps[name])
            body = f"<urlset {SPACE}>{rows}</urlset>"
        else:
            return 404, b"", '"none"'
        return 200, body.encode(), f'"{hash(body)}"'

    def row(self, one):
        date = f"<lastmod>{self.dates[one]}</lastmod>" if one in self.dates else ""
        return f"<sitemap><loc>http://{self.place}/{one}</loc>{date}</sitemap>"


@pytest.fixture
def outlet():
    made = Outlet()
    yield made
    made.server.shutdown()
    made.server.server_close()


@contextlib.asynccontextmanager
async def looking(folder, outlet):
    """Give what looks at the index once and gives the names of the addresses that are new, and what was asked."""
    with newsroom(folder, Settings(fetch=Fetch(allow=(outlet.place,), pages=False))) as desk:
        listen(desk, f"http://{outlet.place}/index", kind="sitemap")
        seen = set()

        async def look():
            outlet.asked.clear()
            for source in desk.store.get_sources():
                desk.store.save_source(msgspec.structs.replace(source, next_look=None))
            async with Client(desk.settings.fetch, "https://news.example/") as client:  # as after a restart
                poller = Poller(desk, client)
                await poller.round(Counter(), asyncio.Event())
            found = {one.url.rpartition("/")[2] for one in desk.store.pending_entries(desk.now(), 1000)}
            new, _ = found - seen, seen.update(found)
            return new

        look.source = lambda: desk.store.get_sources()[0]
        yield look


async def test_a_sitemap_that_changed_is_found_although_the_index_has_not(tmp_path, outlet):
    outlet.maps = {"a": ["one"], "b": ["two"]}
    async with looking(tmp_path, outlet) as look:
        assert await look() == {"one", "two"}
        assert await look() == set()
        assert outlet.asked == [("index", 304), ("a", 304), ("b", 304)]
        outlet.maps["b"].append("three")
        assert await look() == {"three"}
        assert sorted(outlet.asked) == [("a", 304), ("b", 200), ("index", 304)]


async def test_a_new_sitemap_is_found(tmp_path, outlet):
    outlet.maps = {f"m{n}": [f"p{n}"] for n in range(20)}
    async with looking(tmp_path, outlet) as look:
        assert await look() == {"p0", "p1", "p2", "p3", "p4"}
        outlet.maps["m20"] = ["new"]
        assert "new" in await look()
        assert len(outlet.asked) == 1 + sitemap_index.LOOK


async def test_those_that_changed_come_first_and_none_is_lost(tmp_path, outlet):
    outlet.maps = {f"m{n}": [f"p{n}"] for n in range(20)}
    outlet.dates = {f"m{n}": f"2026-02-{n + 1:02}" for n in range(20)}
    async with looking(tmp_path, outlet) as look:
        assert await look() == {"p15", "p16", "p17", "p18", "p19"}
        for n in range(8):
            outlet.maps[f"m{n}"].append(f"more{n}")
            outlet.dates[f"m{n}"] = "2026-03-01"
        found = await look() | await look()
        assert {name for name in found if name.startswith("more")} == {f"more{n}" for n in range(8)}


async def test_without_dates_all_have_their_turn(tmp_path, outlet):
    outlet.maps, outlet.etags = {f"m{n}": [f"p{n}"] for n in range(12)}, False
    async with looking(tmp_path, outlet) as look:
        found = set()
        for _ in range(6):
            found |= await look()
        assert found == {f"p{n}" for n in range(12)}


async def test_a_broken_one_costs_only_itself_and_all_of_them_the_look(tmp_path, outlet):
    outlet.maps, outlet.broken = {"a": ["one"], "b": ["two"]}, {"a"}
    async with looking(tmp_path, outlet) as look:
        assert await look() == {"two"}
        assert look.source().trouble is None
        outlet.broken = {"a", "b"}
        await look()
        assert "none of the sitemaps that it lists could be read; " in say(look.source().trouble)
        assert "there is nothing at this address (HTTP 404)" in say(look.source().trouble)
        outlet.broken = set()
        assert await look() == {"one"}
        assert look.source().trouble is None


def test_an_index_of_any_length_is_remembered_in_part():
    entries = [Entry(url=f"https://daily.example/{n}") for n in range(50_000)]
    kept = sitemap_index.listed((), entries)
    assert len(kept) == sitemap_index.KEPT
    assert (kept[0].url, kept[-1].url) == (entries[0].url, entries[-1].url)


async def test_the_sitemaps_of_an_index_within_the_index_are_read_and_kept(tmp_path, outlet):
    outlet.maps = {"a": ["one"]}
    inner = {"b": ["two"], "c": ["three"]}
    plain = outlet.answer

    def answer(name):
        if name == "inner":
            body = f"<sitemapindex {SPACE}>{''.join(outlet.row(one) for one in inner)}</sitemapindex>"
            return 200, body.encode(), f'"{hash(body)}"'
        outlet.maps = {"a": ["one"], "inner": []} if name == "index" else {"a": ["one"], **inner}
        return plain(name)

    outlet.answer = answer
    async with looking(tmp_path, outlet) as look:
        assert await look() == {"one", "two", "three"}
        inner["b"].append("four")
        assert await look() == {"four"}
        inner["d"] = ["five"]
        assert await look() == {"five"}
        assert {part.url.rpartition("/")[2] for part in look.source().parts} == {"a", "inner", "b", "c", "d"}


async def test_a_feed_that_an_index_lists_is_read(tmp_path, outlet):
    outlet.maps, plain = {"a": ["one"]}, outlet.answer
    rss = b"<rss version='2.0'><channel><item><title>Two</title><link>https://daily.example/two</link></item></channel></rss>"
    outlet.answer = lambda name: (200, rss, '"rss"') if name == "a" else plain(name)
    async with looking(tmp_path, outlet) as look:
        assert await look() == {"two"}
