"""Name servers that do not answer, and names that are none."""

import asyncio
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coranto.fetch.client import Client
from coranto.model.response import Failure, Response
from coranto.model.settings import Fetch


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


@pytest.fixture
def port():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    yield running.server_port
    running.shutdown()
    running.server_close()


@pytest.fixture
def hanging(monkeypatch):
    """A name service that does not answer for ``*.hanging.example`` until the end of the test."""
    go, ask = threading.Event(), socket.getaddrinfo

    def asked(host, *words, **named):
        if str(host).endswith(".hanging.example"):
            go.wait()
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return ask(host, *words, **named)

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    yield go
    go.set()


async def test_names_that_hang_hold_up_nobody_else(port, hanging):
    settings = Fetch(allow=(f"localhost:{port}",), timeout=30, concurrency=100)
    async with Client(settings, "https://news.example/") as client:
        stuck = [asyncio.create_task(client.get(f"http://h{n}.hanging.example/")) for n in range(60)]
        await asyncio.sleep(0.1)
        assert await asyncio.to_thread(str, 1) == "1", "whoever parses needs its threads"
        answer = await client.get(f"http://localhost:{port}/")
        assert isinstance(answer, Response)
        assert answer.body == b"hello"
        assert not any(task.done() for task in stuck)
        hanging.set()
        for failure in await asyncio.gather(*stuck):
            assert "no host named" in failure.reason


async def test_a_name_that_hangs_ends_with_the_time_limit(hanging):
    async with Client(Fetch(timeout=0.2), "https://news.example/") as client:
        failure = await client.get("http://a.hanging.example/")
    assert isinstance(failure, Failure)
    assert "no complete answer within" in failure.reason


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "a" * 300 + ".example", "-"])
async def test_a_name_that_is_none_is_a_failure(host):
    async with Client(Fetch(), "https://news.example/") as client:
        assert isinstance(await client.get(f"http://{host}/"), Failure)
