"""A day of `coranto run` in minutes: does memory, or the number of open files, grow with the rounds?

    python benchmarks/day.py [--hours 24] [--before 0] [--sources 20] [--a-day 2000] [--every 1] [--database URL]

The newsroom's own loop, client, page processes and outputs, with a press on loopback (``day_press.py``) and a clock
that goes on by a minute (``--every``) each time a round begins, so that a day is 1,440 rounds. Sources publish by the
hour of the day, mostly in the afternoon; each page has 300 words. ``--before`` is the days of news that the newsroom
has before it starts, so that what it keeps of the latest days is full. Prints a line of JSON an hour: memory of the
process and of those that read pages (RSS, megabytes), open files, threads, rounds, articles and errors; at the end by
how much the last quarter of the day lies above the second one (the first one warms up).
"""

import argparse
import asyncio
import ctypes
import ctypes.util
import json
import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

import structlog

import day_press
from coranto import newsroom as newsrooms
from coranto import pipeline
from coranto.cli import allocator
from coranto.dedupe import address
from coranto.model.article import Article, Provider
from coranto.model.settings import Fetch, Settings
from coranto.model.source import Source
from coranto.run import assemble, hand_edits, publish, reprint_index
from coranto.run.ingest import Ingest
from coranto.source import ids

# The next midnight: a clock behind that of the file system makes each round look at all record files again.
START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
TOPIC = "taxonomy: topic\n_id: harbour\nname: Harbour\nkeywords: [harbour, ferry]\n"


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


def state(press: int) -> dict[str, float]:
    """Return the memory, files and threads of this process; ``press`` is none of those that read pages."""
    tasks, files = Path("/proc/self/task"), Path("/proc/self/fd")
    rss, cache = resident("self"), of_sqlite()
    return {
        "rss": round(rss, 1),
        "of sqlite": round(cache, 1),
        "rest": round(rss - cache, 1),
        "readers": round(sum(resident(one) for one in children(os.getpid()) if int(one) != press), 1),
        "files": len(list(files.iterdir())) - 1,
        "threads": len(list(tasks.iterdir())),
    }


def begin(settings: Settings, feeds: list[str], told: list[tuple[datetime, str]]) -> None:
    """Save the sources, and articles as if they had come from them."""
    now = START
    with newsrooms.open_newsroom(settings, now=lambda: now) as newsroom:
        sources = [Source(id=ids.source_id(url), url=url) for url in feeds]
        for source in sources:
            newsroom.store.save_source(source)
        ingest = Ingest(newsroom)
        for number, (now, title) in enumerate(told):
            url = f"http://127.0.0.1/before/{number}"
            words = day_press.text(title)
            draft = Article(
                id=address.article_id(url), url=url, original_url=url, web_url=url, title=title, excerpt=words[:200],
                text=words, published=now, seen=now, provider=Provider(name="Outlet", domain="127.0.0.1"),
                source=sources[number % len(sources)].id, language="en",
            )  # fmt: skip
            ingest.add(assemble.judged(draft, (), newsroom.taxonomy, newsroom.settings, newsroom.signals), None)
            if number % 250 == 0:
                publish.publish(newsroom, Counter())
        publish.publish(newsroom, Counter())
        ingest.snapshot()
        now = START
        hand_edits.adopt(newsroom, Counter())  # as each round does: what was written is known


async def day(asked: argparse.Namespace, settings: Settings, press: day_press.Press) -> list[dict[str, float]]:
    now, stop, errors, hours = START, asyncio.Event(), [], []

    def noted(_logger, method, event):
        if method in ("error", "exception", "critical"):
            errors.append(str(event))
        raise structlog.DropEvent

    structlog.configure(processors=[noted])
    rounds, an_hour, before = 0, 60 // asked.every, datetime.now(UTC)

    with newsrooms.open_newsroom(settings, now=lambda: now) as newsroom:
        tidy = pipeline.clock.mend

        def next_round(room):
            nonlocal rounds, before, now
            rounds += 1
            now += timedelta(minutes=asked.every)
            press.tell(now)
            if rounds % an_hour == 0:
                real = datetime.now(UTC)
                hours.append({"hour": rounds // an_hour, **state(press.pid), "articles": room.store.count_all()["articles"], "errors": len(errors), "seconds": round((real - before).total_seconds(), 1)})  # fmt: skip
                before = real
                print(json.dumps(hours[-1]), flush=True)
            if rounds >= asked.hours * an_hour:
                stop.set()
            return tidy(room)

        pipeline.clock.mend = next_round
        await pipeline.run_forever(newsroom, stop, lambda _: None, nap=0.0)
    for error in errors[:5]:
        print(error, file=sys.stderr)
    return hours


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--hours", type=int, default=24)
    options.add_argument("--before", type=int, default=0, help="days of news that the newsroom has before")
    options.add_argument("--sources", type=int, default=20)
    options.add_argument("--a-day", type=int, default=2000)
    options.add_argument("--every", type=int, default=1, help="minutes from a round to the next one")
    options.add_argument("--database", default="sqlite:///coranto.db")
    options.add_argument(
        "--sketches", type=int, default=reprint_index.LATEST, help="latest texts that new ones are compared with"
    )
    asked = options.parse_args()
    reprint_index.LATEST = asked.sketches
    allocator.share_memory()
    earlier = day_press.news(START - timedelta(days=asked.before + 1), asked.before, asked.a_day, seed=1)
    told = day_press.news(START - timedelta(days=1), asked.hours // 24 + 2, asked.a_day, seed=2)
    with tempfile.TemporaryDirectory() as name, day_press.press(asked.sources, told) as press:
        (Path(name) / "topics").mkdir()
        (Path(name) / "topics" / "harbour.yaml").write_text(TOPIC)
        fetch = Fetch(allow=(f"127.0.0.1:{press.port}",), spacing=0.0, per_host=8)
        settings = Settings(folder=name, database=asked.database, fetch=fetch)
        feeds = [f"http://127.0.0.1:{press.port}/{number}/feed" for number in range(asked.sources)]
        beginning = multiprocessing.get_context("spawn").Process(target=begin, args=(settings, feeds, earlier))
        beginning.start()  # in a process of its own: what it takes is not measured
        beginning.join()
        hours = asyncio.run(day(asked, settings, press))
    quarter = max(1, len(hours) // 4)
    second, last = hours[quarter : 2 * quarter] or hours[:1], hours[-quarter:]
    growth = {
        what: round(100 * (mean(hour[what] for hour in last) / max(1, mean(hour[what] for hour in second)) - 1), 1)
        for what in ("rss", "rest", "readers", "files", "threads")
    }
    print(json.dumps({"percent more in the last quarter than in the second": growth, "errors": hours[-1]["errors"]}))


if __name__ == "__main__":
    main()
