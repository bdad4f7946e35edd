import gzip
import hashlib
import hmac

import pytest
import seeding
from starlette.testclient import TestClient

from coranto.model.source import Source, Subscription
from coranto.parse import feed
from coranto.source import websub as subscriptions
from coranto.web import app, websub

FEED = b"<rss><channel><item><title>A</title><link>https://daily.example/a</link></item></channel></rss>"


@pytest.fixture
def hub(fresh):
    """A client, the callback of a subscription, and the newsroom."""
    fresh.kinds = {"feed": feed.read}
    have = Subscription(
        hub="https://hub.example/", topic="https://daily.example/feed", secret="a secret", asked=seeding.NOW
    )
    fresh.store.save_source(Source(id="daily", url=have.topic, subscription=have))
    with TestClient(app.make(fresh)) as client:
        yield client, f"/websub/daily/{subscriptions.token(have)}", fresh


def deliver(client, way, body):
    digest = hmac.new(b"a secret", body, hashlib.sha256).hexdigest()
    return client.post(way, content=body, headers={"X-Hub-Signature": f"sha256={digest}"}).status_code


def test_a_delivery_that_is_too_large_is_refused_before_it_is_kept(hub, monkeypatch):
    monkeypatch.setattr(websub, "LARGEST", 1000)
    client, way, _ = hub
    assert client.post(way, content=b"x" * 1001).status_code == 413
    assert client.post(way, content=b"x" * 1000).status_code == 202  # not signed: thrown away


def test_an_unknown_subscription_is_not_confirmed(client):
    assert client.get("/websub/a/b?hub.mode=subscribe&hub.challenge=x").status_code == 404
    assert client.put("/websub/a/b").status_code == 405


def test_a_stranger_is_refused_before_his_body_is_read_and_before_anything_is_locked(hub, monkeypatch):
    client, _, newsroom = hub
    monkeypatch.setattr(newsroom.store, "transaction", None)  # nothing below opens one
    monkeypatch.setattr(websub, "LARGEST", 10)  # a body that is read is too large
    for token in ("x", "%C3%A9", "%20"):
        assert client.post(f"/websub/daily/{token}", content=b"x" * 100).status_code == 410
        asked = f"/websub/daily/{token}?hub.mode=subscribe&hub.topic=https://daily.example/feed&hub.challenge=x"
        assert client.get(asked).status_code == 404
    assert client.get("/websub/%00/x").status_code == 400


def test_a_signed_delivery_is_queued_and_one_that_unpacks_to_too_much_is_not(hub):
    client, way, newsroom = hub
    bomb = gzip.compress(b"<rss><channel>" + b"<item><title>B</title></item>" * 500_000 + b"</channel></rss>")
    assert deliver(client, way, bomb) == 202
    assert newsroom.store.pending_entries(seeding.NOW, 10) == []
    assert deliver(client, way, FEED) == 202
    assert len(newsroom.store.pending_entries(seeding.NOW, 10)) == 1
