"""A flood of one outlet's entries, while another program writes: how long a write transaction takes, and who waits.

    python benchmarks/flood.py [--entries 1000] [--hourly 0] [--profile classic]
                               [--database postgresql+psycopg://...]

One feed lists the entries under one headline, with summaries of their own; three papers tell an event. A round takes them
in, as ``coranto run`` does; its web alone is made up, and no pages are read. Meanwhile a process of its own counts a reader
and reads the front page's stories every 20 ms, as a site beside it does. Prints one line of JSON: write transactions of the
round with the longest and the 99th percentile in milliseconds, the longest also by the processor, and of the other program
its writes, the longest wait, and its errors.
"""

import argparse
import asyncio
import contextlib
import json
import random
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

from coranto import testing
from coranto.model.settings import Fetch, Settings
from coranto.newsroom import open_newsroom
from coranto.store.sessions import Sessions

NEIGHBOUR = """
import json, sys, time
from datetime import UTC, datetime, timedelta
from coranto.store import open_store
store, number, longest, errors = open_store(sys.argv[1]), 0, 0.0, []
print("ready", flush=True)
while not sys.stdin.closed:
    began = time.monotonic()
    try:
        store.count_reader("none", f"reader {number}", "2026-03-02")
        store.hot_stories(datetime(2026, 3, 1, tzinfo=UTC), 20)
    except Exception as why:
        errors.append(f"{type(why).__name__}: {why}")
    number, longest = number + 1, max(longest, time.monotonic() - began)
    print(json.dumps([number, longest, errors]), flush=True)
    time.sleep(0.02)
"""
WORDS = [f"{a}{b}{c}" for a in ("bra", "ko", "mi", "tel") for b in ("no", "la", "di", "ster") for c in ("ck", "n", "va", "s")]  # fmt: skip


def flood(web: testing.Web, entries: int) -> list[str]:
    """Put a flood and three papers on a web; return their feeds."""
    chance = random.Random(1)
    listed = {"flood": [(f"https://flood.example/{n}", "Chip scandal shakes parliament") for n in range(entries)]}
    for n in range(3):
        listed[f"paper{n}"] = [(f"https://paper{n}.example/1", f"Chip scandal: parliament votes, part {n}")]
    for name, links in listed.items():
        rows = []
        for n, (url, title) in enumerate(links):
            at = testing.NOW - timedelta(hours=1, seconds=n)
            said = [" ".join(chance.choices(WORDS, k=60)) for _ in range(5)]
            text = "".join(f"<p>{one.capitalize()}.</p>" for one in said)
            page = f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
            web.put(url, page.encode())
            rows.append(
                f"<item><title>{title}</title><link>{url}</link><pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
                f"<description>{said[0]}</description></item>"
            )
        feed = f"<rss version='2.0'><channel><title>{name}</title>{''.join(rows)}</channel></rss>"
        web.put(f"https://{name}.example/feed", feed.encode(), "application/rss+xml")
    return [f"https://{name}.example/feed" for name in listed]


def timed() -> list[tuple[float, float]]:
    """Time every write transaction from its beginning to its end, in a list of seconds on the clock and of the processor."""
    took, session = [], Sessions.session

    @contextlib.contextmanager
    def measured(self: Sessions, *, writes: bool, **options: bool):
        outermost = writes and self._current.db is None
        with session(self, writes=writes, **options) as db:
            began, used = time.monotonic(), time.thread_time()
            try:
                yield db
            finally:
                if outermost:
                    took.append((time.monotonic() - began, time.thread_time() - used))

    Sessions.session = measured
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--hourly", type=int, default=0)
    parser.add_argument("--profile", default="classic")
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database(asked.database, Path(name)) as address:
        rules = Fetch(pages=False, hourly=asked.hourly)
        settings = Settings(folder=name, database=address, profile=asked.profile, fetch=rules)
        web, took = testing.Web(), timed()
        with open_newsroom(settings, now=lambda: testing.NOW) as newsroom:
            for url in flood(web, asked.entries):
                testing.listen(newsroom, url)
            command = [sys.executable, "-c", NEIGHBOUR, address]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
                assert other.stdout is not None
                other.stdout.readline()
                took.clear()
                began = time.monotonic()
                done = asyncio.run(testing.round_of(newsroom, web))
                seconds = time.monotonic() - began
                other.terminate()
                number, longest, errors = json.loads(other.stdout.read().splitlines()[-2])
            counts = newsroom.store.count_all()
    clock, processor = map(sorted, zip(*took, strict=True))
    print(
        json.dumps(
            {
                "database": address.split(":")[0],
                "articles": counts["articles"],
                "stories": counts["stories"],
                "left": done["left"],
                "s": round(seconds, 1),
                "write transactions": len(took),
                "longest ms": round(clock[-1] * 1000),
                "p99 ms": round(clock[int(len(clock) * 0.99)] * 1000),
                "longest ms of the processor": round(processor[-1] * 1000),
                "other's writes": number,
                "other's longest wait ms": round(longest * 1000),
                "other's errors": errors,
            }
        )
    )


@contextlib.contextmanager
def database(server: str, folder: Path):
    """Give the address of an empty database: a file, or a schema of a PostgreSQL."""
    if not server:
        yield f"sqlite:///{folder / 'coranto.db'}"
        return
    import psycopg

    name = f"siege_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield f"{server}?options=-csearch_path%3D{name}"
        connection.execute(f"DROP SCHEMA {name} CASCADE")


if __name__ == "__main__":
    main()
