"""Our own hubs, over real HTTP: told which feeds have changed, and told again where they did not hear it."""

import asyncio
import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from coranto import errors, pipeline
from coranto import newsroom as newsrooms
from coranto.cli.run_ import one_round
from coranto.fetch.client import Client
from coranto.model.settings import Fetch, Judge, Settings, Site
from coranto.notify import websub_publish
from coranto.testing import listen, newsroom

ITEM = "<item><title>{0}</title><link>https://daily.example/{0}</link></item>"
FEED = '<rss version="2.0"><channel><title>Daily</title>{0}</channel></rss>'
TOPIC = "taxonomy: topic\n_id: ferries\nname: Ferries\nkeywords: [ferry]\nthreshold: 1\n"


class Post:
    """A feed, and a hub that is away at first."""

    def __init__(self):
        self.titles, self.answers, self.told = ["A-ferry-runs"], [500], []
        self.heard = threading.Event()
        post = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = FEED.format("".join(map(ITEM.format, post.titles))).encode()
                self.send_response(200)
                self.send_header("Cache-Control", "max-age=0")
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                status = post.answers.pop(0) if post.answers else 204
                if status == 204:
                    post.told.append(said)
                    post.heard.set()
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def post():
    made = Post()
    yield made
    made.server.shutdown()
    made.server.server_close()


async def tell(desk):
    async with Client(desk.settings.fetch, "https://news.example/") as client:
        return await websub_publish.publish_updates(desk, client)


@pytest.fixture
def site(tmp_path, post):
    """A newsroom that publishes what the feed tells, with a hub."""
    (tmp_path / newsrooms.HUBS).write_text(f"{post.home}/hub  # ours\n")
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "ferries.yaml").write_text(TOPIC)
    settings = Settings(
        fetch=Fetch(allow=("127.0.0.1",), pages=False), site=Site(url="https://news.example"), judge=Judge(topic=50)
    )

    @contextlib.contextmanager
    def opened():
        with newsroom(tmp_path, settings) as desk:
            listen(desk, f"{post.home}/feed")
            yield desk

    return opened()


def test_hubs_hear_which_feeds_changed_once_they_answer(site, post):
    with site as desk:
        assert desk.hubs == (f"{post.home}/hub",)
        done, _ = one_round(desk, quiet=True)
        assert done["articles"] == 1
        assert len(desk.store.published_ids()) == 1
        assert asyncio.run(tell(desk)) == 0, "the hub is away"
        assert asyncio.run(tell(desk)) == 1
        (said,) = post.told
        assert said["hub.mode"] == ["publish"]
        assert set(said["hub.url"]) == {
            f"https://news.example{folder}feed.{kind}"
            for folder in ("/", "/t/ferries/")
            for kind in ("xml", "atom", "json")
        }
        assert asyncio.run(tell(desk)) == 0, "nothing has changed since"


def test_a_line_that_is_no_address_is_told_with_its_place(tmp_path):
    (tmp_path / newsrooms.HUBS).write_text("https://hub.example/\nhub.example\n")
    with (
        pytest.raises(errors.ConfigError, match=r"hubs\.txt:2: `hub\.example` is no address of a hub"),
        newsroom(tmp_path),
    ):
        pass


def test_a_newsroom_at_work_tells_them_by_itself(site, post):
    post.answers.clear()

    async def work(desk):
        stop = asyncio.Event()

        async def heard():
            await asyncio.to_thread(post.heard.wait, 60)
            stop.set()

        await asyncio.gather(heard(), pipeline.run_forever(desk, stop, lambda _: None, 0.2, served=True))

    with site as desk:
        asyncio.run(work(desk))
    assert "https://news.example/feed.xml" in post.told[0]["hub.url"]
