"""Does an article, or a question, cost more in a larger store?

    python benchmarks/scale.py [URL] [--sizes 10000,100000,1000000] [--sources 100000]

Without a URL a SQLite file in a temporary folder. The first size is filled through the store (the news of
``rejudge.py``), the other ones by SQL: rows are copied under other ids, each copy as much older as the first articles
span, so that the days behind the newest article are the same at every size. Then sources are added, all of them due.
At each size 400 articles arrive and are published, and the questions of pages are asked. Prints a line of JSON a size:
microseconds of CPU an article, the least milliseconds of each question (what other programs take is no cost of it), and
the megabytes of the store.
"""

import argparse
import json
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Text, text

import rejudge
from coranto import newsroom as newsrooms
from coranto.model.settings import Publish, Settings
from coranto.model.source import Source
from coranto.run.ingest import Ingest
from coranto.store import contents, search_index

ARRIVE, LEAP = 400, 100_000_000  # articles that arrive at a size; the numbers of each copy are as far from the last
IDS = {"id", "article", "story", "lead", "url", "path", "file"}
TIMES = {"published", "seen", "moment", "newest", "changed"}
LEFT = {"shelf", "change", "source", "entry", "sighting", "reading", "verdict", "edit_log", "outbox", "hook", "person"}
STEP = timedelta(seconds=43)  # between two articles of ``rejudge.py``


def copy_rows(store, number: int, base: int) -> None:
    """Add the first articles once more, under other ids and earlier."""
    back = number * int((base * STEP).total_seconds()) * 1_000_000
    with store.session(writes=True) as db:
        for table in contents.all_tables():
            if table.name in LEFT or "article" not in {*(c.name for c in table.c), table.name, *_parents(table)}:
                continue
            values = ", ".join(_value(column, number, back) for column in table.c)
            names = ", ".join(f'"{column.name}"' for column in table.c)
            db.run(text(f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} WHERE {_first(table)}"))
        if db.sqlite:
            db.run(text(f"INSERT INTO unindexed (number) SELECT number FROM article WHERE number > {number * LEAP}"))
            search_index.catch_up(db)
        else:
            db.run(text(f"INSERT INTO search (number, words) SELECT number + {number * LEAP}, words FROM search WHERE number < {LEAP}"))  # fmt: skip


def _parents(table) -> set[str]:
    return {key.column.table.name for key in table.foreign_keys} | ({"article"} if table.name == "story" else set())


def _first(table) -> str:
    """Return the condition of rows that are no copy."""
    if "number" in table.c:
        return f"number < {LEAP}"
    return next(f"{name} NOT LIKE '%~%'" for name in ("article", "story", "id", "lead") if name in table.c)


def _value(column, number: int, back: int) -> str:
    if column.name == "number":
        return f"number + {number * LEAP}"
    if column.name in IDS and isinstance(column.type, Text):
        return f"{column.name} || '~{number}'"
    if column.name in TIMES and isinstance(column.type, BigInteger) and not isinstance(column.type, Boolean):
        return f"{column.name} - {back}"
    return f'"{column.name}"'


def least(ask, times: int = 15) -> float:
    """Return the least milliseconds of some calls."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return round(min(took) * 1000, 2)


def measure(newsroom, size: int, first: int, sources: int, place: Path) -> None:
    """Print what arrivals, with numbers from the first on, and questions cost."""
    store = newsroom.store
    clock, wall = time.process_time(), time.perf_counter()
    rejudge.fill(newsroom, first + ARRIVE, first)
    cpu, seconds = time.process_time() - clock, time.perf_counter() - wall
    now = store.recent_articles(limit=1)[0].published + timedelta(hours=1)
    words, last = rejudge.WORDS, store.recent_articles(limit=300)[-1].id
    ids = [one.id for one in store.recent_articles(limit=100)]
    questions = {
        f"due, 1,000 of {sources:,} sources": lambda: store.due_sources(now, 1000),
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
        "open stories, loaded at the start": lambda: Ingest(newsroom).open_stories(),
    }
    found = {}
    for name, ask in questions.items():
        try:
            found[name] = least(ask, 3 if "loaded" in name else 15)
        except Exception as why:  # noqa: BLE001 - one question is not all
            found[name] = f"{type(why).__name__}: {why}"[:90]
    bytes_ = sum(one.stat().st_size for one in place.glob("scale.db*"))
    print(json.dumps({"stored": size, "cpu_us_an_article": round(cpu / ARRIVE * 1e6), "us_an_article": round(seconds / ARRIVE * 1e6), "megabytes": round(bytes_ / 1e6), "ms": found}), flush=True)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("url", nargs="?")
    options.add_argument("--sizes", default="10000,100000,1000000")
    options.add_argument("--sources", type=int, default=100_000)
    asked = options.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "topics").mkdir()
        for topic, keywords in (("models", "[model, models]"), ("harbours", "[harbour]")):
            (folder / "topics" / f"{topic}.yaml").write_text(rejudge.TOPIC.format(id=topic, keywords=keywords))
        settings = Settings(publish=Publish(outputs=()), folder=name, database=asked.url or "sqlite:///scale.db")
        with newsrooms.open_newsroom(settings) as newsroom:
            rejudge.fill(newsroom, sizes[0])
            with newsroom.store.transaction(writes=True):
                for n in range(asked.sources):
                    newsroom.store.save_source(Source(id=f"f{n}", url=f"https://f{n}.example/feed"))
            copies = 1
            for n, size in enumerate(sizes):
                while copies * sizes[0] < size:
                    copy_rows(newsroom.store, copies, sizes[0])
                    copies += 1
                measure(newsroom, size, sizes[0] + n * ARRIVE, asked.sources, folder)


if __name__ == "__main__":
    main()
