"""Cold and unchanged refreshes of many feeds over loopback, beside reader, in one run.

    PYTHONPATH=src:PEERS python benchmarks/fetch.py --feeds FOLDER

FOLDER holds feeds, one a file; PEERS is the site-packages of an environment with ``reader`` and ``sgmllib3k``. Both
sides fetch, parse and keep in a new SQLite file; neither reads the pages behind the entries.
"""

import argparse
import asyncio
import logging
import re
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog
import uvloop

from coranto import newsroom as newsrooms
from coranto.fetch.client import Client
from coranto.model.settings import Fetch, Settings
from coranto.model.source import Source
from coranto.run.poll import Poller
from coranto.source import ids
from fetch_press import press

_HOST = re.compile(rb"<(?:link|guid|id)[^>]*?>\s*https?://([\w.-]+)|<link[^>]+href=[\"']https?://([\w.-]+)")
_NAMES = re.compile(rb"w3\.org|purl\.|\.dtd|xmlns|itunes|feedburner|yahoo|wellformedweb|google")


def feeds(folder: Path, count: int) -> list[bytes]:
    """Give as many feeds as asked for; a copy's entries are at addresses of their own."""
    files = [file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()]
    made = []
    for number in range(count):
        body, copy = files[number % len(files)], number // len(files)
        if copy:
            found = Counter(host for pair in _HOST.findall(body) for host in pair if host and not _NAMES.search(host))
            for host in found:
                body = body.replace(b"//" + host, b"//copy%d." % copy + host)
        made.append(body)
    return made


class Ours:
    """Coranto's own way: the store, the client, the looks of a round."""

    def __init__(self, folder: Path, home: str, count: int) -> None:
        self._settings = Settings(
            folder=str(folder), fetch=Fetch(allow=("127.0.0.1",), pages=False, concurrency=64, max_bytes=60_000_000)
        )
        self._home, self._count = home, count

    def prepare(self) -> None:
        """Make everybody due."""
        with newsrooms.open_newsroom(self._settings) as newsroom, newsroom.store.transaction(writes=True):
            known = {source.id: source for source in newsroom.store.get_sources()}
            for number in range(self._count):
                url = f"{self._home}/{number}"
                source = known.get(ids.source_id(url)) or Source(id=ids.source_id(url), url=url)
                newsroom.store.save_source(msgspec.structs.replace(source, next_look=None))

    def refresh(self) -> str:
        """Look at everybody."""
        done = Counter[str]()

        async def go() -> None:
            with newsrooms.open_newsroom(self._settings) as newsroom:
                async with Client(newsroom.settings.fetch, "https://news.example/") as client:
                    await Poller(newsroom, client).round(done, asyncio.Event())

        uvloop.run(go())
        return f"{done['new']:,} new entries, {done['unchanged']:,} unchanged, {done['failed']} failed"


class Theirs:
    """reader, with its own store, as many workers as it is given."""

    def __init__(self, folder: Path, home: str, count: int, workers: int) -> None:
        import reader

        self._reader = reader.make_reader(str(folder / "reader.sqlite"))
        for number in range(count):
            self._reader.add_feed(f"{home}/{number}")
        self._workers = workers

    def prepare(self) -> None:
        """Nothing is to be done: it looks at everybody."""

    def refresh(self) -> str:
        """Look at everybody."""
        self._reader.update_feeds(scheduled=False, workers=self._workers)
        counts = self._reader.get_entry_counts()
        return f"{counts.total:,} entries in all, {self._reader.get_feed_counts(broken=True).total} failed"


def measured(what: str, count: int, side: Ours | Theirs) -> float:
    """Take the time of a refresh."""
    side.prepare()
    wall, cpu = time.perf_counter(), _cpu()
    said = side.refresh()
    wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    print(f"  {what:28} {wall:7.2f} s, {cpu:6.2f} s of CPU, {count / wall:7,.0f} feeds/s; {said}", flush=True)
    return wall


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--feeds", type=Path, required=True)
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--unchanged", type=int, default=2000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--alone", action="store_true", help="without reader")
    args = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(f"{args.count} feeds cold and unchanged, {args.unchanged} unchanged")
    times: dict[str, list[float]] = {}

    def round_of(name: str, count: int, make: Callable[[Path], Ours | Theirs]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            side = make(Path(folder))
            for kind in ("cold", "unchanged"):
                took = measured(f"{name}, {kind}", count, side)
                times.setdefault(f"{name}, {kind}", []).append(took)

    bodies = feeds(args.feeds, max(args.count, args.unchanged))
    with press(bodies) as home:
        for _ in range(args.rounds):
            round_of("coranto", args.count, lambda folder: Ours(folder, home, args.count))
            if not args.alone:
                for workers in (1, 10):
                    round_of(
                        f"reader, {workers}", args.count, lambda folder, w=workers: Theirs(folder, home, args.count, w)
                    )
        with tempfile.TemporaryDirectory() as folder:
            many = Ours(Path(folder), home, args.unchanged)
            measured("coranto, many cold", args.unchanged, many)
            rates = [
                args.unchanged / measured("coranto, many unchanged", args.unchanged, many) for _ in range(args.rounds)
            ]
    middle = {name: statistics.median(all_) for name, all_ in times.items()}
    print(f"many unchanged: {statistics.median(rates):,.0f} feeds/s (median)")
    if not args.alone:
        for kind in ("cold", "unchanged"):
            best = min(middle[f"reader, {workers}, {kind}"] for workers in (1, 10))
            print(f"{kind}: {best / middle[f'coranto, {kind}']:.1f} times reader at its best")


if __name__ == "__main__":
    main()
