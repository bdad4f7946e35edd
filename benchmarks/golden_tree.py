"""Print a hash of every file and answer of a whole newsroom, the same in every run: what a change of the code changes.

    python benchmarks/golden_tree.py [--out FILE] [--against FILE] [--dump DIR]

The demo's fictional press is gathered twice, two hours apart, with two edits of stories, readers and a webhook in
between; the site is built after each round. Then every kind of address of the live site is asked over HTTP. Each line
is a name and the SHA-256 of its bytes; the last one is the hash of all.

    record/   files of the records             round/  the counts of each round
    site/     files of the static site         hook/   what the webhook was sent, with its headers
    body/     answers of the live site         head/   their status and headers
    command/  what commands print that read

Nothing is normalised but the order of the methods in an Allow header. Every source of chance is fixed instead: the clock
stands still within a round, the press answers in this process without a network, pages are read one after the other,
threads of the round work one at a time, and random numbers and tokens come from fixed sequences. The order of Python's
sets stays random, so that output which depends on it differs from run to run and is found.
"""

import argparse
import asyncio
import contextlib
import hashlib
import itertools
import json
import logging
import os
import random
import secrets
import selectors
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import structlog
from click.testing import CliRunner

from coranto import cli, pipeline
from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.demo import Press
from coranto.edit import verbs
from coranto.errors import NoArticle
from coranto.extract import page
from coranto.model.response import Failure, Response
from coranto.notify import webhooks
from coranto.run import scaffold, source_list
from coranto.site import build
from coranto.web import app
from golden_live import Tree, answers, ask, ask_json, some, translated

START = datetime(2026, 3, 7, 7, 30, tzinfo=UTC)  # a Saturday
LATER = timedelta(hours=2)  # until the second round: articles of the next half hour are out by then
PRESS = "http://127.0.0.1:8001"  # printed in what the press writes; nothing listens there
HOOK = "https://hook.example/news"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
KEY = 'key = "' + "00112233" * 8 + '"\n'
OUTLETS = """
[outlets."meridianwire.example"]
weight = 7
"""
FILES = {"pictures.txt": "nationalcourier.example\n", "crawlers.txt": "GPTBot\n"}
OVERRIDES = ("CORANTO_DATABASE", "CORANTO_SITE_KEY")  # of the environment: the newsroom has its own


class Clock:
    """The time of the newsroom and of its press; it stands still until it is set."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


class Selector(selectors.DefaultSelector):
    """Skips every pause: time passes only while no thread is at work, and takes none."""

    skipped, at_work = 0.0, 0

    def select(self, timeout: float | None = None) -> list:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if self.at_work:
            return super().select(None)
        self.skipped += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """An event loop in which things happen in the same order in every run, on a busy machine too."""

    def __init__(self) -> None:
        self.pauses = Selector()
        super().__init__(self.pauses)
        self.set_default_executor(ThreadPoolExecutor(1))

    def time(self) -> float:
        return self.pauses.skipped

    def run_in_executor(self, executor, func, *args) -> asyncio.Future:
        self.pauses.at_work += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, _: asyncio.Future) -> None:
        self.pauses.at_work -= 1


class Door:
    """Stands for the client: the press's answers without a network, and what webhooks are sent."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self.sent: list[bytes] = []

    async def get(self, url: str, *, etag=None, modified=None, robots=False, accept=None, first=None):
        found = self._press.answer(urlsplit(url).path) if url.startswith(PRESS) else None
        if found is None:
            return Failure(url=url, reason="it answered 404 Not Found", status=404)
        tag = f'"{sha(found.body)[:20]}"'
        if tag == etag:
            return Response(url=url, status=304, etag=tag)
        changed = format_datetime(found.modified, usegmt=True) if found.modified else None
        headers = {"content-type": found.type, "etag": tag} | ({"last-modified": changed} if changed else {})
        return Response(
            url=url, body=found.body[:first], content_type=found.type, etag=tag, modified=changed, headers=headers
        )

    async def post(self, url, body, content_type, headers=None, timeout=None):  # noqa: ASYNC109
        said = {"Content-Type": content_type, **(headers or {})}
        head = "".join(f"{name}: {said[name]}\n" for name in sorted(said))
        self.sent.append(f"POST {url}\n{head}\n".encode() + body)
        return Response(url=url)


class Reader:
    """Stands for the pool of processes: reads each page when it is submitted."""

    def read(self, html: bytes, url: str, **options) -> Future:
        future: Future = Future()
        try:
            future.set_result(page.read(html, url, **options))
        except NoArticle as why:
            future.set_exception(why)
        return future


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def by_rule() -> Iterator[None]:
    """Draw from fixed sequences what shows in the output; the names of half-written files stay random."""
    drawn, token = secrets.token_bytes, secrets.token_hex
    numbers = itertools.count(1)
    random.seed(7)
    secrets.token_bytes = lambda size=32: drawn(size) if size < 12 else hashlib.shake_256(b"golden").digest(size)
    secrets.token_hex = lambda size=32: f"{next(numbers):0{2 * size}x}" if size >= 12 else drawn(size).hex()
    try:
        yield
    finally:
        secrets.token_bytes, secrets.token_hex = drawn, token


def run(work) -> None:
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(work)


