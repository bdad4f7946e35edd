"""The site on a real port."""

import contextlib
import dataclasses
import http.client
import os
import socket
import stat
import urllib.request

import msgspec
import pytest

from coranto.errors import ConfigError
from coranto.web import rate_limits
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


def asked(path, page="/", **headers):
    """Ask for a page over a Unix socket."""
    with contextlib.closing(http.client.HTTPConnection("localhost")) as connection:
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(path))
        connection.request("GET", page, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_a_path_is_a_unix_socket_for_the_group_and_goes_away_with_the_server(bare, tmp_path):
    place = tmp_path / "site.sock"
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(place))  # its process is gone, its file is not
    with Server(bare, str(place)) as server:
        assert server.address == f"unix:{place}"
        assert stat.S_IMODE(place.stat().st_mode) == 0o660
        assert asked(place)[0] == 200
        with pytest.raises(ConfigError, match=r"site\.sock: cannot serve there: Address already in use"):
            Server(bare, str(place)).start()
        assert asked(place)[0] == 200
    assert not os.path.lexists(place)


def test_no_other_file_gives_way_to_a_socket(bare, tmp_path):
    (tmp_path / "site.sock").write_text("a letter")
    with pytest.raises(ConfigError, match="cannot serve there"):
        Server(bare, str(tmp_path / "site.sock")).start()
    assert (tmp_path / "site.sock").read_text() == "a letter"


@pytest.mark.parametrize(("proxies", "readers"), [((), 1), (("127.0.0.1",), 2)])
def test_over_a_socket_readers_addresses_are_believed_where_this_machine_is_named_as_proxy(
    fresh, tmp_path, proxies, readers
):
    serve = msgspec.structs.replace(fresh.settings.serve, proxies=proxies)
    named = dataclasses.replace(fresh, settings=msgspec.structs.replace(fresh.settings, serve=serve))
    lead = fresh.store.get_stories(["000000"])["000000"].lead
    browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    with Server(named, str(tmp_path / "site.sock")):
        for address in ("198.51.100.7", "203.0.113.9"):
            headers = {"X-Forwarded-For": address, "User-Agent": browser}
            assert asked(tmp_path / "site.sock", f"/a/{lead}/", **headers)[0] == 200
        often = [asked(tmp_path / "site.sock", "/robots.txt", **headers)[0] for _ in range(rate_limits.AT_ONCE + 5)]
        assert (429 in often) == bool(proxies), "and limited each for itself"
        assert asked(tmp_path / "site.sock", "/robots.txt", **{"X-Forwarded-For": "198.51.100.7"})[0] == 200
    assert fresh.store.reader_counts([lead], [f"{fresh.now():%Y-%m-%d}"]) == {lead: readers}


def test_below_a_path_it_answers_with_and_without_it(fresh):
    url = "https://news.example/ai"
    assert fresh.settings.site.url == url
    with Server(fresh, port=0) as server:
        for page in ("/", "/river/", "/search/?q=ai", "/feed.xml", "/api/v1/sources", "/static/style.css"):
            plain, below = (urllib.request.urlopen(f"{server.address}{way}{page}") for way in ("", "/ai"))
            assert below.read() == plain.read(), page
        for page, own in (("river", "river/"), ("desk", "desk/sign-in/")):  # a slash too few; nobody is signed in
            with urllib.request.urlopen(f"{server.address}/ai/{page}") as answer:
                assert answer.url.partition("?")[0] == f"{server.address}/ai/{own}"
    site = msgspec.structs.replace(fresh.settings.site, url="https://news.example/t")  # like a page of Coranto's own
    taken = dataclasses.replace(fresh, settings=msgspec.structs.replace(fresh.settings, site=site))
    with Server(taken, port=0) as server, pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{server.address}/t/river/")
