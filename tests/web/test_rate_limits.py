"""One client may not keep the API busy for everybody."""

import json

import pytest

from coranto.web.rate_limits import RateLimits


class Asking:
    def __init__(self, **options):
        self.now = 0.0
        self.limits = RateLimits(self._app, lambda seconds: f"wait {seconds} s", clock=lambda: self.now, **options)

    async def _app(self, _scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def __call__(self, client, path="/api/v1/articles", method="GET"):
        said = []

        async def send(message):
            said.append(message)

        await self.limits({"type": "http", "path": path, "method": method, "client": (client, 1)}, None, send)
        return said[0]["status"], dict(said[0]["headers"]), said[1]["body"]


async def test_who_asks_too_often_is_told_when_to_come_back():
    ask = Asking(a_minute=60, at_once=3)
    assert [(await ask("203.0.113.7"))[0] for _ in range(4)] == [200, 200, 200, 429]
    status, headers, body = await ask("203.0.113.7")
    problem = json.loads(body)
    assert headers[b"content-type"] == b"application/problem+json"
    assert problem["status"] == status == 429
    assert int(headers[b"retry-after"]) == 1
    assert "/api/v1/articles.jsonl" in problem["detail"]
    ask.now = 1.1
    assert [(await ask("203.0.113.7"))[0] for _ in range(2)] == [200, 429]
    ask.now = 1000.0
    assert [(await ask("203.0.113.7"))[0] for _ in range(4)] == [200, 200, 200, 429]


async def test_others_do_not_wait_for_it():
    ask = Asking(at_once=1)
    assert [(await ask(client))[0] for client in ("203.0.113.7", "203.0.113.8", "2001:db8:1:2::1")] == [200, 200, 200]
    assert (await ask("::ffff:203.0.113.7"))[0] == 429
    assert (await ask("2001:db8:1:2::ffff"))[0] == 429
    assert (await ask("2001:db8:1:3::1"))[0] == 200
    assert (await ask("203.0.113.8", "/mcp/", "POST"))[0] == 429


@pytest.mark.parametrize(
    ("client", "path"),
    [
        ("127.0.0.1", "/api/v1/articles"),
        ("::1", "/api/v1/articles"),
        ("testclient", "/api/v1/articles"),
        ("203.0.113.7", "/static/site.css"),
        ("203.0.113.7", "/pictures/a.webp"),
        ("203.0.113.7", "/health"),
        ("203.0.113.7", "/websub/a/b"),
    ],
)
async def test_the_machine_itself_and_what_pages_bring_along_are_not_limited(client, path):
    ask = Asking(at_once=1)
    assert [(await ask(client, path))[0] for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("path", ["/", "/search/", "/s/12/", "/feed.xml", "/api/news/index.json", "/nothing"])
async def test_pages_and_search_have_a_limit_of_their_own(path):
    ask = Asking(a_minute=60, at_once=1)
    assert (await ask("203.0.113.7"))[0] == 200
    assert (await ask("203.0.113.7", path))[0] == 200
    status, headers, body = await ask("203.0.113.7", "/river/")
    assert (status, headers[b"retry-after"], body) == (429, b"1", b"wait 1 s")
    assert (await ask("203.0.113.8", path))[0] == 200
    ask.now = 1.1
    assert (await ask("203.0.113.7", path))[0] == 200


async def test_who_only_wants_the_head_gets_no_body():
    ask = Asking(at_once=1)
    await ask("203.0.113.7")
    assert (await ask("203.0.113.7", method="HEAD"))[::2] == (429, b"")


def test_the_site_has_limits(bare):
    from starlette.testclient import TestClient

    from coranto.web import app

    made = app.make(bare)
    with TestClient(made) as client:
        assert client.get("/api/v1/topics").status_code == 200
    layer, layers = made.middleware_stack, []
    while layer is not None:
        layers.append(layer)
        layer = getattr(layer, "_app", None)
    assert sum(isinstance(one, RateLimits) for one in layers) == 1