def newsroom(folder: Path) -> Tree:
    """Make the newsroom, its site and its answers."""
    clock, tree = Clock(), {}
    press = Press(0, START, clock)
    press.address = PRESS
    scaffold.demo(folder, press, 8000)
    toml = folder / "coranto.toml"
    toml.write_text(KEY + toml.read_text("utf-8") + OUTLETS, "utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    door = Door(press)
    with newsrooms.open_newsroom(settings_file.load(toml), now=clock) as opened:
        source_list.sync(opened)
        webhooks.add(opened, HOOK)
        rounds = [gathered(opened, door)]
        build.build(opened, folder / "public")
        with app.Server(opened, port=0) as server:
            edit(opened, server.port)
        clock.time += LATER
        rounds.append(gathered(opened, door))
        build.build(opened, folder / "public")
        with app.Server(opened, port=0) as server:
            tree |= answers(server.port, folder / "public")
    toml.write_text(toml.read_text("utf-8").replace('language = "en-us"', 'language = "de"'), "utf-8")
    with newsrooms.open_newsroom(settings_file.load(toml), now=clock) as opened, app.Server(opened, port=0) as server:
        tree |= translated(server.port, "de")
    press.stop()
    tree |= {f"round/{number}": json.dumps(done, sort_keys=True).encode() for number, done in enumerate(rounds, 1)}
    tree |= {f"hook/{number:03}": sent for number, sent in enumerate(door.sent, 1)}
    tree |= commands(folder, clock)
    tree |= files("record", folder / "_news")
    return tree | files("site", folder / "public")


def gathered(opened, door: Door) -> dict[str, int]:
    """Do one round."""
    done: Counter[str] = Counter()
    run(pipeline.run_round(opened, door, Reader(), done))
    return dict(done) | opened.store.count_all()


def edit(opened, port: int) -> None:
    """Have a reader open the three hottest stories; make one story of two, and two of one."""
    hot = ask_json(port, "/api/v1/stories?limit=12&days=7")["items"]
    for story in hot[:3]:
        ask(port, urlsplit(story["page"]).path, {"User-Agent": BROWSER})
    verbs.say(opened, "merge", {"one": hot[3]["id"], "other": hot[4]["id"]}, why="one event; two reports")
    for story in hot[5:]:
        articles = ask_json(port, f"/api/v1/stories/{story['id']}")["articles"]
        if len(articles) > 2:
            verbs.say(opened, "split", {"articles": articles[-1:]}, why="another matter")
            return


def files(kind: str, folder: Path) -> Tree:
    """Read a folder; the lists of what was built are left out."""
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".coranto"))
    return {f"{kind}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def commands(folder: Path, clock: Clock) -> Tree:
    """Run the commands that read, in the newsroom's folder."""
    newsrooms.Newsroom.__init__.__kwdefaults__["now"] = clock
    records = sorted(f"_news/{path.name}" for path in (folder / "_news").iterdir())
    asked = [["sources"], ["sources", "--json"], ["check"], ["story", "log"], ["hook", "list"], ["hook", "log"]]
    for name in some(records, 12):
        asked += [["explain", name], ["explain", name, "--json"], ["record", name]]
    tree = {}
    with contextlib.chdir(folder):
        for words in [*asked, ["record", "--check", "_news"]]:
            done = CliRunner().invoke(cli.group, words)
            tree[f"command/{' '.join(words)}"] = f"{done.output}exit {done.exit_code} {done.exception}\n".encode()
    return tree


def dump(tree: Tree, folder: Path) -> None:
    """Write the bytes; names of answers and commands become one file name each, `/` written as `~`."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in tree.items():
        kind, _, rest = name.partition("/")
        path = folder / kind / (rest if kind in ("record", "site") else quote(rest.replace("/", "~"), " ~?=&:,"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def differences(tree: dict[str, str], file: Path) -> list[str]:
    """List what was added, is gone, or changed since a run that was saved."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    old = {line["name"]: line["sha256"] for line in lines if line["name"] != "all"}
    told = dict.fromkeys(tree.keys() - old, "added") | dict.fromkeys(old.keys() - tree, "gone")
    told |= {name: "changed" for name in old.keys() & tree if old[name] != tree[name]}
    return [f"{told[name]:8} {name}" for name in sorted(told)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, metavar="FILE", help="save the lines here instead of printing them")
    options.add_argument("--against", type=Path, metavar="FILE", help="list what differs from a saved run; 1 if any")
    options.add_argument("--dump", type=Path, metavar="DIR", help="keep the bytes here, to be read with diff -r")
    given = options.parse_args()
    for name in OVERRIDES:
        os.environ.pop(name, None)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as name, by_rule():
        made = newsroom(Path(name))
    if given.dump:
        dump(made, given.dump)
    tree = {name: sha(made[name]) for name in sorted(made)}
    whole = sha("".join(f"{name}\0{value}\n" for name, value in tree.items()).encode())
    lines = [json.dumps({"name": name, "sha256": value}, ensure_ascii=False) for name, value in tree.items()]
    lines.append(json.dumps({"name": "all", "files": len(tree), "sha256": whole}))
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text("\n".join([*lines, ""]), "utf-8")
    if given.against:
        differ = differences(tree, given.against)
        print("\n".join([*differ, f"{len(differ)} of {len(tree)} differ"]))
        sys.exit(bool(differ))
    print(lines[-1] if given.out else "\n".join(lines))


if __name__ == "__main__":
    main()
