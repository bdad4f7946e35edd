"""A slice of the reference day: the busiest minute of 100,000 feeds and 2,000,000 articles, through workers.

    python benchmarks/reference_day.py [--sources 100000] [--articles 2000] [--sqlite]

2,000,000 articles a day are 1,389 a minute, and about 2,000 in the busiest one (six in a hundred of a day's news come
in its busiest hour). All sources are in the store; as many as there are articles are due, and each has a new one, of
400 words in one of eight languages; a press on loopback serves them. Each stage is a worker of its own (``coranto
worker --only``), so the CPU seconds of a process are those of its stage; with ``--sqlite`` one ``coranto run`` does
it all. Prints a line of JSON: milliseconds of CPU an article by stage, memory of each process, seconds from when an
article was out to when it was filed, and how many articles a day that makes on two cores.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from sqlalchemy import text

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.run import source_list
from workers_press import Worker, children, cpu, press, scaffold, server

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
STAGES = {"fetch": ("fetch",), "extract": ("extract",), "group": ("group",), "publish": ("publish",)}


def memory(pid: int | str) -> list[int]:
    """Return the megabytes of a process and of each that it has started (PSS: what they share is counted once)."""
    with contextlib.suppress(OSError):
        found = Path(f"/proc/{pid}/smaps_rollup").read_text().partition("Pss:")[2].split()
        own = round(int(found[0]) / 1000)
        return [own, *(one for child in children(pid) for one in memory(child))]
    return []


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sources", type=int, default=100_000)
    options.add_argument("--articles", type=int, default=2_000)
    options.add_argument("--sqlite", action="store_true")
    asked = options.parse_args()
    with (
        contextlib.nullcontext() if asked.sqlite else server() as database,
        tempfile.TemporaryDirectory() as name,
        press(asked.sources, asked.articles, 0, languages=LANGUAGES) as made,
    ):
        folder = Path(name)
        scaffold(folder, database.url if database else "sqlite:///coranto.db", made)
        with newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml")) as newsroom:
            began = time.process_time()
            source_list.sync(newsroom)
            listed = time.process_time() - began
            newsroom.store.put_value("settled", b"1")
            with newsroom.store.session(writes=True) as db:  # the others are due in an hour
                due = ", ".join(f"'{one.id}'" for one in newsroom.store.get_sources() if _number(one) < asked.articles)
                later = int((time.time() + 3600) * 1e6)
                db.run(text(f"UPDATE source SET due = {later}, looked = true WHERE id NOT IN ({due})"))
            print(json.dumps({"sources": asked.sources, "cpu_s_to_list_them": round(listed, 1)}), flush=True)
            measure(newsroom, folder, database, asked.articles)


def _number(source) -> int:
    one = [int(part) for part in source.url.partition("//")[2].partition(":")[0].split(".")]
    return (one[1] - 1) * 60_000 + one[2] * 250 + one[3] - 1


def measure(newsroom, folder: Path, database, articles: int) -> None:
    """Let everything come in; print what it took."""
    served = cpu(database.pid) if database else 0.0
    begun, clock = time.monotonic(), time.time()
    if database:
        hands = {name: Worker(folder, n, *kinds).process for n, (name, kinds) in enumerate(STAGES.items())}
    else:
        hands = {"run": subprocess.Popen([Path(sys.executable).parent / "coranto", "--config", folder / "coranto.toml", "run"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)}  # fmt: skip
    load, before, first, most = os.getloadavg()[0], {}, None, {name: [0] for name in hands}
    try:
        while True:
            time.sleep(1)
            counts = newsroom.store.count_all()
            if first is None and counts["articles"] >= articles // 20:  # all have started
                first, before, served = counts["articles"], {name: cpu(one.pid) for name, one in hands.items()}, cpu(database.pid) if database else 0.0  # fmt: skip
                start = time.monotonic()
            for name, one in hands.items():
                most[name] = max(most[name], memory(one.pid), key=sum)
            if counts["articles"] >= articles and not newsroom.store.outbox_ids(1):
                break
            if time.monotonic() - begun > 2400:
                print(json.dumps({"not done": counts}), flush=True)
                break
        seconds, count = time.monotonic() - start, counts["articles"] - first
        used = {name: cpu(one.pid) - before[name] for name, one in hands.items()}
        if database:
            used["postgresql"] = cpu(database.pid) - served
        a = {name: round(1000 * one / count, 2) for name, one in used.items()}
        filed = [(one.stat().st_mtime - clock) for one in newsroom.records.rglob("*.md")]
        figures = {
            "articles": count,
            "seconds": round(seconds, 1),
            "cpu_ms_an_article": a,
            "all": round(sum(a.values()), 2),
            "articles_a_day_on_two_cores": round(2 * 86_400_000 / sum(a.values())),
            "memory_mb": most,
            "filed_after_s": {"median": round(median(filed), 1), "last": round(max(filed), 1)} if filed else {},
            "files": len(filed),
            "store_bytes_an_article": round(newsroom.store.get_queues(newsroom.now()).bytes / counts["articles"]),
            "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        }
        print(json.dumps(figures), flush=True)
    finally:
        for one in hands.values():
            one.terminate()
        for one in hands.values():
            one.wait(60)


if __name__ == "__main__":
    main()
