"""The site on a real port."""

import socket
import urllib.request

import pytest

from coranto.errors import ConfigError
from coranto.web.app import Server


def test_the_site_comes_up_beside_other_work_and_goes_away(bare):
    with Server(bare, "127.0.0.1", 0) as server:
        assert server.port
        with urllib.request.urlopen(f"{server.address}/") as answer:
            assert answer.status == 200
            assert answer.headers["server"] is None
            assert b"A.I. Every Morning" in answer.read()
        address = server.address
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{address}/")


def test_a_port_that_is_taken_is_named(bare):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"^127\.0\.0\.1:{port}: .*; end what .* below \[serve\] \("):
            Server(bare, "127.0.0.1", port).start()


def test_an_address_that_is_not_ours_is_named(bare):
    with pytest.raises(ConfigError, match="cannot serve there"):
        Server(bare, "192.0.2.1", 8000).start()
