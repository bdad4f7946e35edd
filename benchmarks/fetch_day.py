"""A day of ten thousand feeds on a virtual clock: the newsroom's own looks, client, hosts, cadence and store.

    PYTHONPATH=src python benchmarks/fetch_day.py --feeds FOLDER

FOLDER holds real feeds, one a file: each simulated feed publishes in the rhythm of one of them, shifted by chance. Only
the wire is made up. It answers 304, 200, 301, 429 and 503 with Retry-After in seconds and as a date, robots.txt, and
writes down every request that comes before it may. The first day is for settling, the second one counts; the third
shows when the last entries of the second were found.
"""

import argparse
import asyncio
import bisect
import collections
import concurrent.futures
import datetime as dt
import email.utils
import logging
import random
import selectors
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import structlog
from multidict import CIMultiDict

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.fetch.client import Client
from coranto.model.entry import Entry, Feed
from coranto.model.settings import Fetch, Settings
from coranto.model.source import Source
from coranto.parse import feed as parser
from coranto.run.poll import Poller
from coranto.source import cadence, ids

START = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
DAY = 86_400.0
FETCHED = dt.datetime(2026, 2, 18, 4, tzinfo=dt.UTC).timestamp()  # the feeds: what comes later is no rhythm
LATENCY = 0.2  # seconds from a request to its answer
HOLDS = 60  # entries in a feed
SPACING = 1.0
SHARED = 300  # feeds of the largest host
UNEASY = 0.02  # share of hosts that ask for patience, each time with this chance
ASKS = 0.1
PAGES = 0.02  # share of feeds whose pages are read as well


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose time goes on only when there is nothing left to do."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Selector(self))
        self.set_default_executor(_Here())

    def time(self) -> float:
        """Give the virtual seconds since the start."""
        return self.now


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: Loop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout:
            self._loop.now += timeout
        return ready


