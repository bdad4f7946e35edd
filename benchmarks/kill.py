"""Kill a run at random instants, run again, and hold files and store to each other.

    python benchmarks/kill.py [--kills 100]

The demo's press is the source. Every four kills a run is let finish; then each article must be in exactly one story, each
record must have its file with its bytes, nothing may wait in the outbox, and no half-written file may lie about. Prints
one line of JSON.
"""

import argparse
import contextlib
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from coranto import newsroom
from coranto.config import settings_file
from coranto.demo import Press
from coranto.record import frontmatter
from coranto.run import scaffold


def wrong(folder: Path) -> list[str]:
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        store = opened.store
        articles = [article for _, article in store.articles_by_arrival(0, 100_000)]
        filed = store.get_records([a.id for a in articles])
        files = {p.name: p.read_text("utf-8") for p in (folder / "_news").iterdir()}
        stories = store.get_stories(set(store.story_ids_of([a.id for a in articles]).values()))
        members = sorted(m.article for s in stories.values() for m in s.members)
        checks = {
            "files and records differ in number": {Path(f.path).name for f in filed.values()} == set(files),
            "a file differs from its record": all(
                files.get(Path(f.path).name) == frontmatter.emit(f.record) for f in filed.values()
            ),
            "an article is in no story or in two": members == sorted(a.id for a in articles),
            "an address is twice": len({a.url for a in articles}) == len(articles),
            "the outbox is not empty": store.outbox_ids() == [],
            "articles are missing": len(articles) >= 290,
        }
    return [what for what, holds in checks.items() if not holds]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=100)
    kills = options.parse_args().kills
    chance, done, found = random.Random(1), 0, []
    with Press() as press:
        while done < kills:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                scaffold.demo(folder, press, 8000)
                run = [
                    Path(sys.executable).parent / "coranto",
                    "-q",
                    "--config",
                    folder / "coranto.toml",
                    "run",
                    "--once",
                ]
                for _ in range(4):
                    process = subprocess.Popen(run, stdout=subprocess.DEVNULL)
                    time.sleep(chance.uniform(0.7, 6.0))
                    process.kill()
                    process.wait()
                    done += 1
                with contextlib.suppress(sqlite3.OperationalError), sqlite3.connect(folder / "coranto.db") as store:
                    store.execute(
                        "update source set due = 0"
                    )  # no such table: all four were killed before there was one
                subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
                found += wrong(folder)
    print(json.dumps({"kills": done, "wrong": found}))


if __name__ == "__main__":
    main()
