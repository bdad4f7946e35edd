"""A feed with a hub, over real HTTP: we subscribe, are asked back, and are told what is new without asking."""

import asyncio
import hashlib
import hmac
import threading
import urllib.error
import urllib.request
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode

import msgspec
import pytest

from coranto import pipeline
from coranto.cli.run_ import one_round
from coranto.extract.pool import Pool
from coranto.fetch.client import Client
from coranto.model.settings import Fetch, Serve, Settings, Site
from coranto.run import loop
from coranto.run.poll import Poller
from coranto.testing import listen, newsroom
from coranto.web.app import Server

ITEM = "<item><title>{0}</title><link>https://daily.example/{1}</link></item>"
FEED = '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>Daily</title>{0}</channel></rss>'


class Publisher:
    """A feed and its hub on loopback."""

    def __init__(self):
        publisher, self.subscribed = self, []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                hub = f'<a:link rel="hub" href="{publisher.home}/hub"/>'
                body = FEED.format(hub + ITEM.format("A ferry runs again after the storm", "ferry")).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                told = self.rfile.read(int(self.headers["Content-Length"])).decode()
                publisher.subscribed.append({name: value for name, (value,) in parse_qs(told).items()})
                self.send_response(202)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def publisher():
    made = Publisher()
    yield made
    made.server.shutdown()
    made.server.server_close()


def ask(url, data=None, headers=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers or {}), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as why:
        return why.code, ""


async def looked(desk, site):
    async with Client(desk.settings.fetch, "https://news.example/") as client:
        with Pool() as pool:
            poller = Poller(desk, client, site=site)
            await pipeline.run_once(desk, client, pool, Counter(), poller)
            await asyncio.gather(*poller._asking)


def test_what_a_hub_tells_becomes_an_article(tmp_path, publisher):
    settings = Settings(fetch=Fetch(allow=("127.0.0.1",), pages=False), serve=Serve(port=0), site=Site(title="Ours"))
    with newsroom(tmp_path, settings) as desk, Server(desk, port=0) as server:
        listen(desk, f"{publisher.home}/feed")
        asyncio.run(looked(desk, server.address))
        (form,) = publisher.subscribed
        here, topic = form["hub.callback"], form["hub.topic"]
        assert here.startswith(server.address)

        question = {
            "hub.mode": "subscribe",
            "hub.topic": topic,
            "hub.challenge": "<again>",
            "hub.lease_seconds": "9000",
        }
        assert ask(f"{here[:-1]}x?{urlencode(question)}")[0] == 404
        assert ask(f"{here}?{urlencode(question | {'hub.topic': 'https://other.example/'})}")[0] == 404
        assert ask(f"{here}?{urlencode(question)}") == (200, "<again>")
        assert desk.store.get_sources()[0].subscription.until is not None

        body = FEED.format(ITEM.format("The mayor opens a bridge over the harbour", "bridge")).encode()
        sign = "sha256=" + hmac.new(form["hub.secret"].encode(), body, hashlib.sha256).hexdigest()
        assert ask(here, body, {"X-Hub-Signature": "sha256=00"})[0] == 202
        assert ask(here, b"no feed", {"X-Hub-Signature": sign})[0] == 202
        assert desk.store.count_all()["waiting"] == 0
        assert ask(here, body, {"X-Hub-Signature": sign, "Content-Type": "application/rss+xml"})[0] == 202
        assert desk.store.count_all()["waiting"] == 1
        one_round(desk, quiet=True)
        assert {article.title for article in desk.store.recent_articles()} >= {
            "The mayor opens a bridge over the harbour"
        }

        for source in desk.store.get_sources():
            desk.store.delete_source(source.id)
        assert ask(here, body, {"X-Hub-Signature": sign})[0] == 410


@pytest.mark.parametrize(
    ("home", "reached"),
    [
        ("https://news.example/ai", True), ("http://127.0.0.1:8000", False), ("http://localhost:8000", False), ("http://10.0.0.1", False),
        ("http://desk.local/", False), ("http://[::1]/", False), ("http://93.184.216.34/", True),
    ],
)  # fmt: skip
def test_hubs_are_asked_only_where_they_can_come_back(home, reached):
    assert Client(Fetch(), "x").outside(home) is reached


def test_a_round_alone_asks_no_hub(tmp_path, publisher):
    settings = Settings(fetch=Fetch(allow=("127.0.0.1",), pages=False), site=Site(url="https://news.example"))
    with newsroom(tmp_path, settings) as desk:
        listen(desk, f"{publisher.home}/feed")
        asyncio.run(loop.run_once(desk, Counter()))
        assert desk.store.count_all()["articles"] == 1
        source = desk.store.get_sources()[0]
    assert publisher.subscribed == []
    assert source.subscription is None
    assert msgspec.to_builtins(source)["subscription"] is None
