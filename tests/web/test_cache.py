"""Answers that are kept: the same as made ones, for as long as nothing has changed."""

import asyncio

import pytest
import seeding

from coranto.feeds import address
from coranto.web import cache
from coranto.web.pages import story as story_page


def test_kept_answers_are_the_made_ones(made):
    client, _, times = made
    first, second = client.get("/"), client.get("/")
    assert len(times) == 1
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


def test_a_change_is_seen_at_once(made):
    client, newsroom, times = made
    before = client.get("/").headers["etag"]
    lead = newsroom.store.hot_stories(seeding.NOW - seeding.HOUR * 90, 1)[0][0].lead
    newsroom.store.count_reader(lead, "a reader", f"{seeding.NOW:%Y-%m-%d}")
    after = client.get("/")
    assert len(times) == 2
    assert after.headers["etag"] != before
    assert client.get("/", headers={"If-None-Match": before}).status_code == 200


def test_who_has_it_is_told_so(made):
    client, _, times = made
    tag = client.get("/").headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = client.get("/", headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert len(times) == 1


def test_one_who_has_it_does_not_empty_it_for_the_others(made):
    client, newsroom, _ = made
    tag = client.get("/feed.xml").headers["etag"]
    newsroom.store.count_reader("a", "b", "2026-03-07")  # everything is made anew
    assert client.get("/feed.xml", headers={"If-None-Match": tag}).status_code == 304
    answer = client.get("/feed.xml")
    assert answer.status_code == 200
    assert answer.content.startswith(b"<?xml")


@pytest.mark.parametrize("density", ["brief", "standard", "full"])
def test_every_density_is_its_own_page(made, density):
    client, newsroom, _ = made
    client.get("/")
    client.cookies.set("density", density)
    assert client.get("/").content == seeding.page("front", newsroom, density=density).body


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_every_encoding_is_its_own_answer(made, encoding):
    client, newsroom, _ = made
    client.get("/")
    answer = client.get("/", headers={"Accept-Encoding": encoding})
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.content == seeding.page("front", newsroom).body


def test_what_is_not_there_is_not_kept(made):
    client, _, _ = made
    assert client.get("/t/nothing/").status_code == 404
    assert client.get("/t/nothing/").status_code == 404
    assert client.get("/t/ai", follow_redirects=False).status_code == 301


def test_a_short_address_is_looked_up_once_and_its_page_is_not_made_for_it(made, monkeypatch):
    client, newsroom, _ = made
    story, other = (found.id for found, _ in newsroom.store.hot_stories(seeding.NOW - seeding.HOUR * 90, 2))
    looked, story_path = [], address.story
    monkeypatch.setattr(address, "story", lambda *args: looked.append(args) or story_path(*args))
    monkeypatch.setattr(story_page, "view", lambda *_: pytest.fail("a page was made"))
    first, second = (client.get(f"/s/{story}/", follow_redirects=False) for _ in range(2))
    assert len(looked) == 1
    assert (second.status_code, second.content) == (301, b"")
    assert dict(second.headers) == dict(first.headers)
    assert client.get(f"/s/{story}/", headers={"If-None-Match": "*"}, follow_redirects=False).status_code == 301
    newsroom.store.count_reader(newsroom.store.get_stories([story])[story].lead, "a reader", f"{seeding.NOW:%Y-%m-%d}")
    assert client.get(f"/s/{other}/", follow_redirects=False).status_code == 301
    assert client.get(f"/s/{story}/", follow_redirects=False).headers == first.headers
    assert len(looked) == 3


def test_a_page_of_how_things_are_just_now_is_made_once_a_moment(made, monkeypatch):
    client, newsroom, _ = made
    counted = []
    monkeypatch.setattr(cache, "MOMENT", 1e9)
    count = newsroom.store.count_all
    monkeypatch.setattr(type(newsroom.store), "count_all", lambda _: counted.append(1) or count())
    bodies = {client.get("/status/").content for _ in range(3)}
    assert (len(bodies), len(counted)) == (1, 1)
    monkeypatch.setattr(cache, "MOMENT", 1e-6)
    client.get("/status/")
    assert len(counted) == 2


def test_what_was_not_asked_for_the_longest_goes_first():
    made = []

    async def answer(scope, receive, send):
        made.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b'"1"')]})
        await send({"type": "http.response.body", "body": b"x" * 1_000})

    async def ask(kept, path):
        said = []
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}

        async def send(message):
            said.append(message)

        await kept(scope, None, send)
        return said[1]["body"]

    async def walk():
        kept = cache.Cache(answer, lambda: 1, room=2_000 + 3 * cache._OVERHEAD)
        for path in ("/t/a/", "/t/b/", "/t/a/", "/t/c/", "/t/a/", "/t/b/"):
            assert await ask(kept, path) == b"x" * 1_000

    asyncio.run(walk())
    assert made == ["/t/a/", "/t/b/", "/t/c/", "/t/b/"]


