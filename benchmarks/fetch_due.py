"""Who is due among a hundred thousand sources: SQLite, and PostgreSQL where an address is given.

PYTHONPATH=src python benchmarks/fetch_due.py [postgresql+psycopg://…]
"""

import datetime as dt
import random
import statistics
import sys
import tempfile
import time

from coranto.model.source import Source
from coranto.source import ids
from coranto.store import open_store

NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def main() -> None:
    """Run it."""
    with tempfile.TemporaryDirectory() as folder:
        for where in (f"sqlite:///{folder}/sources.sqlite", *sys.argv[1:]):
            store = open_store(where)
            random.seed(1)
            with store.transaction(writes=True):
                for number in range(100_000):
                    url = f"https://h{number}.example/feed"
                    ahead = dt.timedelta(seconds=random.uniform(0, 86_400))
                    looked = NOW - dt.timedelta(days=1) + ahead
                    store.save_source(
                        Source(
                            id=ids.source_id(url),
                            url=url,
                            title=f"Feed {number}",
                            last_look=looked,
                            next_look=NOW + ahead,
                        )
                    )
            for minute in (1, 5):
                times, found = [], 0
                for _ in range(50):
                    start = time.perf_counter()
                    found = len(store.due_sources(NOW + dt.timedelta(minutes=minute), 5_000))
                    times.append(1000 * (time.perf_counter() - start))
                print(
                    f"{where.split(':')[0]}: {found} due of 100,000: {statistics.median(times):.2f} ms, at most {max(times):.2f}"
                )
            for number in range(100_000 if len(sys.argv) > 1 else 0):
                store.delete_source(ids.source_id(f"https://h{number}.example/feed"))
            store.close()


if __name__ == "__main__":
    main()
