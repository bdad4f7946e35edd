"""Fetching and extracting by one worker and by two, each with one core, on a PostgreSQL of its own.

    python benchmarks/workers.py [--sources 300] [--articles 3000] [--turns 3] [--pages FOLDER]

A press on loopback (a host for each source) has a feed for each source and a page for each article; two machines of one
core each are played by ``taskset``. What is measured ends with the rows that wait to be grouped. The press and PostgreSQL
run beside the workers, and their share is reported: with two workers nothing is left for them but what the workers leave.
One worker and two take turns. Prints a line of JSON a turn, and the ratio of the medians.
"""

import argparse
import contextlib
import json
import os
import tempfile
import time
from pathlib import Path
from statistics import median

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.run import source_list
from workers_press import Press, Server, Worker, cpu, press, scaffold, server


def turn(folder: Path, database: Server, made: Press, workers: int) -> dict[str, float]:
    """Let some workers do the whole day; return pages a second and who had which share of the cores."""
    name = folder.name
    database.ask(f"CREATE SCHEMA {name}")
    scaffold(folder, f"{database.url}?options=-csearch_path%3D{name}", made)
    with newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml")) as newsroom:
        source_list.sync(newsroom)
        newsroom.store.put_value("settled", b"1")
    for ident in range(workers):
        (folder / f"{ident}").mkdir()
    hands = [Worker(folder, n, "fetch", "extract", core=n) for n in range(workers)]
    load = os.getloadavg()[0]
    try:
        _wait(database, name, 1)
        first, began = _count(database, name), time.perf_counter()
        before = [cpu(made.pid), cpu(database.pid), *(cpu(one.process.pid) for one in hands)]
        _wait(database, name, made.articles)
        seconds, done = time.perf_counter() - began, _count(database, name) - first
        after = [cpu(made.pid), cpu(database.pid), *(cpu(one.process.pid) for one in hands)]
        used = [new - old for new, old in zip(after, before, strict=True)]
        late = sum("came too late" in str(line.get("event")) for one in hands for line in one.said())
        return {
            "workers": workers,
            "pages_a_second": round(done / seconds, 1),
            "seconds": round(seconds, 1),
            "cores: press": round(used[0] / seconds, 3),
            "cores: postgresql": round(used[1] / seconds, 3),
            "cores: workers": round(sum(used[2:]) / seconds, 2),
            "cpu_ms_a_page": round(1000 * sum(used[2:]) / done, 2),
            "too_late": late,
            "load": round(load, 1),
        }
    finally:
        for one in hands:
            one.end()
        with contextlib.suppress(Exception):
            database.ask(f"DROP SCHEMA {name} CASCADE")


def _count(database: Server, name: str) -> int:
    return int(database.ask(f"SELECT count(*) FROM {name}.page_read")[0][0])


def _wait(database: Server, name: str, pages: int) -> None:
    end = time.monotonic() + 900
    while _count(database, name) < pages:
        if time.monotonic() > end:
            raise SystemExit(f"{_count(database, name)} of {pages} pages after 900 s")
        time.sleep(0.1)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sources", type=int, default=300)
    options.add_argument("--articles", type=int, default=3_000)
    options.add_argument("--turns", type=int, default=3)
    asked = options.parse_args()
    found: dict[int, list[float]] = {1: [], 2: []}
    with server() as database, tempfile.TemporaryDirectory() as place, press(asked.sources, asked.articles, 0) as made:
        for number in range(asked.turns):
            for workers in (1, 2):
                folder = Path(place) / f"t{number}_{workers}"
                folder.mkdir()
                figures = turn(folder, database, made, workers)
                found[workers].append(figures["pages_a_second"])
                print(json.dumps(figures), flush=True)
    print(json.dumps({"2 workers against 1": round(median(found[2]) / median(found[1]), 2)}))


if __name__ == "__main__":
    main()
