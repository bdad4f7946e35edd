"""A day of `coranto run` in minutes: does memory, or the number of open files, grow with the rounds?

    python benchmarks/day.py [--hours 24] [--sources 20] [--a-day 2000] [--every 1] [--database URL]

The newsroom's own loop, client, page processes and outputs, with a press on loopback and a clock that goes on by a
minute (``--every``) each time a round begins, so that a day is 1,440 rounds. Sources publish by the hour of the day, mostly in the
afternoon; each page has 300 words. Prints a line of JSON an hour: memory of the process and of those that read pages
(RSS, megabytes), open files, threads, rounds, articles and errors; at the end by how much the last quarter of the day
lies above the second one (the first one warms up).
"""

import argparse
import asyncio
import ctypes
import ctypes.util
import json
import os
import random
import re
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import resources
from pathlib import Path
from statistics import mean

import structlog
from aiohttp import web

from coranto import newsroom as newsrooms
from coranto import pipeline
from coranto.cli import run_
from coranto.model.settings import Fetch, Settings
from coranto.model.source import Source
from coranto.run import reprint_index
from coranto.source import ids

START = datetime(2026, 3, 2, tzinfo=UTC)
TOPIC = "taxonomy: topic\n_id: harbour\nname: Harbour\nkeywords: [harbour, ferry]\n"
_chance = random.Random(3)
# English, or each article is of a language of its own, and its story is looked for in all the others.
WORDS = sorted(
    {
        word
        for file in resources.files("coranto.demo").joinpath("stories").iterdir()
        for word in re.findall(r"[a-z]{4,}", file.read_text())
    }
)


class Press:
    """Feeds of the last thirty entries and the pages behind them, as of the newsroom's clock."""

    def __init__(self, sources: int, a_day: int, hours: int) -> None:
        self.now = START
        self.entries: list[list[tuple[datetime, str]]] = [[] for _ in range(sources)]
        story: list[str] = []
        for day in range(-1, hours // 24 + 1):
            for _ in range(a_day):
                if not story or _chance.random() < 0.4:
                    story = _chance.sample(WORDS, 8)
                at = START + timedelta(days=day, seconds=_chance.triangular(0, 86_399, 50_000))
                title = " ".join([*_chance.sample(story, 4), *_chance.sample(WORDS, 4), "ferry"]).capitalize()
                _chance.choice(self.entries).append((at, title))
        for entries in self.entries:
            entries.sort()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a feed (``/3/feed``), a page (``/3/17``) or with 404."""
        number, _, what = request.path.strip("/").partition("/")
        if not number.isdigit():
            return web.Response(status=404)
        entries = self.entries[int(number)]
        if what != "feed":
            at, title = entries[int(what)]
            text = " ".join(random.Random(title).choices(WORDS, k=300))
            body = f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1><time datetime='{at.isoformat()}'></time><p>{text}.</p></article></body></html>"
            return web.Response(text=body, content_type="text/html")
        shown = [(n, *one) for n, one in enumerate(entries) if one[0] <= self.now][-30:]
        items = "".join(f"<item><title>{title}</title><link>{request.url.origin()}/{number}/{n}</link><pubDate>{format_datetime(at)}</pubDate></item>" for n, at, title in shown)  # fmt: skip
        body = (
            f"<rss version='2.0'><channel><title>Outlet {number}</title><language>en</language>{items}</channel></rss>"
        )
        etag = f'"{shown[-1][0] if shown else 0}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})


def resident(pid: int | str) -> float:
    """Return the megabytes of a process in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def children(pid: int | str) -> list[str]:
    """Return the processes that a process has started, and those that these have."""
    own = [one for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    return own + [one for child in own for one in children(child)]


def of_sqlite() -> float:
    """Return the megabytes that SQLite has for its page caches and statements."""
    name = ctypes.util.find_library("sqlite3")
    if name is None:
        return 0.0
    used = ctypes.CDLL(name).sqlite3_memory_used
    used.restype = ctypes.c_int64
    return used() / 1e6


def state() -> dict[str, float]:
    tasks, files = Path("/proc/self/task"), Path("/proc/self/fd")
    rss, cache = resident("self"), of_sqlite()
    return {
        "rss": round(rss, 1),
        "of sqlite": round(cache, 1),
        "rest": round(rss - cache, 1),
        "readers": round(sum(map(resident, children(os.getpid()))), 1),
        "files": len(list(files.iterdir())) - 1,
        "threads": len(list(tasks.iterdir())),
    }


async def day(asked: argparse.Namespace, folder: Path) -> list[dict[str, float]]:
    press, stop, errors, hours = Press(asked.sources, asked.a_day, asked.hours), asyncio.Event(), [], []

    def noted(_logger, method, event):
        if method in ("error", "exception", "critical"):
            errors.append(str(event))
        raise structlog.DropEvent

    structlog.configure(processors=[noted])
    runner = web.AppRunner(web.Application())
    runner.app.router.add_get("/{path:.*}", press.answer)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    fetch = Fetch(allow=(f"127.0.0.1:{port}",), spacing=0.0, per_host=8)
    settings = Settings(folder=str(folder), database=asked.database, fetch=fetch)
    rounds, an_hour, before = 0, 60 // asked.every, datetime.now(UTC)

    with newsrooms.open_newsroom(settings, now=lambda: press.now) as newsroom:
        for number in range(asked.sources):
            url = f"http://127.0.0.1:{port}/{number}/feed"
            newsroom.store.save_source(Source(id=ids.source_id(url), url=url))
        tidy = pipeline.clock.mend

        def next_round(room):
            nonlocal rounds, before
            rounds += 1
            press.now += timedelta(minutes=asked.every)
            if rounds % an_hour == 0:
                now = datetime.now(UTC)
                hours.append({"hour": rounds // an_hour, **state(), "articles": room.store.count_all()["articles"], "errors": len(errors), "seconds": round((now - before).total_seconds(), 1)})  # fmt: skip
                before = now
                print(json.dumps(hours[-1]), flush=True)
            if rounds >= asked.hours * an_hour:
                stop.set()
            return tidy(room)

        pipeline.clock.mend = next_round
        await pipeline.run_forever(newsroom, stop, lambda _: None, nap=0.0)
    await runner.cleanup()
    for error in errors[:5]:
        print(error, file=sys.stderr)
    return hours


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=int, default=24)
    options.add_argument("--sources", type=int, default=20)
    options.add_argument("--a-day", type=int, default=2000)
    options.add_argument("--every", type=int, default=1, help="minutes from a round to the next one")
    options.add_argument("--database", default="sqlite:///coranto.db")
    options.add_argument(
        "--sketches", type=int, default=reprint_index.LATEST, help="latest texts that new ones are compared with"
    )
    asked = options.parse_args()
    reprint_index.LATEST = asked.sketches
    run_.share_memory()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "topics").mkdir()
        (Path(name) / "topics" / "harbour.yaml").write_text(TOPIC)
        hours = asyncio.run(day(asked, Path(name)))
    quarter = max(1, len(hours) // 4)
    second, last = hours[quarter : 2 * quarter] or hours[:1], hours[-quarter:]
    growth = {
        what: round(100 * (mean(hour[what] for hour in last) / max(1, mean(hour[what] for hour in second)) - 1), 1)
        for what in ("rss", "rest", "readers", "files", "threads")
    }
    print(json.dumps({"percent more in the last quarter than in the second": growth, "errors": hours[-1]["errors"]}))


if __name__ == "__main__":
    main()