def test_an_address_written_otherwise_is_another():
    made = []

    async def answer(scope, receive, send):
        made.append(scope["raw_path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["raw_path"]})

    async def walk():
        kept, said = cache.Cache(answer, lambda: 1), []

        async def send(message):
            said.append(message)

        for raw in (b"/t/ai/", b"/t%2Fai/", b"/t/ai/"):
            scope = {
                "type": "http",
                "method": "GET",
                "path": "/t/ai/",
                "raw_path": raw,
                "query_string": b"",
                "headers": [],
            }
            await kept(scope, None, send)
        return [message["body"] for message in said if "body" in message]

    assert asyncio.run(walk()) == [b"/t/ai/", b"/t%2Fai/", b"/t/ai/"]
    assert made == [b"/t/ai/", b"/t%2Fai/"]


def test_many_at_once_have_it_made_once():
    made = []

    async def answer(scope, receive, send):
        made.append(scope["path"])
        await asyncio.sleep(0.01)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})

    async def walk():
        kept, said = cache.Cache(answer, lambda: 1), []
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}

        async def send(message):
            said.append(message)

        await asyncio.gather(*(kept(scope, None, send) for _ in range(20)))
        return said

    assert [message["body"] for message in asyncio.run(walk()) if "body" in message] == [b"page"] * 20
    assert made == ["/"]


def _asker(kept):
    async def ask(path, query=b""):
        said = []

        async def send(message):
            said.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": []}
        await kept(scope, None, send)
        return b"".join(message.get("body", b"") for message in said)

    return ask


def test_who_waits_for_a_slow_page_gets_the_one_that_is_there(monkeypatch):
    monkeypatch.setattr(cache, "HOLD", 0)
    monkeypatch.setattr(cache, "PATIENCE", 0.05)
    state, slow, made = [1], [0.0], []

    async def answer(scope, receive, send):
        now = state[0]
        await asyncio.sleep(slow[0])
        made.append(now)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"%d" % now})

    async def walk():
        ask = _asker(cache.Cache(answer, lambda: state[0]))
        assert await ask("/") == b"1"
        state[0], slow[0] = 2, 0.5
        assert await asyncio.gather(*(ask("/") for _ in range(30))) == [b"1"] * 30
        state[0] = 3  # the page in the making shows the second state; it is not begun again for those who wait
        assert await ask("/") == b"1"
        await asyncio.sleep(0.6)
        slow[0] = 0.0
        assert await ask("/") == b"3"

    asyncio.run(walk())
    assert made == [1, 2, 3]


def test_a_page_that_fails_does_not_replace_one_that_is_there(monkeypatch):
    monkeypatch.setattr(cache, "HOLD", 0)
    state = [1]

    async def answer(scope, receive, send):
        await send({"type": "http.response.start", "status": 200 if state[0] == 1 else 503, "headers": []})
        await send({"type": "http.response.body", "body": b"%d" % state[0]})

    async def walk():
        ask = _asker(cache.Cache(answer, lambda: state[0]))
        assert await ask("/") == b"1"
        state[0] = 2
        assert await ask("/") == b"1"
        assert await ask("/other") == b"2"

    asyncio.run(walk())


def test_long_questions_are_not_kept_and_keys_are_counted():
    made = []

    async def answer(scope, receive, send):
        made.append(scope["query_string"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})

    async def walk():
        kept = cache.Cache(answer, lambda: 1, room=20_000)
        ask = _asker(kept)
        for n in range(100):
            await ask("/search/", b"q=%d" % n + b"x" * 400)
        assert len(kept._kept) * 400 < 20_000
        for _ in range(3):
            await ask("/search/", b"q=" + b"y" * 5_000)

    asyncio.run(walk())
    assert made.count(b"q=" + b"y" * 5_000) == 3


def test_a_store_that_cannot_say_its_version_stops_no_page():
    answers = iter([1, OSError("locked"), 2])

    def state():
        value = next(answers)
        if isinstance(value, Exception):
            raise value
        return value

    async def answer(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})

    async def walk():
        kept = cache.Cache(answer, state)
        for _ in range(3):
            kept._until = 0.0
            assert await _asker(kept)("/") == b"page"

    asyncio.run(walk())


def _slow(paths):
    """An application whose pages take long; ``paths`` are those that are never done."""
    making, most = [0], [0]

    async def answer(scope, receive, send):
        making[0] += 1
        most[0] = max(making[0], most[0])
        try:
            await asyncio.sleep(3600 if scope["path"] in paths else 0.02)
        finally:
            making[0] -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})

    return answer, most


def test_few_pages_are_made_at_a_time(monkeypatch):
    monkeypatch.setattr(cache, "HOLD", 0)
    state = [1]
    answer, most = _slow(())

    async def walk():
        kept = cache.Cache(answer, lambda: state[0])
        ask = _asker(kept)
        assert await asyncio.gather(*(ask(f"/{n}") for n in range(12))) == [b"page"] * 12
        assert most == [cache.FIRST]
        most[0], state[0] = 0, 2
        assert await asyncio.gather(*(ask(f"/{n}") for n in range(12))) == [b"page"] * 12
        await asyncio.gather(*kept._making.values())
        assert most == [cache.RENEWED]

    asyncio.run(walk())


def test_pages_that_are_never_done_hold_up_no_other(monkeypatch):
    monkeypatch.setattr(cache, "HELD_UP", 0.1)
    answer, _ = _slow(("/0", "/1"))

    async def walk():
        ask = _asker(cache.Cache(answer, lambda: 1))
        stuck = [asyncio.create_task(ask(f"/{n}")) for n in range(cache.FIRST)]
        await asyncio.sleep(0)
        assert await asyncio.wait_for(ask("/other"), 10) == b"page"
        for one in stuck:
            one.cancel()

    asyncio.run(walk())
