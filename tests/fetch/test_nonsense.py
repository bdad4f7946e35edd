"""Servers that answer nonsense: it costs their own source, and nobody else's look."""

import asyncio
import contextlib
from collections import Counter

import pytest

from coranto import pipeline
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.response import Failure, Response
from coranto.model.settings import Fetch, Settings
from coranto.run.pages import PagePool
from coranto.testing import listen, newsroom

FEED = b"""<rss version="2.0"><channel><title>Daily</title><item><title>A ferry runs again after the storm</title>
<link>https://daily.example/ferry</link></item></channel></rss>"""
HUGE = b"9" * 5000


def redirect(where):
    return b"302 Found\r\nLocation: " + where + b"\r\nContent-Length: 0\r\n\r\n"


def refusal(header):
    return b"429 No\r\n" + header + b"\r\nContent-Length: 0\r\n\r\n"


def feed(header):
    return b"200 OK\r\n" + header + b"\r\nContent-Length: %d\r\n\r\n" % len(FEED) + FEED


REFUSED = {
    "bracket": redirect(b"http://["),
    "half-bracket": redirect(b"//[abc/"),
    "port": redirect(b"http://a.example:99999/"),
    "no-port": redirect(b"http://a.example:b/"),
    "letters": redirect("http://a℀b/".encode()),
    "bytes": redirect(b"http://\xff\xfe/"),
    "label": redirect(b"http://" + b"a" * 300 + b".example/"),
    "dots": redirect(b"http://a..b/"),
    "length": b"200 OK\r\nContent-Length: zzz\r\n\r\nabc",
    "less-than-nothing": b"200 OK\r\nContent-Length: -5\r\n\r\nabc",
    "chunks": b"200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    "status": b"abc OK\r\n\r\n",
    "zero": b"200 OK\r\nX-A: a\x00b\r\nContent-Length: 0\r\n\r\n",
    "patience": refusal(b"Retry-After: " + HUGE),
    "patience-zone": refusal(b"Retry-After: Mon, 04 May 2026 10:00:00 +9999999999999999"),
    "patience-year": refusal(b"Retry-After: Mon, 04 May 99999999999999999999999 10:00:00 GMT"),
}
READ = {
    "fresh": feed(b"Cache-Control: max-age=" + HUGE),
    "fresh-digit": feed("Cache-Control: max-age=²".encode()),
    "expires": feed(
        b"Expires: Mon, 04 May 99999999999999999999999 10:00:00 GMT\r\nDate: Mon, 04 May 2026 10:00:00 GMT"
    ),
    "expires-zone": feed(b"Expires: 04 May 2026 10:00:00 +99999999999999"),
    "etag": feed(b'ETag: "\xfe"\r\nLast-Modified: \xfe\r\nX-Robots-Tag: \xfe\r\nContent-Type: \xfe'),
    "link": feed(b"Link: <http://[>; rel=hub"),
    "encoding": feed(b"Content-Encoding: \xff"),
    "cookie": feed(b"Set-Cookie: \xff=;;;\x7f"),
}
GOOD = feed(b"X-A: b")


@contextlib.asynccontextmanager
async def server():
    """Give the place of a server that answers the bytes of the path's name."""

    async def answer(reader, writer):
        with contextlib.suppress(OSError):
            name = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode().strip("/")
            found = {**REFUSED, **READ, "good": GOOD}.get(name, b"404 No\r\nContent-Length: 0\r\n\r\n")
            writer.write(b"HTTP/1.1 " + found.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            await writer.drain()
        writer.close()

    running = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with running:
        yield f"127.0.0.1:{running.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("robots", [False, True])
async def test_nonsense_is_a_failure_in_words(robots):
    async with server() as place, Client(Fetch(allow=(place,)), "https://news.example/") as client:
        for name in REFUSED:
            failure = await client.get(f"http://{place}/{name}", robots=robots)
            assert isinstance(failure, Failure), name
            assert say(failure.reason).isprintable(), name
            say(failure.reason).encode()
        for name in READ:
            answer = await client.get(f"http://{place}/{name}", robots=robots)
            assert isinstance(answer, Response), (name, answer)
            assert answer.body == FEED


@pytest.mark.parametrize("url", ["http://[", "http://a℀b/", "http://[::1", "http://a.example:b/"])
async def test_an_address_that_is_none_is_a_failure_in_words(url):
    async with Client(Fetch(), "https://news.example/") as client:
        for robots in (False, True):
            assert isinstance(await client.get(url, robots=robots), Failure)
        assert isinstance(await client.post(url, b"", "text/plain"), Failure)


async def test_one_source_s_nonsense_stops_no_round(tmp_path):
    async with server() as place:
        with newsroom(tmp_path, Settings(fetch=Fetch(allow=(place,), pages=False))) as desk, PagePool() as pool:
            for name in (*REFUSED, *READ, "good"):
                listen(desk, f"http://{place}/{name}")
            listen(desk, "http://[")
            done = Counter()
            async with Client(desk.settings.fetch, "https://news.example/") as client:
                await pipeline.run_round(desk, client, pool, done)
            failed = {source.url.rpartition("/")[2] for source in desk.store.get_sources() if source.failures}
            assert failed == {*REFUSED, "["}
            assert all(source.trouble for source in desk.store.get_sources() if source.failures)
            assert (done["answered"], done["failed"]) == (len(REFUSED) + len(READ) + 2, len(REFUSED) + 1)
            assert desk.store.count_all()["articles"] == 1
