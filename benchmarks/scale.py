"""Does an article, or a question, cost more in a larger store?

    python benchmarks/scale.py [--postgresql] [--sizes 10000,100000,1000000] [--sources 100000] [--folder FOLDER]

A SQLite file, or a PostgreSQL of its own, in a temporary folder. The first size is filled through the store (the news
of ``rejudge.py``), the other ones by SQL (``scale_fill.py``): copies of its rows, each copy as much older as the first
articles span, so that the days behind the newest article are the same at every size. Then sources are added, all of
them due. At each size 400 articles arrive and are published, and the questions of pages are asked; in PostgreSQL once
more while ``pg_dump`` reads everything. Prints a line of JSON a size: microseconds of CPU an article, the program's and
the server's, the least milliseconds of each question (what other programs take is no cost of it), and the megabytes of
the store.
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

import rejudge
import scale_fill
from coranto import newsroom as newsrooms
from coranto.model.settings import Publish, Settings
from coranto.model.source import Source
from workers_press import BINARIES, cpu, server

ARRIVE = 400  # articles that arrive at a size


def least(ask, times: int = 15) -> float:
    """Return the least milliseconds of some calls."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return round(min(took) * 1000, 2)


def questions_of(newsroom, sources: int) -> dict:
    store = newsroom.store
    now = store.recent_articles(limit=1)[0].published + timedelta(hours=1)
    words, last = rejudge.WORDS, store.recent_articles(limit=300)[-1].id
    ids = [one.id for one in store.recent_articles(limit=100)]
    return {
        f"due, 1,000 of {sources:,} sources": lambda: store.due_sources(now, 1000),
        f"take 1,000 of {sources:,} sources": lambda: store.take_sources(now, "scale", 1000),
        f"take 100 of {sources:,} sources": lambda: store.take_sources(now, "scale", 100),
        "front page: hot stories of 3 days": lambda: store.hot_stories(now - timedelta(days=3), day=now),
        "hot stories of a topic": lambda: store.hot_stories(now - timedelta(days=3), topic="models", day=now),
        "first page of records": store.published_records,
        "river": store.recent_articles,
        "river, later page of published": lambda: store.recent_articles(before=last, published=True),
        "search, two words": lambda: store.search(f"{words[50]} {words[80]}"),
        "search, a word of every third title": lambda: store.search("model"),
        "articles of 100 ids": lambda: store.get_articles(ids),
        "100 known addresses": lambda: store.article_ids_by_url([f"https://outlet1.example/{n}" for n in range(100)]),
        "articles by hour of a day": lambda: store.articles_by_hour(now - timedelta(days=1)),
        "an article by the beginning of its id": lambda: store.resolve_article(ids[0][:8]),
        "metrics: queues": lambda: store.get_queues(now),
        "metrics and each round: counts": store.count_all,
        "calendar: published by day": store.published_days,
        "sources page: counts": store.source_counts,
    }


def ask(newsroom, sources: int, times: int = 15) -> dict:
    """Return the least milliseconds of each question, and why one has failed."""
    found = {}
    for name, question in questions_of(newsroom, sources).items():
        try:
            found[name] = least(question, times)
        except Exception as why:  # noqa: BLE001 - one question is not all
            found[name] = f"{type(why).__name__}: {why}"[:90]
    return found


def arrive(newsroom, first: int, database) -> dict:
    """Let articles arrive, with numbers from the first on; return what one costs."""
    clock, wall, served = time.process_time(), time.perf_counter(), cpu(database.pid) if database else 0.0
    rejudge.fill(newsroom, first + ARRIVE, first)
    used = (time.process_time() - clock, cpu(database.pid) - served if database else 0.0, time.perf_counter() - wall)
    ours, theirs, seconds = (round(one / ARRIVE * 1e6) for one in used)
    return {"cpu_us": ours, "server_cpu_us": theirs, "us": seconds}


