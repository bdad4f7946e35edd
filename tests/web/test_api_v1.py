"""The API for programs: what it says of itself is what it does, pages are whole, and mistakes are explained."""

import json

import msgspec
import pytest
import seeding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coranto.web.api import schemas

ROOT = "/api/v1"


@pytest.fixture(scope="module")
def described(client):
    return client.get(f"{ROOT}/openapi.json").json()


@pytest.fixture(scope="module")
def published(newsroom):
    return [one.article for one in newsroom.store.page_of_records(limit=1000)]


def ask(client, path, **query):
    answer = client.get(ROOT + path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def problem(client, path, **query):
    answer = client.get(ROOT + path, params=query)
    assert answer.headers["content-type"] == "application/problem+json"
    told = msgspec.json.decode(answer.content, type=schemas.Problem)
    assert told.status == answer.status_code
    return answer.status_code, told.detail


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/articles", schemas.Articles),
        ("/stories", schemas.Stories),
        ("/topics", schemas.Topics),
        ("/sources", schemas.Sources),
        ("/search?q=facial", schemas.Found),
    ],
)
def test_answers_have_the_shape_they_are_said_to_have(client, path, shape):
    told = msgspec.json.decode(client.get(ROOT + path).content, type=shape, strict=True)
    if shape is not schemas.Sources:
        assert told.items


def test_every_path_that_is_described_answers_its_examples(client, described):
    for path, operations in described["paths"].items():
        whole = path.format(
            **{one["name"]: one["example"] for one in operations["get"]["parameters"] if one["in"] == "path"}
        )
        asks = [one for one in operations["get"]["parameters"] if one["in"] == "query"]
        needed = {one["name"]: one["example"] for one in asks if one["required"]}
        for one in [*(one for one in asks if "example" in one), None]:
            query = needed | ({one["name"]: one["example"]} if one and one["name"] != "fields" else {})
            answer = client.get(ROOT + whole, params=query)
            assert answer.status_code == 200, (whole, query, answer.text)
            (kind,) = operations["get"]["responses"]["200"]["content"]
            assert answer.headers["content-type"].startswith(kind)


def test_every_reference_leads_somewhere(described):
    text = json.dumps(described)
    named = set(described["components"]["schemas"])
    assert {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]} <= named
    assert described["openapi"] == "3.1.0"


def test_pages_follow_each_other_without_gap_or_double(client, published):
    for limit in (1, 3, 100):
        ids, cursor = [], {}
        while cursor is not None:
            page = ask(client, "/articles", limit=limit, **cursor)
            assert len(page["items"]) <= limit
            ids += [one["id"] for one in page["items"]]
            cursor = {"cursor": page["next"]} if page["next"] else None
        assert ids == published


def test_what_comes_meanwhile_moves_nothing(fresh):
    from starlette.testclient import TestClient

    from coranto.web import app

    with TestClient(app.make(fresh)) as client:
        everything = [one["id"] for one in ask(client, "/articles", limit=100)["items"]]
        first = ask(client, "/articles", limit=1)
        filed = fresh.store.get_records([everything[0]])[everything[0]]
        fresh.store.save_record(
            filed.article, filed.path, msgspec.structs.replace(filed.record, published=False), seeding.NOW
        )
        rest = ask(client, "/articles", limit=100, cursor=first["next"])
        assert [one["id"] for one in rest["items"]] == everything[1:]


