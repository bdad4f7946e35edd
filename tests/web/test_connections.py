"""Clients that are slow, silent, or many: they lose their connections, and nobody else waits."""

import socket
import struct
import time
import urllib.error
import urllib.request

import pytest
import structlog

from coranto.web import connections
from coranto.web.app import Server


@pytest.fixture
def hurried(monkeypatch, newsroom):
    """The site with time limits of tenths of a second."""
    for name in ("HEAD", "BODY", "UNREAD"):
        monkeypatch.setattr(connections, name, 0.3)
    monkeypatch.setattr(connections, "LEAST", 5)
    monkeypatch.setattr(connections, "MOST", 5)
    with Server(newsroom, "127.0.0.1", 0) as server:
        yield server


def connect(server, sent=b"", **options):
    one = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    one.sendall(sent)
    return one


def ends(one):
    """Wait for the end of a connection; return what came before it."""
    said = b""
    try:
        while part := one.recv(65536):
            said += part
    except ConnectionResetError:
        pass
    return said


def status(server, path="/"):
    request = urllib.request.Request(f"{server.address}{path}", headers={"User-Agent": "curl/8"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", b"POST /websub/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1", b"GET / HTTP/1.1\r\nX: "],
)
def test_a_request_that_does_not_come_to_its_end_is_given_up(hurried, sent):
    with connect(hurried, sent) as one:
        began = time.monotonic()
        ends(one)
        assert time.monotonic() - began < 5
    assert status(hurried) == 200


def test_idle_connections_make_room_for_those_that_ask(hurried, monkeypatch):
    monkeypatch.setattr(connections, "HEAD", 60)
    idle = [connect(hurried, b"GET / HT") for _ in range(40)]
    assert [status(hurried) for _ in range(3)] == [200] * 3
    for one in idle:
        one.close()


def test_a_head_or_an_address_that_is_too_long_is_refused(hurried):
    with connect(hurried, b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000) as one:
        said = ends(one)  # nothing where the connection was reset while we were still sending
        assert not said or said.startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))
    with pytest.raises(urllib.error.HTTPError, match="414"):
        status(hurried, "/search/?q=" + "x" * 9_000)
    assert status(hurried) == 200


def test_downloads_that_break_off_end_nothing(hurried):
    for _ in range(20):
        with connect(hurried, b"GET /api/v1/articles.jsonl HTTP/1.1\r\nHost: x\r\n\r\n") as one:
            one.recv(10)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closes with a reset
    assert status(hurried) == 200


def test_a_client_that_leaves_in_the_middle_of_a_form_is_no_failure(newsroom):
    with structlog.testing.capture_logs() as lines, Server(newsroom, "127.0.0.1", 0) as server:
        head = f"POST /desk/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 900\r\nSec-Fetch-Site: same-origin\r\n"
        connect(server, f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nname=".encode()).close()
        assert status(server) == 200
        time.sleep(0.3)  # until the server noticed
    assert [line["event"] for line in lines if line["log_level"] in ("error", "critical")] == []


def test_the_pipeline_keeps_files_of_its_own():
    assert connections.room(1_024) + connections.ACCEPTED <= 1_024 - connections.RESERVED
    assert connections.room(100) == connections.LEAST
    assert connections.room(1_000_000) == connections.MOST