class _Here(concurrent.futures.ThreadPoolExecutor):
    """Does at once what would be done in a thread: a thread knows nothing of virtual time."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[Any]:
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as why:  # noqa: BLE001 - as an executor does
            future.set_exception(why)
        return future


class Rhythm:
    """When a real feed published in the thirty days before it was fetched; and what it asks of those who read it.

    A feed that holds less than thirty days is known for as long as it holds. What is known is repeated.
    """

    def __init__(self, feed: Feed) -> None:
        stamps = sorted({d.timestamp() - FETCHED for e in feed.entries if (d := e.published or e.updated)})
        self.stamps = [s for s in stamps if s <= 0]
        self.holds = min(HOLDS, len(self.stamps))
        self.length = min(30 * DAY, -self.stamps[0]) if self.stamps else 0.0
        self.recent = [s for s in self.stamps if s > -self.length]
        self.ttl, self.skip_hours, self.skip_days = feed.ttl, feed.skip_hours, feed.skip_days

    def times(self, shift: float) -> list[float]:
        """Give the times of entries, from enough before the start to fill a feed until the end of the third day."""
        if not self.recent:
            return self.stamps[-self.holds :]
        turns = range(-int(self.holds / len(self.recent)) - 2, int(3 * DAY / self.length) + 2)
        made = sorted(s + shift + turn * self.length for turn in turns for s in self.recent)
        return made[max(0, bisect.bisect(made, 0.0) - self.holds) : bisect.bisect(made, 3 * DAY)]


class Wire:
    """All servers at once: what aiohttp's session is to the client."""

    def __init__(self, loop: Loop, rhythms: list[Rhythm], count: int) -> None:
        self._loop = loop
        self.rhythm = [random.choice(rhythms) for _ in range(count)]
        self.times = [rhythm.times(random.uniform(0, rhythm.length)) for rhythm in self.rhythm]
        self.urls = [f"http://{self._host(n)}/{n}.xml" for n in range(count)]
        self.found: list[list[float]] = [[] for _ in range(count)]  # when each entry was first handed out
        self.first = [bisect.bisect(times, 0.0) for times in self.times]
        self.asked: list[list[float]] = [[] for _ in range(count)]
        self.broken = collections.Counter[str]()
        self.answers = collections.Counter[int]()
        hosts = sorted({urlsplit(url).hostname or "" for url in self.urls})
        self._uneasy = set(random.sample(hosts, int(UNEASY * len(hosts)))) | {"shared0.example"}
        self._last: dict[str, float] = {}
        self._held: dict[str, float] = {}

    @staticmethod
    def _host(number: int) -> str:
        """Put a fifth of the feeds on few hosts: one large, others smaller and smaller."""
        if number % 5:
            return f"h{number}.example"
        place, size = number // 5, SHARED
        host = 0
        while place >= size:
            place, size, host = place - size, max(5, size // 2), host + 1
        return f"shared{host}.example"

    def request(self, method: str, url: str, *, headers: dict[str, str], **_: Any) -> "_Exchange":
        """Take a request."""
        return _Exchange(self, url, headers)

    async def close(self) -> None:
        """As a session has it."""

    def arrives(self, host: str) -> None:
        """Write down a request that comes before it may."""
        now = self._loop.time()
        if now < self._held.get(host, 0.0) - 1e-6:
            self.broken["Retry-After"] += 1
        if now < self._last.get(host, -9.0) + SPACING - 1e-5:
            self.broken["spacing"] += 1
        self._last[host] = now

    def answer(self, url: str, headers: dict[str, str]) -> tuple[int, CIMultiDict[str], bytes]:
        """Answer a request, after its latency."""
        now, parts = self._loop.time(), urlsplit(url)
        host = parts.hostname or ""
        date = START + dt.timedelta(seconds=now)
        said = CIMultiDict({"Date": email.utils.format_datetime(date, usegmt=True)})
        if parts.path == "/robots.txt":
            return 200, said, b"User-agent: Coranto\nDisallow: /private/\n"
        if parts.path.startswith("/private/"):
            self.broken["robots"] += 1
        if host in self._uneasy and random.random() < ASKS:
            wait = random.choice((30, 600, 5_400))
            self._held[host] = max(self._held.get(host, 0.0), now + wait)
            later = email.utils.format_datetime(date + dt.timedelta(seconds=wait), usegmt=True)
            said["Retry-After"] = random.choice((str(wait), later))
            return random.choice((429, 503)), said, b""
        if not parts.path.endswith(".xml"):
            return 200, said, b"<p>a page"
        number = int(parts.path.strip("/").removesuffix(".xml"))
        self.asked[number].append(now)
        count = bisect.bisect(self.times[number], now)
        found = self.found[number]
        found += [now] * (count - self.first[number] - len(found))
        said["ETag"] = f'"{count}"'
        if headers.get("If-None-Match") == said["ETag"]:
            return 304, said, b""
        return 200, said, b"%d %d" % (number, count)

    def read(self, body: bytes, *, url: str, content_type: str | None) -> Feed:
        """Read what stands for a feed: the newsroom's source kind of this day."""
        number, count = map(int, body.split())
        host, rhythm = urlsplit(self.urls[number]).hostname, self.rhythm[number]
        entries = tuple(
            Entry(
                url=f"http://{host}/{'private' if place % 2 else 'open'}/{number}-{place}",
                title=f"Entry {place} of {number}",
                published=START + dt.timedelta(seconds=int(self.times[number][place])),
            )
            for place in range(max(0, count - rhythm.holds), count)
        )
        return Feed(entries=entries, ttl=rhythm.ttl, skip_hours=rhythm.skip_hours, skip_days=rhythm.skip_days)


class _Exchange:
    """One request and its answer, as the client uses them."""

    def __init__(self, wire: Wire, url: str, headers: dict[str, str]) -> None:
        self._wire, self._url, self._asked = wire, url, headers
        self.content = self

    async def __aenter__(self) -> Self:
        self._wire.arrives(urlsplit(self._url).hostname or "")
        await asyncio.sleep(LATENCY)
        self.status, self.headers, self._body = self._wire.answer(self._url, self._asked)
        self._wire.answers[self.status] += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is to be closed."""

    async def iter_chunked(self, _: int) -> Any:
        """Give the body in one piece."""
        yield self._body


async def days(loop: Loop, wire: Wire, folder: Path, length: float) -> None:
    """Run the newsroom's looks for as long as that, a round a minute."""
    settings = Settings(folder=str(folder), fetch=Fetch(spacing=SPACING, pages=False))
    with newsrooms.open_newsroom(
        settings,
        now=lambda: START + dt.timedelta(seconds=int(loop.time())),
        kinds={"feed": wire.read},
    ) as newsroom:
        with newsroom.store.transaction(writes=True):
            for url in wire.urls:
                newsroom.store.save_source(Source(id=ids.source_id(url), url=url))
        client = Client(settings.fetch, "https://news.example/", loop.time)
        client._session = wire  # type: ignore[assignment]  # noqa: SLF001 - the wire is what is made up
        poller = Poller(newsroom, client, 60.0)
        sample = {ids.source_id(url) for url in random.sample(wire.urls, int(PAGES * len(wire.urls)))}
        pages: set[asyncio.Task[Any]] = set()
        while loop.time() < length:
            end = loop.time() + 60
            await poller.round(collections.Counter[str](), asyncio.Event())
            with newsroom.store.transaction(writes=True):
                for entry in newsroom.store.pending_entries(newsroom.now(), 1_000_000):
                    if entry.source in sample:
                        pages.add(asyncio.create_task(client.get(entry.url, robots=True)))
                    newsroom.store.resolve_entry(entry.number, f"read {entry.number}")
            pages = {page for page in pages if not page.done()}
            await asyncio.sleep(max(0.0, end - loop.time()))
        await poller.stop()


def delays(times: list[float], found: Callable[[float], float], day: float = DAY) -> list[float]:
    """Give for each entry of the second day the minutes until it was found."""
    return [(found(t) - t) / 60 for t in times if day <= t < 2 * day]


def evenly(wire: Wire, interval: float) -> list[float]:
    """Give the delays of looks at even distances, each feed with a phase of its own."""
    every: list[float] = []
    for number, times in enumerate(wire.times):
        phase = random.Random(number).uniform(0, interval)
        every += delays(times, lambda t, p=phase: t + interval - (t - p) % interval)  # type: ignore[misc]
    return every


def ours(wire: Wire) -> list[float]:
    """Give the delays as they were; an entry that was never found counts as three days."""
    every: list[float] = []
    for times, first, found in zip(wire.times, wire.first, wire.found, strict=True):
        told = dict(zip(times[first:], found, strict=False))
        every += delays(times[first:], lambda t, told=told: told.get(t, t + 3 * DAY))  # type: ignore[misc]
    return every


def line(name: str, requests: float, every: list[float]) -> None:
    """Print a row."""
    every = sorted(every)
    ninth = every[int(0.9 * len(every))]
    print(
        f"  {name:42} {requests:6.2f} {statistics.median(every):8.1f} {statistics.fmean(every):8.1f} {ninth:8.1f}",
        flush=True,
    )


def main() -> None:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--feeds", type=Path, required=True)
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--eagerness", type=float, default=cadence.EAGERNESS)
    asked.add_argument("--seed", type=int, default=1)
    args = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    random.seed(args.seed)
    cadence.EAGERNESS = args.eagerness
    rhythms = []
    for file in sorted(args.feeds.rglob("*")):
        if file.is_file():
            try:
                rhythms.append(Rhythm(parser.read(file.read_bytes(), url="https://daily.example/feed")))
            except errors.NotAFeed:
                continue
    rhythms = [rhythm for rhythm in rhythms if len(rhythm.stamps) > 1]
    loop = Loop()
    wire = Wire(loop, rhythms, args.count)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(days(loop, wire, Path(folder), 3 * DAY))
    requests = sum(DAY <= t < 2 * DAY for times in wire.asked for t in times) / args.count
    every = ours(wire)
    print(f"{len(rhythms)} rhythms, {args.count:,} feeds, {len(every):,} entries, {time.perf_counter() - start:.0f} s")
    print(f"  {'':42} {'req/feed':>6} {'median':>8} {'mean':>8} {'p90':>8}   (minutes)")
    line(f"coranto, eagerness {args.eagerness}", requests, every)
    line("every hour", 24, evenly(wire, 3600))
    line("evenly, as many requests as coranto", requests, evenly(wire, DAY / requests))
    print(f"  broken: {dict(wire.broken) or 0}; answers: {dict(sorted(wire.answers.items()))}")


if __name__ == "__main__":
    main()