def test_filters(client, published):
    items = ask(client, "/articles", limit=100)["items"]
    topic = items[0]["topics"][0]
    domain = items[0]["outlet"]["domain"]
    middle = items[len(items) // 2]["published"]
    for query, holds in (
        ({"topic": topic}, lambda one: topic in one["topics"]),
        ({"source": domain}, lambda one: one["outlet"]["domain"] == domain),
        ({"after": middle}, lambda one: one["published"] >= middle),
        ({"before": middle}, lambda one: one["published"] < middle),
        ({"quality": 40}, lambda one: one["quality"] >= 40),
    ):
        told = ask(client, "/articles", limit=100, **query)["items"]
        assert told == [one for one in items if holds(one)], query


def test_fields(client, published):
    assert ask(client, "/articles", fields="id,title", limit=1)["items"][0].keys() == {"id", "title"}
    assert ask(client, f"/articles/{published[0]}", fields="heat").keys() == {"heat"}
    assert ask(client, "/stories", fields="outlets")["items"][0].keys() == {"outlets"}


def test_a_story_and_its_articles(client):
    story = ask(client, "/stories")["items"][0]
    assert story["lead"] == story["articles"][0]
    assert ask(client, f"/stories/{story['id']}")["articles"] == story["articles"]
    assert ask(client, f"/articles/{story['lead']}")["story"] == story["id"]
    heats = [one["heat"] for one in ask(client, "/stories", limit=100)["items"]]
    assert heats == sorted(heats, reverse=True)
    assert (
        ask(client, "/stories", limit=1, cursor=ask(client, "/stories", limit=1)["next"])["items"][0]["heat"]
        == heats[1]
    )


def test_search_counts_and_pages(client):
    told = ask(client, "/search", q="after:2020 topic:nothing", limit=2)
    assert told["troubles"] == ["There is no topic “nothing”; it was left out."]
    assert told["count"] > len(told["items"]) == 2
    second = ask(client, "/search", q="after:2020", limit=2, cursor=told["next"])
    assert not {one["id"] for one in told["items"]} & {one["id"] for one in second["items"]}
    assert sum(told["facets"]["months"].values()) == told["count"]


def test_everything_public_line_by_line(client, published):
    answer = client.get(f"{ROOT}/articles.jsonl")
    told = [json.loads(line) for line in answer.content.splitlines()]
    assert told == ask(client, "/articles", limit=100)["items"]
    assert [one["id"] for one in told] == published
    assert (
        client.get(f"{ROOT}/articles.jsonl?fields=id").content.splitlines()[0] == f'{{"id":"{published[0]}"}}'.encode()
    )
    assert client.get(f"{ROOT}/articles.jsonl?topic=nothing").status_code == 400


def test_the_fields_and_topics_that_are_described_are_taken(client, described, published, newsroom):
    for path, operation in described["paths"].items():
        for one in operation["get"]["parameters"]:
            if one["name"] in ("fields", "topic"):
                for value in one["schema"]["items"]["enum"]:
                    where = path.replace(
                        "{id}",
                        published[0] if "articles" in path else newsroom.store.story_ids_of(published)[published[0]],
                    )
                    answer = client.get(
                        ROOT + where, params={one["name"]: value} | ({"q": "ai"} if path == "/search" else {})
                    )
                    assert answer.status_code == 200, answer.text


def test_no_text_is_ever_served(client, newsroom, published):
    texts = [text for ident in published if (text := newsroom.store.get_text(ident))]
    everything = client.get(f"{ROOT}/articles.jsonl").text + client.get(f"{ROOT}/explain/{published[0]}").text
    assert not any(text in everything for text in texts if len(text) > 400)


@pytest.mark.parametrize(
    ("path", "query", "says"),
    [
        ("/articles", {"limt": "3"}, "no parameter `limt` here; there are limit, cursor, fields"),
        ("/articles", {"limit": "0"}, "a whole number from 1 to 100"),
        ("/articles", {"limit": ["1", "2"]}, "`limit` is there 2 times"),
        ("/articles", {"cursor": "x"}, "none of ours"),
        ("/articles", {"cursor": "é"}, "none of ours"),
        ("/articles", {"cursor": "WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiwgIngiXQ"}, "a time without a zone"),
        ("/articles", {"fields": "id,text"}, "“text”; there are id, title"),
        ("/articles", {"topic": "nothing"}, "no topic “nothing”; /api/v1/topics lists them"),
        ("/articles", {"after": "yesterday"}, "write a date, 2026-03-01"),
        ("/articles", {"quality": "-1"}, "a whole number"),
        ("/stories", {"days": "0"}, "from 1 to 3650"),
        ("/stories", {"cursor": "OTk5OTk5"}, "narrow what you ask for"),
        ("/search", {}, "`q` is missing"),
        ("/search", {"q": "  "}, "`q` is missing"),
        ("/topics", {"q": "a"}, "there are fields"),
    ],
)
def test_mistakes_are_explained(client, path, query, says):
    status, detail = problem(client, path, **query)
    assert status == (404 if says == "none of ours" else 400)
    assert says in detail


@pytest.mark.parametrize("path", ["/articles/nothing", "/stories/nothing", "/explain/nothing", "/nothing"])
def test_what_is_not_there(client, path):
    assert problem(client, path)[0] == 404


def test_an_unpublished_article_is_explained_but_not_listed(client, newsroom, published):
    (hidden,) = [one.id for one in newsroom.store.recent_articles(1, published=False)]
    assert problem(client, f"/articles/{hidden}")[0] == 404
    assert ask(client, f"/explain/{hidden}")["published"] is False


def test_validators(client):
    tag = client.get(f"{ROOT}/articles").headers["etag"]
    assert client.get(f"{ROOT}/articles", headers={"If-None-Match": tag}).status_code == 304


@given(st.sampled_from(["/articles", "/stories", "/search", "/articles.jsonl"]), st.dictionaries(
    st.sampled_from(["limit", "cursor", "fields", "topic", "source", "after", "before", "quality", "days", "q", "x"]),
    st.text(max_size=20) | st.integers().map(str) | st.dates().map(str), max_size=3))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_asked_is_answered_or_explained(client, path, query):
    answer = client.get(ROOT + path, params=query)
    assert answer.status_code in (200, 400, 404), answer.text
    if answer.status_code != 200:
        assert answer.json()["detail"]
