"""Subscriptions to hubs: what is asked, what is believed, and for how long."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.model.entry import Entry, Feed
from coranto.model.response import Response
from coranto.model.source import Source
from coranto.parse import feed
from coranto.source import cadence, websub

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
URL = "https://daily.example/feed"
SOURCE = Source(id="abc", url=URL)
OFFER = ("https://hub.example/", URL)


def asked(now=NOW):
    return websub.begin(SOURCE, OFFER, now, "a secret")


def holds(lease="864000"):
    return websub.confirmed(asked(), {"hub.mode": "subscribe", "hub.topic": URL, "hub.lease_seconds": lease}, NOW)


@pytest.mark.parametrize(
    ("link", "hub", "topic"),
    [
        ('<https://hub.example/>; rel="hub", <https://daily.example/all>; rel="self"', "https://hub.example/", "https://daily.example/all"),
        ("</hub>; rel=hub", "https://daily.example/hub", URL),
        ('<https://a.example/>; rel="next"; title="a, b", <https://hub.example/>; title=x; rel="x HUB"', "https://hub.example/", URL),
    ],
)  # fmt: skip
def test_the_server_names_a_hub(link, hub, topic):
    assert websub.offered(Feed(), {"link": link}, URL) == (hub, topic)


@pytest.mark.parametrize("link", ["", "<", "<javascript:x>; rel=hub", "<https://hub.example/>; rel=hubs", "hub"])
def test_what_is_no_hub_is_none(link):
    assert websub.offered(Feed(), {"link": link}, URL) is None


@given(st.text())
def test_any_header_is_read(text):
    websub.offered(Feed(), {"link": text}, URL)


def test_the_feed_names_a_hub():
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://hub.example/"/>
      <link rel="self" href="https://daily.example/all"/><title>Daily</title><entry><title>A ferry runs</title></entry></feed>"""
    read = feed.read(atom, url=URL)
    assert websub.offered(read, {}, URL) == ("https://hub.example/", "https://daily.example/all")
    json = (
        b'{"version":"https://jsonfeed.org/version/1.1","title":"D","feed_url":"https://daily.example/all","items":[],'
    )
    read = feed.read(json + b'"hubs":[{"type":"WebSub","url":"https://hub.example/"}]}', url=URL)
    assert websub.offered(read, {}, URL) == ("https://hub.example/", "https://daily.example/all")


def test_it_is_asked_for_once_a_day_and_renewed_in_time():
    assert not websub.due(SOURCE, None, NOW)
    assert websub.due(SOURCE, OFFER, NOW)
    assert not websub.due(asked(), OFFER, NOW + timedelta(hours=23))
    assert websub.due(asked(), OFFER, NOW + timedelta(hours=25))
    assert not websub.due(holds(), OFFER, NOW + timedelta(days=8))
    assert websub.due(holds(), None, NOW + timedelta(days=9))
    assert websub.due(holds(), ("https://new.example/", URL), NOW)


def test_a_renewal_keeps_what_is_confirmed():
    again = websub.begin(holds(), OFFER, NOW + timedelta(days=9), "another").subscription
    assert (again.secret, again.until) == ("a secret", NOW + timedelta(days=10))


def test_the_hub_is_told_where_and_what():
    form = {
        name: value for name, (value,) in parse_qs(websub.request(asked(), "https://news.example/ai/").decode()).items()
    }
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == URL
    assert form["hub.callback"] == f"https://news.example/ai/websub/abc/{websub.token(asked().subscription)}"
    assert form["hub.secret"] == "a secret"


def test_only_what_we_asked_for_is_confirmed():
    assert holds().subscription.until == NOW + timedelta(days=10)
    assert holds("9" * 9).subscription.until == NOW + timedelta(days=30)
    assert holds("soon").subscription.until == NOW + timedelta(days=10)
    assert websub.confirmed(asked(), {"hub.mode": "subscribe", "hub.topic": "https://other.example/"}, NOW) is None
    assert websub.confirmed(asked(), {"hub.mode": "unsubscribe", "hub.topic": URL}, NOW) is None
    assert websub.confirmed(holds(), {"hub.mode": "denied", "hub.topic": URL}, NOW).subscription.until is None


@given(st.binary(), st.sampled_from(["sha1", "sha256", "sha384", "sha512"]))
def test_a_signature_holds_for_its_bytes_only(body, method):
    digest = hmac.new(b"a secret", body, getattr(hashlib, method)).hexdigest()
    assert websub.signed(asked(), body, f"{method}={digest}")
    assert not websub.signed(asked(), body + b" ", f"{method}={digest}")


@pytest.mark.parametrize("header", ["", "=", "md5=0", "sha256=", "sha256=é", "sha256"])
def test_what_is_no_signature_is_none(header):
    assert not websub.signed(asked(), b"", header)


def test_a_hub_that_delivers_spares_us_the_looks():
    answer, read = Response(url=URL), Feed(entries=tuple(Entry(published=NOW - timedelta(hours=h)) for h in range(3)))
    alone = cadence.after(holds(), answer, read, NOW, 0.5)
    told = cadence.after(websub.delivered(holds(), NOW), answer, read, NOW, 0.5)
    assert (told.next_look - NOW) == timedelta(seconds=cadence.PUSHED) > (alone.next_look - NOW)
    later = NOW + timedelta(days=11)
    ended = cadence.after(websub.delivered(holds(), NOW), answer, read, later, 0.5)
    assert (ended.next_look - later) < timedelta(seconds=cadence.PUSHED)
    missed = cadence.after(websub.missed(websub.delivered(holds(), NOW)), answer, read, NOW, 0.5)
    assert missed.next_look == alone.next_look


def test_the_secret_is_not_shown():
    assert "a secret" not in repr(holds())
    assert msgspec.json.decode(msgspec.json.encode(holds()), type=Source) == holds()


def test_a_hub_at_no_address_is_no_hub():
    assert websub.offered(Feed(), {"link": "<http://[>; rel=hub"}, "https://daily.example/feed") is None
