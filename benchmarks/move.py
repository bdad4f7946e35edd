"""Move a newsroom from SQLite to PostgreSQL and back: seconds, and whether the contents are the same.

    CORANTO_TEST_POSTGRES=postgresql+psycopg://... python benchmarks/move.py [--articles 100000] [--store FILE]

The news are those of ``rejudge.py``: stories of one to eight invented articles with 300 words each, judged, grouped and
published. ``--store`` takes an SQLite database that exists instead. PostgreSQL gets a schema of its own, which is
dropped at the end. Then a backup of the SQLite store is made and drilled. Prints a line of JSON for each step.
"""

import argparse
import json
import os
import tempfile
import time
import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import psycopg

import rejudge
from coranto import newsroom as newsrooms
from coranto.model.settings import Publish, Settings
from coranto.operate import backup, restore
from coranto.store import open_store, transfer

SERVER = os.environ["CORANTO_TEST_POSTGRES"]
NAME = f"move {os.getpid()}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--store", type=Path)
    asked = options.parse_args()
    schema = f"coranto_{uuid.uuid4().hex[:12]}"
    with (
        tempfile.TemporaryDirectory() as name,
        psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as server,
    ):
        folder = Path(name)
        database = f"sqlite:///{asked.store.resolve()}" if asked.store else f"sqlite:///{folder}/coranto.db"
        settings = Settings(publish=Publish(outputs=()), folder=name, database=database)
        with newsrooms.open_newsroom(settings) as newsroom:
            if not asked.store:
                rejudge.fill(newsroom, asked.articles)
            server.execute(f"CREATE SCHEMA {schema}")
            try:
                there = step(
                    "to PostgreSQL",
                    newsroom.store,
                    f"{SERVER}?options=-csearch_path%3D{schema}&application_name={NAME.replace(' ', '%20')}",
                )
                back = step("back to SQLite", there, f"sqlite:///{folder}/back.db")
                start = time.perf_counter()
                same = newsroom.store.get_contents() == back.get_contents() == there.get_contents()
                say("contents of all three", start, same=same, damage=back.find_damage())
                for store in (newsroom.store, there):
                    transfer.cancel(store)
                there.close()
                back.close()
            finally:
                server.execute(f"DROP SCHEMA {schema} CASCADE")
            start = time.perf_counter()
            backup.backup(newsroom, folder / "news.tar.zst")
            say("backup", start, megabytes=round((folder / "news.tar.zst").stat().st_size / 1e6))
            start = time.perf_counter()
            report = restore.drill(folder / "news.tar.zst", datetime.now(UTC))
            say("restore drill", start, findings=len(report.findings))


def step(what, source, address):
    target, rows, start, worked = open_store(address), Counter(), time.perf_counter(), time.process_time()
    server = server_cpu()
    copied: list[float] = []

    def report(table, count):
        if table == "search" and not copied:
            copied.append(time.perf_counter() - start)
        rows[table] += count

    moved = transfer.transfer(source, target, report)
    total = sum(one.rows for one in moved.values())
    say(what, start, articles=rows["article"], rows=total, copied_after=round(copied[0], 1), cpu=round(time.process_time() - worked, 1), server_cpu=round(server_cpu() - server, 1))  # fmt: skip
    return target


def server_cpu():
    """CPU seconds of the processes of PostgreSQL on this machine that work for this program."""
    with psycopg.connect(SERVER.replace("+psycopg", "")) as server:
        found = server.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [NAME]).fetchall()
    return sum(cpu(pid) for (pid,) in found)


def cpu(pid):
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def say(what, start, **figures):
    print(json.dumps({"step": what, "seconds": round(time.perf_counter() - start, 1)} | figures), flush=True)


if __name__ == "__main__":
    main()
