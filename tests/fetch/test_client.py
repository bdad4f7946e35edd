"""Fetching over real HTTP on loopback: answers, and every failure as a sentence."""

import gzip
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
from backports import zstd

from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.response import Failure, Response
from coranto.model.settings import Fetch

TEXT = b"<rss/>" * 100
ENCODED = {
    "gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstd.compress(TEXT),
}
BOMB = gzip.compress(b"\0" * 50_000_000)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list = []

    def log_message(self, *_):
        pass

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        name = self.path.strip("/")
        if name in ENCODED:
            self.say(200, ENCODED[name], Content_Encoding=name)
        elif name == "feed":
            if self.headers.get("If-None-Match") == '"1"':
                return self.say(304, ETag='"1"')
            self.say(200, TEXT, ETag='"1"', Last_Modified="Mon, 04 May 2026 09:00:00 GMT", Cache_Control="max-age=60")
        elif name == "bomb":
            self.say(200, BOMB, Content_Encoding="gzip")
        elif name.startswith("to/"):
            _, status, target = name.split("/", 2)
            self.say(int(status), Location=f"/{target}")
        elif name == "loop":
            self.say(302, Location="/loop")
        elif name == "metadata":
            self.say(302, Location="http://169.254.169.254/latest")
        elif name == "slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                time.sleep(0.1)
        elif name == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"x")
            self.close_connection = True
        elif name == "robots.txt":
            self.say(200, b"User-agent: *\nDisallow: /forbidden\n")
        elif name == "odd":
            self.say(200, TEXT, Content_Encoding="compress")
        elif name.isdigit():
            self.say(int(name), Retry_After="120")
        else:
            self.say(200, name.encode())
        return None


@pytest.fixture(scope="module")
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.fixture
async def client(server):
    settings = Fetch(allow=(server.removeprefix("http://"),), timeout=1.0, max_bytes=1_000_000)
    async with Client(settings, "https://site.example") as opened:
        yield opened


@pytest.mark.parametrize("encoding", ENCODED)
async def test_every_encoding_is_undone(client, server, encoding):
    answer = await client.get(f"{server}/{encoding}")
    assert isinstance(answer, Response)
    assert answer.body == TEXT


async def test_what_is_unchanged_is_a_304(client, server):
    first = await client.get(f"{server}/feed")
    assert (first.etag, first.max_age) == ('"1"', 60)
    again = await client.get(f"{server}/feed", etag=first.etag, modified=first.modified)
    assert (again.status, again.body) == (304, b"")


async def test_we_say_who_we_are_and_keep_no_cookies(client, server):
    await client.get(f"{server}/hello")
    headers = Handler.seen[-1][1]
    assert headers["User-Agent"].startswith("Coranto/")
    assert "+https://site.example" in headers["User-Agent"]
    assert "Cookie" not in headers


@pytest.mark.parametrize(("status", "permanent"), [(301, True), (308, True), (302, False), (307, False), (303, False)])
async def test_redirects_are_followed_and_permanent_ones_noted(client, server, status, permanent):
    answer = await client.get(f"{server}/to/{status}/there")
    assert (answer.body, answer.url) == (b"there", f"{server}/there")
    assert answer.moved_permanently == (f"{server}/there" if permanent else None)


async def test_one_temporary_hop_makes_the_way_temporary(client, server):
    assert (await client.get(f"{server}/to/301/to/302/there")).moved_permanently is None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("bomb", "larger than 1 MB"),
        ("loop", "in a circle"),
        ("metadata", "private address"),
        ("slow", "no complete answer within 1 s"),
        ("cut", "broke off"),
        ("odd", "compress"),
        ("404", "nothing at this address (HTTP 404)"),
        ("500", "the server failed (HTTP 500)"),
    ],
)
async def test_a_failure_is_a_sentence(client, server, path, words):
    failure = await client.get(f"{server}/{path}")
    assert isinstance(failure, Failure)
    assert words in say(failure.reason)


async def test_who_asks_for_patience_is_heard(client, server):
    failure = await client.get(f"{server}/429")
    assert (failure.retry_after, failure.gone) == (120, False)
    assert (await client.get(f"{server}/410")).gone


async def test_robots_are_obeyed_for_pages(client, server):
    assert (await client.get(f"{server}/forbidden", robots=True)).robots
    assert isinstance(await client.get(f"{server}/allowed", robots=True), Response)
    assert isinstance(await client.get(f"{server}/forbidden"), Response)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://2130706433:1/",
        "http://0x7f.1:1/",
        "http://localhost:1/",
    ],
)
async def test_disguised_private_addresses_are_refused(client, url):
    failure = await client.get(url)
    assert isinstance(failure, Failure)
    assert "private" in say(failure.reason) or "no address" in say(failure.reason)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://a:b/", ""]
)
async def test_what_is_no_address_of_the_web_is_a_sentence_too(client, url):
    assert isinstance(await client.get(url), Failure)