def beside_dump(newsroom, sources: int, first: int, database) -> dict:
    """Ask the same while ``pg_dump`` reads all there is: the medians alone and beside it, in milliseconds."""
    asked = questions_of(newsroom, sources)

    def medians() -> dict:
        took = {name: [] for name in asked}
        for _ in range(15):
            for name, one in asked.items():
                began = time.perf_counter()
                one()
                took[name].append((time.perf_counter() - began) * 1000)
        return {name: round(statistics.median(some), 2) for name, some in took.items()}

    alone, alone_article = medians(), arrive(newsroom, first, database)
    with Path("/dev/null").open("wb") as nothing:
        dump = subprocess.Popen([BINARIES / "pg_dump", "--format=custom", "--compress=0", "-d", database.url.replace("+psycopg", "")], stdout=nothing)  # fmt: skip
        try:
            beside, article = medians(), arrive(newsroom, first + ARRIVE, database)
            running = dump.poll() is None
        finally:
            dump.kill()
            dump.wait()
    return {"alone": alone, "beside": beside, "article alone": alone_article, "article beside": article, "it still ran at the end": running}  # fmt: skip


def vacuum(store) -> None:
    """Do what PostgreSQL does by itself after a while."""
    with contextlib.closing(store._engine.raw_connection()) as connection:  # noqa: SLF001 - outside of a transaction
        connection.dbapi_connection.autocommit = True
        connection.dbapi_connection.execute("VACUUM ANALYZE")
        connection.dbapi_connection.autocommit = False


def measure(newsroom, size: int, first: int, sources: int, place: Path, database) -> int:
    """Print what arrivals and questions cost; return the number of the next article."""
    article = [arrive(newsroom, first + n * ARRIVE, database) for n in range(3)]
    first += 3 * ARRIVE
    found = {"stored": size, "article": min(article, key=lambda one: one["cpu_us"] + one["server_cpu_us"]), "ms": ask(newsroom, sources)}  # fmt: skip
    if database:
        with newsroom.store.session(writes=False) as db:
            bytes_ = db.one(text("SELECT pg_database_size(current_database())"))
        found["megabytes"] = round(bytes_ / 1e6)
        found["pg_dump"] = beside_dump(newsroom, sources, first, database)
        first += 2 * ARRIVE
    else:
        found["megabytes"] = round(sum(one.stat().st_size for one in place.glob("scale.db*")) / 1e6)
    print(json.dumps(found), flush=True)
    return first


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--postgresql", action="store_true")
    options.add_argument("--sizes", default="10000,100000,1000000")
    options.add_argument("--sources", type=int, default=100_000)
    options.add_argument("--folder", type=Path)
    asked = options.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    tempfile.tempdir = str(asked.folder) if asked.folder else None
    with server() if asked.postgresql else contextlib.nullcontext() as database, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "topics").mkdir()
        for topic, keywords in (("models", "[model, models]"), ("harbours", "[harbour]")):
            (folder / "topics" / f"{topic}.yaml").write_text(rejudge.TOPIC.format(id=topic, keywords=keywords))
        address = database.url if database else "sqlite:///scale.db"
        settings = Settings(publish=Publish(outputs=()), folder=name, database=address)
        with newsrooms.open_newsroom(settings) as newsroom:
            store, base = newsroom.store, sizes[0]
            scale_fill.begin(store)
            rejudge.fill(newsroom, base)
            scale_fill.begun(store)
            with store.transaction(writes=True):
                for n in range(asked.sources):
                    store.save_source(Source(id=f"f{n}", url=f"https://f{n}.example/feed"))
            copies, following = 1, base
            for size in sizes:
                if copies * base < size:
                    store.search("model")  # the first articles are in the index of words
                    _reckless(database, on=True)
                    scale_fill.grow(store, base, copies, size // base, _report)
                    _reckless(database, on=False)
                    copies = size // base
                if database:
                    vacuum(store)
                following = measure(newsroom, size, following, asked.sources, folder, database)


def _reckless(database, *, on: bool) -> None:
    """Let PostgreSQL not wait for the disk while rows are copied."""
    if database:
        for name, value in (("fsync", "off"), ("synchronous_commit", "off"), ("max_wal_size", "'8GB'"), ("maintenance_work_mem", "'1GB'")):  # fmt: skip
            database.ask(f"ALTER SYSTEM SET {name} = {value}" if on else f"ALTER SYSTEM RESET {name}")
        database.ask("SELECT pg_reload_conf()")


def _report(what: str, began: float) -> None:
    if (seconds := time.perf_counter() - began) > 5:
        print(json.dumps({"filling": what, "seconds": round(seconds)}), flush=True)


if __name__ == "__main__":
    main()
