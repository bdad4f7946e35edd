"""Whatever is asked, by whatever method, at whatever address, of either database: never a 5xx."""

import json
import os
import uuid
from dataclasses import replace
from urllib.parse import quote, urlencode

import pytest
import seeding
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from coranto.model.source import Source, Subscription
from coranto.parse import feed
from coranto.source import websub as subscriptions
from coranto.store import open_store
from coranto.web import app
from coranto.web.mcp.tools import NAMES

POSTGRES = os.environ.get("CORANTO_TEST_POSTGRES")
HAVE = Subscription(hub="https://hub.example/", topic="https://daily.example/f", secret="a secret", asked=seeding.NOW)
ODD = ["", "\0", "a\0b", "é", "\ud800", "..", "../..", "%", "%00", "%ff", "'", '"', '"""', "a*", "NEAR(a b)", "-a", "(((", "a OR", "٣", "-1",
       "0", "1" * 30, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0000-00-00", "2026-02-30", "x" * 900,
       "WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiwgIngiXQ", "WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsICJcdTAwMDAiXQ", "MTAwMDAwMDAwMDAwMDAwMDAwMDAwMA",
       "topic:%", "source:\0", "quality:99999999999", "after:0001-01-01", "{}", "[]", "null", "\u202e", "\r\nX: y"]  # fmt: skip
TEXT = st.sampled_from(ODD) | st.text(max_size=20)
NAMES_OF_PARAMETERS = ["q", "page", "limit", "cursor", "fields", "topic", "source", "after", "before", "quality", "days", "d", "to",
                       "view", "hub.mode", "hub.topic", "hub.challenge", "hub.lease_seconds", "x"]  # fmt: skip
SETTINGS = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture], "max_examples": 150}


@pytest.fixture(scope="module")
def schema():
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set CORANTO_TEST_POSTGRES, as in postgresql+psycopg://postgres@127.0.0.1/test")
    import psycopg
    from sqlalchemy import make_url

    name = f"coranto_{uuid.uuid4().hex[:12]}"
    url = make_url(POSTGRES).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {name}")
        yield f"{POSTGRES}?options=-csearch_path%3D{name}"
        server.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def asked(request, tmp_path_factory):
    """A client, and the newsroom's paths with the names in braces."""
    from seeding import opened

    desk = opened(tmp_path_factory.mktemp("fuzz"))
    if request.param == "postgresql":
        desk.store.close()
        desk = replace(desk, store=open_store(request.getfixturevalue("schema")))
    desk.kinds = {"feed": feed.read}
    seeding.stories(desk, 3)
    desk.store.save_source(Source(id="daily", url=HAVE.topic, subscription=HAVE))
    made = app.make(desk)
    with TestClient(made, raise_server_exceptions=False) as client:
        yield client, sorted({route.path for route in made.routes if route.path != "/mcp"})
    desk.store.close()


def written(text, safe=""):
    return quote(text.encode("utf-8", "surrogatepass"), safe=safe)


@given(data=st.data())
@settings(**SETTINGS)
def test_every_route_answers_whatever_it_is_asked(asked, data):
    client, paths = asked
    path = data.draw(st.sampled_from(paths))
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + written(data.draw(TEXT, "name"), "/") + path[end + 1 :]
    query = data.draw(st.lists(st.tuples(st.sampled_from(NAMES_OF_PARAMETERS), TEXT), max_size=4), "query")
    query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in query])
    method = data.draw(st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "DELETE"]), "method")
    headers = data.draw(
        st.dictionaries(
            st.sampled_from(["If-None-Match", "Cookie", "User-Agent", "Accept-Encoding", "Sec-Purpose", "Range"]),
            st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
            max_size=2,
        ),
        "headers",
    )
    answer = client.request(method, f"{path}?{query}", headers=headers, follow_redirects=False)
    assert answer.status_code < 500, (method, path, query, answer.text[:200])
    assert "Traceback" not in answer.text
    assert "sqlite" not in answer.text.lower()


@given(body=st.binary(max_size=200) | TEXT.map(lambda text: json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": text, "url": "https://a.example/" + text[:9], "title": text}]}).encode()),
       kind=st.sampled_from(["application/rss+xml", "application/json", "text/xml; charset=utf-7", ""]))  # fmt: skip
@example(
    body=b'{"items": [{"url": "https://a.example/b", "title": "a\\u0000b", "id": "\\u0000"}]}', kind="application/json"
)
@settings(**SETTINGS)
def test_a_hub_may_deliver_anything(asked, body, kind):
    import hashlib
    import hmac

    client, _ = asked
    way = f"/websub/daily/{subscriptions.token(HAVE)}"
    sign = "sha256=" + hmac.new(b"a secret", body, hashlib.sha256).hexdigest()
    answer = client.post(way, content=body, headers={"X-Hub-Signature": sign, "Content-Type": kind})
    assert answer.status_code < 500, body


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    tool=st.sampled_from([*NAMES, "nothing"]),
    arguments=st.dictionaries(
        st.sampled_from(["query", "limit", "story", "article", "source", "topic", "days", "cursor"]), JSON, max_size=3
    ),
    method=st.sampled_from(["tools/call", "tools/call", "tools/call", "tools/list", "initialize", "x"]),
)
@settings(**{**SETTINGS, "max_examples": 60})
def test_an_assistant_may_ask_anything(asked, tool, arguments, method):
    client, _ = asked
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": {"name": tool, "arguments": arguments}})
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "Host": "localhost"}
    answer = client.post("/mcp", content=body.encode(), headers=headers)
    assert answer.status_code < 500, (body, answer.text[:300])


@given(body=st.binary(max_size=100) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(**{**SETTINGS, "max_examples": 60})
def test_what_is_no_message_is_refused(asked, body):
    client, _ = asked
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "Host": "localhost"}
    assert client.post("/mcp", content=body, headers=headers).status_code < 500
