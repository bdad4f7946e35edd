"""How fast readers and programs are answered, live: at 1,000, 10,000 and 100,000 stored articles.

    python benchmarks/serve.py FOLDER [--sizes 1000,10000,100000] [--url postgresql+psycopg://...]

Stores are made in FOLDER where they are not there (100,000 take some minutes). The server has one core, and is asked by
``wrk`` (Debian's) from the other: one connection for the times, sixteen for the requests a second. "made" is a page
that had to be made: its store is changed before every request. Prints the table of serve.md.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import serve_newsroom as newsroom
from coranto.cli import allocator
from coranto.web.app import Server

SECONDS = 4
PAGES = {
    "front page of 40 stories": "/",
    "API page of 25": "/api/news/page/2/index.json",
    "topic page": "/t/topic-1/",
    "feed, RSS": "/feed.xml",
}
SCRIPT = """
done = function(summary, latency, requests)
  io.write(string.format("RESULT %f %f %f %d\\n", latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.requests / summary.duration * 1000000, summary.errors.status))
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--url", help="a store that is there already, instead of those in FOLDER")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        _serve(args.serve)
        return
    args.folder.mkdir(parents=True, exist_ok=True)
    script = args.folder / "wrk.lua"
    script.write_text(SCRIPT)
    print("| stored | page | made, p50 ms | p50 ms | p99 ms, 16 at once | requests/s |\n|---|---|---|---|---|---|")
    for size in map(int, args.sizes.split(",")):
        url = args.url or store_of(args.folder, size)
        with _server(url) as (process, address):
            for name, path in PAGES.items():
                alone = _wrk(script, address + path, 1)
                many = _wrk(script, address + path, 16)
                made = _made(url, address + path)
                print(
                    f"| {size:,} | {name} | {made:.1f} | {alone[0]:.2f} | {many[1]:.1f} | {many[2]:,.0f} |", flush=True
                )
            process.terminate()
        _searches(url, size)


def store_of(folder: Path, size: int, published: float = 0.4) -> str:
    """Give the address of the store of that size, made where it is not there."""
    path = folder / f"{size}-{published}.db"
    url = f"sqlite:///{path.resolve()}"
    if not path.exists():
        part = path.with_suffix(".part")
        desk = newsroom.newsroom(f"sqlite:///{part.resolve()}")
        newsroom.furnish(desk.store)
        newsroom.fill(desk.store, newsroom.Arrivals(size, published), size)
        desk.store.search("word")  # brings the index up to date
        desk.store.close()
        part.rename(path)
    return url


class _server:  # noqa: N801 - a context manager like those of contextlib
    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> tuple[subprocess.Popen, str]:
        self.process = subprocess.Popen(
            [sys.executable, __file__, ".", "--serve", self.url], stdout=subprocess.PIPE, text=True
        )
        return self.process, self.process.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def _serve(url: str) -> None:
    os.sched_setaffinity(0, {0})
    allocator.share_memory()  # as ``coranto serve`` does
    with Server(newsroom.newsroom(url), "127.0.0.1", 0) as server:
        print(server.address, flush=True)
        while True:
            time.sleep(1)


def _wrk(script: Path, address: str, connections: int) -> tuple[float, float, float]:
    """Ask for some seconds; p50 and p99 in milliseconds, requests a second."""
    last = max(os.sched_getaffinity(0))
    command = ["taskset", "-c", str(last), "wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency"]
    command += ["-H", "Accept-Encoding: br", "-H", "User-Agent: wrk bot/", "-s", str(script), address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    p50, p99, rate, errors = next(line for line in said.splitlines() if line.startswith("RESULT")).split()[1:]
    if int(errors):
        raise SystemExit(f"{address}: {errors} answers were no 200")
    return float(p50), float(p99), float(rate)


def _made(url: str, address: str, times: int = 15) -> float:
    """Milliseconds of an answer that must be made, the median: one reader of one article comes between."""
    desk = newsroom.newsroom(url)
    lead = desk.store.hot_stories(newsroom.START, 1)[0][0].lead
    took = []
    for n in range(times):
        desk.store.count_reader(lead, f"{time.time_ns()}-{n}", f"{newsroom.NOW:%Y-%m-%d}")
        time.sleep(0.3)
        request = urllib.request.Request(address, headers={"Accept-Encoding": "br", "User-Agent": "bot/"})
        began = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        took.append((time.perf_counter() - began) * 1000)
    desk.store.close()
    return statistics.median(took)


def _searches(url: str, size: int) -> None:
    """Search for words of every frequency, one, two, and a phrase: the time of the store's answer."""
    desk = newsroom.newsroom(url)
    words = newsroom.Arrivals(1).words
    asked = {
        "rare words": [words[n] for n in range(5_000, 5_060)],
        "one word in 1 of 10 articles": [words[n] for n in range(250, 310)],
        "the commonest words": [words[n] for n in range(20)],
        "two words": [f"{words[n]} {words[n + 300]}" for n in range(50, 110)],
        "a phrase": [f'"{words[n]} {words[n + 1]}"' for n in range(60)],
    }
    print("\n| stored | search for | p50 ms | longest ms |\n|---|---|---|---|")
    for name, questions in asked.items():
        took = []
        for question in questions:
            began = time.perf_counter()
            desk.store.search(question, limit=26)
            took.append((time.perf_counter() - began) * 1000)
        print(f"| {size:,} | {name} | {statistics.median(took):.1f} | {max(took):.1f} |")
    print(flush=True)
    desk.store.close()


if __name__ == "__main__":
    main()
