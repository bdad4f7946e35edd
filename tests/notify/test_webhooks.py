"""Hooks over real HTTP on loopback: signed, tried again, given up, and nothing lost by a run that is killed."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest
import structlog

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.cli.run_ import one_round
from coranto.config import settings_file
from coranto.edit import verbs
from coranto.fetch.client import Client
from coranto.i18n.wording import say
from coranto.model.settings import Fetch, Publish, Settings, Site
from coranto.model.webhook import Webhook
from coranto.notify import webhooks
from coranto.source import ids
from coranto.testing import listen, newsroom
from coranto.web.api import endpoints

FERRY, BRIDGE = "A ferry runs again after the storm", "The mayor opens a bridge over the harbour"
FEED = "<rss version='2.0'><channel><title>Daily</title>{}</channel></rss>"
ITEM = "<item><title>{}</title><link>https://daily.example/{}</link></item>"


class Neighbour:
    """A feed, and a receiver that answers as it is told to: a status and headers, the last for ever."""

    def __init__(self):
        neighbour, self.got, self.titles, self.answers = self, [], [], [(204, {})]
        self.pause = 0.0  # seconds before an answer

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                items = "".join(ITEM.format(title, n) for n, title in enumerate(neighbour.titles))
                self.say(200, FEED.format(items).encode())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                neighbour.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                time.sleep(neighbour.pause)
                status, headers = neighbour.answers.pop(0) if len(neighbour.answers) > 1 else neighbour.answers[0]
                self.say(status, b"", **headers)

            def say(self, status, body, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # whoever waits no longer is no trouble
        self.home = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def told(self):
        return [json.loads(body) for _, _, body in self.got]


@pytest.fixture
def neighbour():
    made = Neighbour()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Clock:
    def __init__(self):
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def __call__(self):
        return self.now

    def on(self, **span):
        self.now += timedelta(**span)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(tmp_path, neighbour, clock):
    (tmp_path / "topics").mkdir()
    for name in ("Ferry", "Bridge"):
        (tmp_path / "topics" / f"{name.lower()}.yaml").write_text(f"name: {name}\nkeywords: [{name.lower()}]\n")
    settings = Settings(
        fetch=Fetch(allow=(neighbour.home.removeprefix("http://"),), pages=False),
        publish=Publish(threshold=-1000),
        site=Site(url="https://news.example"),
    )
    with newsroom(tmp_path, settings, now=clock) as opened:
        yield opened


def round_of(desk, neighbour, *titles):
    neighbour.titles += titles
    listen(desk, f"{neighbour.home}/feed")  # due again
    one_round(desk, quiet=True)


def verified(secret, headers, body):
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    return (
        headers["webhook-signature"]
        == "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    )


def test_what_happens_from_then_on_is_told_signed_in_the_shape_of_the_api(desk, neighbour, clock):
    round_of(desk, neighbour, FERRY)
    _, secret = webhooks.add(desk, f"{neighbour.home}/in?for=letters")
    round_of(desk, neighbour)
    assert neighbour.got == [], "nothing is told of old stories"
    clock.on(minutes=5)
    round_of(desk, neighbour, BRIDGE)
    ((path, headers, body),) = neighbour.got
    assert path == "/in?for=letters"
    assert headers["content-type"] == "application/json"
    assert verified(secret, headers, body)
    assert headers["webhook-timestamp"] == str(int(clock.now.timestamp()))
    told = json.loads(body)
    assert list(told) == ["event", "id", "at", "story"]
    assert (told["event"], told["id"], told["at"]) == ("story.published", headers["webhook-id"], "2026-03-02T12:05:00Z")
    assert told["story"]["title"] == BRIDGE
    assert told["story"] == json.loads(endpoints.story(desk, told["story"]["id"], {}).body)
    (message,) = desk.store.get_deliveries()
    assert (message.arrived, message.tries, message.status) == (True, 1, 204)
    round_of(desk, neighbour)
    assert len(neighbour.got) == 1


def test_a_story_that_changes_for_readers_is_updated(desk, neighbour):
    webhooks.add(desk, f"{neighbour.home}/in")
    round_of(desk, neighbour, FERRY, BRIDGE)
    one, other = neighbour.told()
    neighbour.got.clear()
    verbs.say(desk, "merge", {"one": one["story"]["id"], "other": other["story"]["id"]})
    round_of(desk, neighbour)
    (told,) = neighbour.told()
    assert told["event"] == "story.updated"
    assert sorted(told["story"]["articles"]) == sorted([one["story"]["lead"], other["story"]["lead"]])
    round_of(desk, neighbour)
    assert len(neighbour.got) == 1


def test_of_a_topic_only_its_stories_are_told(desk, neighbour):
    webhooks.add(desk, f"{neighbour.home}/in", "ferry")
    round_of(desk, neighbour, FERRY, BRIDGE)
    assert [told["story"]["title"] for told in neighbour.told()] == [FERRY]


def test_a_hook_that_fails_and_then_takes_it_gets_the_same_message_signed_anew(desk, neighbour, clock):
    _, secret = webhooks.add(desk, f"{neighbour.home}/in")
    neighbour.answers = [(500, {}), (404, {}), (200, {})]
    round_of(desk, neighbour, FERRY)
    round_of(desk, neighbour)
    assert len(neighbour.got) == 1, "not before its pause is over"
    for minutes in (2, 7):
        clock.on(minutes=minutes)
        round_of(desk, neighbour)
    assert len(neighbour.got) == 3
    assert len({headers["webhook-id"] for _, headers, _ in neighbour.got}) == 1
    assert len({body for _, _, body in neighbour.got}) == 1
    assert len({headers["webhook-timestamp"] for _, headers, _ in neighbour.got}) == 3
    assert all(verified(secret, headers, body) for _, headers, body in neighbour.got)
    (message,) = desk.store.get_deliveries()
    assert (message.arrived, message.tries) == (True, 3)


def test_after_the_last_try_it_is_given_up(desk, neighbour, clock):
    webhooks.add(desk, f"{neighbour.home}/in")
    neighbour.answers = [(503, {})]
    round_of(desk, neighbour, FERRY)
    for _ in range(10):
        clock.on(hours=29)
        round_of(desk, neighbour)
    assert len(neighbour.got) == 7
    (message,) = desk.store.get_deliveries()
    assert (message.given_up, message.tries, say(message.trouble)) == (True, 7, "it answered HTTP 503 and not 2xx")
    clock.on(days=31)
    round_of(desk, neighbour)
    assert desk.store.get_deliveries() == []


def test_who_asks_to_be_left_alone_is(desk, neighbour, clock):
    webhooks.add(desk, f"{neighbour.home}/in")
    neighbour.answers = [(429, {"Retry_After": "3600"}), (204, {})]
    round_of(desk, neighbour, FERRY)
    clock.on(minutes=30)
    round_of(desk, neighbour, BRIDGE)
    assert len(neighbour.got) == 1, "no other message either"
    clock.on(minutes=31)
    round_of(desk, neighbour)
    assert len(neighbour.got) == 3
    assert all(message.arrived for message in desk.store.get_deliveries())
    assert desk.store.get_webhooks()[0].rest is None


def test_a_receiver_that_is_down_is_asked_once_a_round_and_others_are_told(desk, neighbour, clock):
    webhooks.add(desk, "http://127.0.0.1:9/down")
    webhooks.add(desk, f"{neighbour.home}/in")
    round_of(desk, neighbour, FERRY, BRIDGE)
    assert len(neighbour.got) == 2
    down = [message for message in desk.store.get_deliveries() if message.hook == 1]
    assert sorted(message.tries for message in down) == [0, 1]
    assert "fetch.allow" in max(say(message.trouble) for message in down)


def test_what_a_round_has_no_time_for_waits_for_the_next(desk, neighbour):
    webhooks.add(desk, f"{neighbour.home}/in")
    desk.store.enqueue([webhooks._delivery(desk, webhooks.one(desk, 1), "hook.test", None) for _ in range(3)])

    async def sent(patience):
        async with Client(desk.settings.fetch, "https://news.example") as client:
            await webhooks.deliver(desk, client, patience)

    asyncio.run(sent(0.0))
    assert len(neighbour.got) == 1
    asyncio.run(sent(None))
    assert len(neighbour.got) == 3


def test_a_receiver_that_does_not_answer_in_time_is_tried_again(desk, neighbour, monkeypatch):
    monkeypatch.setattr(webhooks, "TIMEOUT", 0.3)
    webhooks.add(desk, f"{neighbour.home}/in")
    neighbour.pause = 1.0
    round_of(desk, neighbour, FERRY)
    (message,) = desk.store.get_deliveries()
    assert (message.tries, message.status) == (1, None)
    assert "no complete answer" in say(message.trouble)


def test_gone_switches_a_hook_off_and_a_test_that_arrives_on_again(desk, neighbour, clock):
    webhooks.add(desk, f"{neighbour.home}/in")
    neighbour.answers = [(410, {}), (204, {})]
    round_of(desk, neighbour, FERRY, BRIDGE)
    assert len(neighbour.got) == 1
    assert "410" in desk.store.get_webhooks()[0].off
    assert all(message.given_up for message in desk.store.get_deliveries())
    round_of(desk, neighbour, "A museum shows old maps of the coast")
    assert len(neighbour.got) == 1
    assert len(desk.store.get_deliveries()) == 2, "who is off is owed nothing"
    assert try_out(desk, 1) == ""
    assert neighbour.told()[-1]["event"] == "hook.test"
    assert neighbour.told()[-1]["story"]["title"]
    round_of(desk, neighbour, "A choir wins a prize in the capital")
    assert [told["event"] for told in neighbour.told()[2:]] == ["story.published"]


def try_out(desk, number):
    async def sent():
        async with Client(desk.settings.fetch, "https://news.example") as client:
            return await webhooks.test(desk, client, number, send_waiting=False)

    return asyncio.run(sent())


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_into_the_house_nor_anywhere(desk, neighbour, status):
    webhooks.add(desk, f"{neighbour.home}/in")
    neighbour.answers = [(status, {"Location": f"{neighbour.home}/inner?key=whsec_9"})]
    round_of(desk, neighbour, FERRY)
    assert [path for path, _, _ in neighbour.got] == ["/in"]
    (message,) = desk.store.get_deliveries()
    assert f"it redirects (HTTP {status})" in say(message.trouble)
    assert "key" not in say(message.trouble)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/in", "http://169.254.169.254/latest", "http://localhost/in", "http://[::1]/in"]
)
def test_private_addresses_are_refused_unless_they_are_allowed(desk, neighbour, url):
    webhooks.add(desk, url)
    assert "fetch.allow" in try_out(desk, 1)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://letters.example/", "letters.example", "https://", "https://u:p@letters.example/", "https://u@letters.example/", "https://a b/",
        "https://letters.example:99999/", "https://[letters/", "https://letters.example/\n", "https://l.example/" + "a" * 2000, "https://l.example:0/",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_one_is_not_added(desk, url):
    with pytest.raises(errors.HookError):
        webhooks.add(desk, url)
    assert desk.store.get_webhooks() == []


def test_a_hook_is_added_once_and_of_a_topic_there_is(desk):
    webhooks.add(desk, "https://letters.example/")
    with pytest.raises(errors.HookError, match="hook 1 has this address already"):
        webhooks.add(desk, "https://letters.example/")
    with pytest.raises(errors.HookError, match="there are bridge, ferry"):
        webhooks.add(desk, "https://letters.example/", "boats")
    with pytest.raises(errors.HookError, match="there is no hook 9"):
        webhooks.one(desk, 9)


def test_a_hook_that_joins_later_takes_no_news_from_the_others(desk, neighbour):
    webhooks.add(desk, f"{neighbour.home}/first")
    neighbour.answers = [(500, {}), (204, {})]
    round_of(desk, neighbour, FERRY)
    (message,) = desk.store.get_deliveries()
    desk.store.save_attempt(msgspec.structs.replace(message, due=desk.now()))
    webhooks.add(desk, f"{neighbour.home}/second")
    round_of(desk, neighbour)
    assert [path for path, _, _ in neighbour.got] == ["/first", "/first"]


def test_no_secret_and_no_path_of_a_hook_is_logged(desk, neighbour, capsys):
    _, secret = webhooks.add(desk, f"{neighbour.home}/in/key-of-theirs")
    neighbour.answers = [(500, {})]
    with structlog.testing.capture_logs() as logs:
        round_of(desk, neighbour, FERRY)
    assert [entry["hook"] for entry in logs if entry["event"] == "webhook not delivered"] == ["1 (127.0.0.1)"]
    for text in (
        str(logs),
        *map(repr, desk.store.get_webhooks()),
        *map(repr, desk.store.get_deliveries()),
        *capsys.readouterr(),
    ):
        assert secret.removeprefix("whsec_") not in text
    assert "key-of-theirs" not in str(logs)
    assert isinstance(desk.store.get_webhooks()[0], Webhook)


KILLED = """
import os, signal, sys
from coranto import newsroom
from coranto.config import settings_file
from coranto.notify import webhooks
from coranto.cli.run_ import one_round

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(webhooks, sys.argv[2], die)  # the moment before it
with newsroom.open_newsroom(settings_file.load(sys.argv[1])) as opened:
    one_round(opened, quiet=True)
"""


@pytest.mark.parametrize(
    ("moment", "posts"), [("notify", 1), ("_deliveries", 1), ("deliver", 1), ("_post", 1), ("_save_attempt", 2)]
)
def test_a_run_that_is_killed_loses_no_message(tmp_path, neighbour, moment, posts):
    """Before the ledger, while it is written, between it and delivery, and after delivery: then it is sent again under the same id."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "coranto.toml").write_text(
        f'[fetch]\npages = false\nallow = ["{neighbour.home.removeprefix("http://")}"]\n[publish]\nthreshold = -1000\n'
    )
    neighbour.titles = [FERRY]
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as desk:
        webhooks.add(desk, f"{neighbour.home}/in")
        listen(desk, f"{neighbour.home}/feed")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "coranto.toml"), moment]
    done = subprocess.run(command, env=dict(os.environ), check=False, timeout=120, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as desk:
        assert desk.store.get_sources([ids.source_id(f"{neighbour.home}/feed")])
        one_round(desk, quiet=True)
        one_round(desk, quiet=True)
        (message,) = desk.store.get_deliveries()
        assert message.arrived
    assert len(neighbour.got) == posts
    assert {headers["webhook-id"] for _, headers, _ in neighbour.got} == {message.id}
