"""A server that must not be reached, and every way to ask for it that we know of."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from coranto.fetch import guard
from coranto.fetch.client import Client
from coranto.model.response import Failure
from coranto.model.settings import Fetch

WRITTEN = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "0", "0.0.0.0",
    "localhost", "localhost.", "LOCALHOST", "%31%32%37.0.0.1", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
    "[2001:0:7f00:1:0:0:80ff:fffe]", "[::1%25lo]", "user@127.0.0.1", "user:word@localhost", "daily.example@127.0.0.1",
]  # fmt: skip
PRIVATE = [
    "10.0.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.100.100.200", "198.18.0.1", "0.1.2.3", "224.0.0.251", "240.0.0.1",
    "255.255.255.255", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "fd00:ec2::254", "::ffff:169.254.169.254", "::169.254.169.254",
    "::ffff:0:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::", "2001:0:0:0:0:0:5601:5601", "100::1", "5f00::1",
]  # fmt: skip


class Servers:
    """One that is open by the settings and redirects where it is told; one that nobody may reach."""

    def __init__(self):
        reached = self.reached = []

        class Secret(BaseHTTPRequestHandler):
            def do_GET(self):
                reached.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        class Open(Secret):
            def do_GET(self):
                self.send_response(302)
                self.send_header("Location", parse_qs(urlsplit(self.path).query)["to"][0])
                self.end_headers()

        self.secret, self.open = (ThreadingHTTPServer(("127.0.0.1", 0), kind) for kind in (Secret, Open))
        for server in (self.secret, self.open):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        self.port, self.gate = self.secret.server_port, self.open.server_port


@pytest.fixture
def servers():
    made = Servers()
    yield made
    for server in (made.secret, made.open):
        server.shutdown()
        server.server_close()


@pytest.fixture
async def client(servers):
    async with Client(Fetch(allow=(f"127.0.0.1:{servers.gate}",), timeout=5), "https://news.example/") as opened:
        yield opened


@pytest.mark.parametrize("host", WRITTEN)
async def test_no_way_of_writing_it_leads_there(client, servers, host):
    asked = f"http://{host}:{servers.port}/"
    redirected = f"http://127.0.0.1:{servers.gate}/?to={quote(asked)}"
    for url in (asked, redirected, asked.replace("http:", "https:")):
        assert isinstance(await client.get(url), Failure)
    assert servers.reached == []


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_that_is_not_public_is_public(address):
    assert not guard.public(address)


def resolving(monkeypatch, *answers):
    """Have the system's resolver give these answers, one after the other, the last one for ever."""
    left = list(answers)

    async def resolve(_self, host, port=0, family=socket.AF_INET):
        found = left.pop(0) if len(left) > 1 else left[0]
        return [
            {"hostname": host, "host": one, "port": port, "family": family, "proto": 0, "flags": socket.AI_NUMERICHOST}
            for one in found
        ]

    monkeypatch.setattr(guard.Names, "resolve", resolve)


async def test_a_name_with_one_private_answer_is_refused_whole(client, monkeypatch):
    resolving(monkeypatch, ["93.184.216.34", "127.0.0.1"])
    failure = await client.get("http://mixed.example/")
    assert "private" in failure.reason


async def test_a_name_that_changes_its_mind_is_refused(client, servers, monkeypatch):
    resolving(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    for _ in range(3):
        assert isinstance(await client.get(f"http://changing.example:{servers.port}/"), Failure)
    assert servers.reached == []


async def test_a_guard_that_was_passed_is_asked_again_for_the_socket(servers, monkeypatch):
    class Blind(guard.Resolver):
        """As if a name were resolved once for the look and once more for the connection."""

        async def resolve(self, host, port=0, family=socket.AF_INET):
            return await self._system.resolve(host, port, family)

    monkeypatch.setattr("coranto.fetch.client.Resolver", Blind)
    async with Client(Fetch(timeout=5), "https://news.example/") as client:
        failure = await client.get(f"http://localhost:{servers.port}/")
    assert "private" in failure.reason
    assert servers.reached == []


async def test_no_proxy_is_taken_from_the_environment(servers, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{servers.port}")
    async with Client(Fetch(timeout=2), "https://news.example/") as client:
        await client.get("http://nowhere.invalid/")
    assert servers.reached == []
