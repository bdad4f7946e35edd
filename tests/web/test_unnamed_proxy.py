"""A proxy near by that nobody named is noticed, and `coranto doctor` says what to write; strangers' headers are not."""

from datetime import timedelta

import msgspec
import pytest
from starlette.testclient import TestClient

from coranto.cli import operating_findings
from coranto.web import app, unnamed_proxy
from coranto.web.unnamed_proxy import UnnamedProxy

FORWARDED = {"X-Forwarded-For": "203.0.113.9"}


def ask(newsroom, peer, headers=FORWARDED):
    client = TestClient(UnnamedProxy(app.make(newsroom), newsroom), client=(peer, 50_000))
    assert client.get("/health", headers=headers).status_code == 200
    return list(operating_findings.proxy(newsroom))


@pytest.mark.parametrize("peer", ["10.0.0.7", "127.0.0.1", "fd00::7"])
def test_one_near_by_is_named_with_what_to_write(bare, peer):
    (found,) = ask(bare, peer)
    assert f'proxies = ["{peer}"]' in found
    serve = msgspec.structs.replace(bare.settings.serve, proxies=(peer,))
    bare.settings = msgspec.structs.replace(bare.settings, serve=serve)
    assert list(operating_findings.proxy(bare)) == []


@pytest.mark.parametrize(("peer", "headers"), [("8.8.8.8", FORWARDED), ("testclient", FORWARDED), ("10.0.0.7", {})])
def test_strangers_and_plain_requests_are_not(bare, peer, headers):
    assert ask(bare, peer, headers) == []


def test_a_note_ends_after_a_week(bare):
    ask(bare, "10.0.0.7")
    proxies, now = bare.settings.serve.proxies, bare.now()
    assert unnamed_proxy.of(bare.store, proxies, now)
    assert unnamed_proxy.of(bare.store, proxies, now + timedelta(days=8)) is None


def test_one_that_goes_on_is_noted_again_and_strangers_hide_none(bare):
    clock = [bare.now()]
    bare.now = lambda: clock[0]
    site = UnnamedProxy(app.make(bare), bare)

    def ask_all(*peers):
        for peer in peers:
            TestClient(site, client=(peer, 50_000)).get("/health", headers=FORWARDED)
        return list(operating_findings.proxy(bare))

    assert ask_all(*(f"8.8.8.{number}" for number in range(30))) == []
    assert ask_all("10.0.0.7")
    clock[0] += timedelta(days=8)
    assert list(operating_findings.proxy(bare)) == []
    assert ask_all("10.0.0.7")
