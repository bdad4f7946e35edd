from coranto.web import websub


def test_a_delivery_that_is_too_large_is_refused_before_it_is_kept(client, monkeypatch):
    monkeypatch.setattr(websub, "LARGEST", 1000)
    assert client.post("/websub/a/b", content=b"x" * 1001).status_code == 413
    assert client.post("/websub/a/b", content=b"x" * 1000).status_code == 410  # no such subscription


def test_an_unknown_subscription_is_not_confirmed(client):
    assert client.get("/websub/a/b?hub.mode=subscribe&hub.challenge=x").status_code == 404
    assert client.put("/websub/a/b").status_code == 405
