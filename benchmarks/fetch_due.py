"""Who is due among a hundred thousand sources, taken with a lease: SQLite, and PostgreSQL where an address is given.

PYTHONPATH=src python benchmarks/fetch_due.py [postgresql+psycopg://…]

The poller takes its sources by ``take_sources``; here some holders do so in turn, each beside what the others have, and
give back what they took. Then what ``/metrics`` and ``/ready`` ask (``get_queues``), with a tenth of the sources failing.
"""

import datetime as dt
import random
import statistics
import sys
import tempfile
import time

from sqlalchemy import create_engine, text

from coranto.model.reason import Reason
from coranto.model.source import Source
from coranto.source import ids
from coranto.store import open_store

NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
SOURCES = 100_000


def measure(store, where: str) -> None:
    """Take what is due, and ask what waits."""
    for what, minutes, most in (("1 minute", 1, 5_000), ("5 minutes", 5, 5_000), ("a day, 500 at a time", 1_440, 500)):
        now, took, found = NOW + dt.timedelta(minutes=minutes), [], 0
        for number in range(30):
            start = time.perf_counter()
            found = len(store.take_sources(now, f"holder {number % 3}", most))
            took.append(1000 * (time.perf_counter() - start))
            store.give_back_leases(f"holder {number % 3}")
        print(f"{where}: {found} taken of what is due within {what}: {figures(took)}")
    for minutes in (5, 1_440):
        now, took = NOW + dt.timedelta(minutes=minutes), []
        for _ in range(20):
            start = time.perf_counter()
            found = store.get_queues(now).sources.length
            took.append(1000 * (time.perf_counter() - start))
        print(f"{where}: queues with {found} due: {figures(took)}")


def figures(took: list[float]) -> str:
    return f"least {min(took):.2f} ms, median {statistics.median(took):.2f}, at most {max(took):.2f}"


def main() -> None:
    """Run it."""
    with tempfile.TemporaryDirectory() as folder:
        for where in (f"sqlite:///{folder}/sources.sqlite", *sys.argv[1:]):
            store = open_store(where)
            random.seed(1)
            with store.transaction(writes=True):
                for number in range(SOURCES):
                    url = f"https://h{number}.example/feed"
                    ahead = dt.timedelta(seconds=random.uniform(0, 86_400))
                    trouble = Reason(random.choice(["fetch.timeout", "fetch.status"])) if number % 10 == 0 else None
                    store.save_source(
                        Source(
                            id=ids.source_id(url),
                            url=url,
                            title=f"Feed {number}",
                            last_look=NOW - dt.timedelta(days=1) + ahead,
                            next_look=NOW + ahead,
                            failures=3 if trouble else 0,
                            trouble=trouble,
                        )
                    )

            if not where.startswith("sqlite"):  # as the server does by itself within a minute
                with create_engine(where).connect().execution_options(isolation_level="AUTOCOMMIT") as server:
                    server.execute(text("VACUUM ANALYZE source"))
            measure(store, where.split(":")[0])
            if not where.startswith("sqlite"):
                with store.session(writes=True) as db:
                    db.run(text("TRUNCATE source, change"))
            store.close()


if __name__ == "__main__":
    main()
