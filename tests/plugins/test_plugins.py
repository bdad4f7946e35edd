"""A stranger's package adds a source kind, a signal and an output by entry points; it stands beside the built-in ones."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

MODULE = '''
from datetime import UTC, datetime

from coranto.model.entry import Entry, Feed
from coranto.model.score import Part


def shouting(article, settings, boost):
    """Take five points from a headline in capitals."""
    if article.title.isupper():
        yield Part(name="shouting", points=-5, because="the headline is in capitals")


def count(filed, folder):
    """Keep a list of paths."""
    with (folder / "paths.txt").open("a") as list_of_paths:
        list_of_paths.write(filed.path + "\\n")
    return True


def lines(data, *, url=None, content_type=None):
    """Read a line as an entry: address, title."""
    rows = [line.split(" ", 1) for line in data.decode().splitlines()]
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Feed(kind="lines", entries=tuple(Entry(url=url, title=title, published=at) for url, title in rows))


def broken(*arguments, **named):
    raise RuntimeError("out of order")
'''
TEXT = b"https://a.example/1 FACES EVERYWHERE\nhttps://a.example/2 Quiet faces\n"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(TEXT)))
        self.end_headers()
        self.wfile.write(TEXT)

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def newsroom(tmp_path, server):
    """A site with one source of the plugin's kind, and ``run(command, entry points)`` in it."""
    site, packages = tmp_path / "site", tmp_path / "packages"
    (site / "topics").mkdir(parents=True)
    (site / "topics" / "faces.yaml").write_text("taxonomy: topic\n_id: faces\nname: Faces\nkeywords: [faces]\n")
    (site / "coranto.toml").write_text(
        f'[fetch]\nallow = ["{server}"]\npages = false\n[publish]\noutputs = ["markdown", "count"]\n'
    )
    row = f'<outline type="lines" text="Lines" xmlUrl="http://{server}/list.txt"/>'
    (site / "sources.opml").write_text(f'<opml version="2.0"><body>{row}</body></opml>')
    info = packages / "stranger-1.0.dist-info"
    info.mkdir(parents=True)
    (packages / "stranger.py").write_text(MODULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "RECORD").write_text("")

    def run(
        *words,
        sources="lines = stranger:lines",
        signals="shouting = stranger:shouting",
        outputs="count = stranger:count",
    ):
        points = {"coranto.sources": sources, "coranto.signals": signals, "coranto.outputs": outputs}
        (info / "entry_points.txt").write_text("".join(f"[{group}]\n{point}\n" for group, point in points.items()))
        return subprocess.run(
            [Path(sys.executable).parent / "coranto", *words],
            cwd=site,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=os.environ | {"PYTHONPATH": f"{packages}:{os.environ.get('PYTHONPATH', '')}", "NO_COLOR": "1"},
        )

    run.site = site
    return run


def test_all_three_doors(newsroom):
    done = newsroom("run", "--once")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"] == 2
    loud = json.loads(newsroom("explain", "https://a.example/1", "--json").stdout)
    assert [(part["name"], part["points"]) for part in loud["parts"]][-1] == ("shouting", -5)
    assert loud["quality"] == sum(part["points"] for part in loud["parts"]) == 12
    said = newsroom("explain", "https://a.example/1").stdout
    assert "  -5  shouting (the headline is in capitals)" in said
    assert json.loads(newsroom("explain", "https://a.example/2", "--json").stdout)["quality"] == 17
    paths = (newsroom.site / "paths.txt").read_text().split()
    assert {newsroom.site / path for path in paths} == set((newsroom.site / "_news").iterdir())
    assert 'type="lines"' in (newsroom.site / "sources.opml").read_text()


def test_the_list_keeps_the_kind_when_a_source_is_added(newsroom, tmp_path):
    more = tmp_path / "more.opml"
    more.write_text(
        '<opml version="2.0"><body><outline type="atom" text="B" xmlUrl="https://b.example/"/></body></opml>'
    )
    assert newsroom("import", str(more)).returncode == 0
    text = (newsroom.site / "sources.opml").read_text()
    assert 'type="lines"' in text
    assert 'type="rss" text="B"' in text


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ({"signals": "image = stranger:shouting"}, "`image` of coranto.signals is taken already; uninstall stranger"),
        ({"sources": "feed = stranger:lines"}, "`feed` of coranto.sources is taken already; uninstall stranger"),
        ({"outputs": "markdown = stranger:count"}, "`markdown` of coranto.outputs is taken already; uninstall stranger"),
        ({"signals": "x = nowhere:x"}, "stranger adds `x` to coranto.signals and fails: No module named 'nowhere'"),
        ({"signals": "x = stranger:MISSING"}, "stranger adds `x` to coranto.signals and fails: "),
        ({"signals": "x = stranger:datetime.max"}, "stranger adds `x` to coranto.signals and fails: it is no function"),
        ({"outputs": "other = stranger:count"}, "`publish.outputs` names `count`, which nothing installed adds; there are markdown, other"),
    ],
)  # fmt: skip
def test_a_plugin_that_cannot_be_used_is_named_and_ends_with_2(newsroom, points, said):
    done = newsroom("run", "--once", **points)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_source_kind_that_fails_costs_its_source(newsroom):
    done = newsroom("run", "--once", sources="lines = stranger:broken")
    assert done.returncode == 1  # there is no other source
    assert json.loads(done.stdout)["failed"] == 1
    assert "stranger adds `lines` to coranto.sources and fails: RuntimeError: out of order" in done.stderr
    assert "out of order" in newsroom("doctor").stdout


@pytest.mark.parametrize(
    "points", [{"signals": "x = stranger:broken"}, {"outputs": "count = stranger:broken"}], ids=str
)
def test_a_signal_or_output_that_fails_is_named_and_the_next_run_finishes(newsroom, points):
    done = newsroom("run", "--once", **points)
    assert done.returncode == 1
    assert "and fails: RuntimeError: out of order; mend or uninstall it" in done.stderr
    assert "Traceback" not in done.stderr
    assert newsroom("run", "--once").returncode == 0
    assert len(list((newsroom.site / "_news").glob("*.md"))) == 2
    assert len(set((newsroom.site / "paths.txt").read_text().split())) == 2
