"""Kill a run at random instants, run again, and hold files and store to each other.

    python benchmarks/kill.py [--kills 100] [--edits] [--rejudge]

The demo's press is the source. Every four kills a run is let finish; then each article must be in exactly one story, each
record must have its file with its bytes, nothing may wait in the outbox, and no half-written file may lie about. With
``--edits`` a person decides meanwhile: commands of ``coranto edit`` are killed instead of runs. With ``--rejudge`` the
threshold changes and ``coranto rejudge`` is killed instead, in small batches; then every record must follow its decision
after each kill, and the files of the first threshold must come back with it. Prints one line of JSON.
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
from coranto.edit import log
from coranto.record import frontmatter
from coranto.run import scaffold

SLICED = "from coranto.run import rejudge; rejudge.BATCH = 5; from coranto.cli import main; main()"


def wrong(folder: Path) -> list[str]:
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        store = opened.store
        articles = [article for _, article in store.articles_by_arrival(0, 100_000)]
        filed = store.get_records([a.id for a in articles])
        files = {p.name: p.read_text("utf-8") for p in (folder / "_news").iterdir()}
        stories = store.get_stories(set(store.story_ids_of([a.id for a in articles]).values()))
        hidden = {name for name, one in store.get_overrides(filed).items() if one.hidden}
        members = sorted([*(m.article for s in stories.values() for m in s.members), *hidden])
        filed = {name: one for name, one in filed.items() if name not in hidden}
        checks = {
            "files and records differ in number": {Path(f.path).name for f in filed.values()} == set(files),
            "a file differs from its record": all(
                files.get(Path(f.path).name) == frontmatter.emit(f.record) for f in filed.values()
            ),
            "an article is in no story or in two": members == sorted(a.id for a in articles),
            "an address is twice": len({a.url for a in articles}) == len(articles),
            "the log of edits does not hold": log.verify(opened) == [],
            "the outbox is not empty": store.outbox_ids() == [],
            "articles are missing": len(articles) >= 290,
        }
    return [what for what, holds in checks.items() if not holds]


def edit(folder: Path, coranto: list, chance: random.Random) -> list:
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        one, other = chance.sample([article.id for _, article in opened.store.articles_by_arrival(0, 100_000)], 2)
        last = len(opened.store.get_edits())
    said = {
        "merge": [one, other], "split": [one], "move": [one, other], "publish": [one], "hide": [one], "pin": [one],
        "boost": [one, "100"], "headline": [one, "Another"], "excerpt": [one, "Another"], "lead": [one],
        "topics": [one, "--remove", "AI"], "undo": [str(last)],
    }  # fmt: skip
    verb = chance.choice(list(said))
    return [*coranto, "edit", verb, *said[verb]]


def undecided(folder: Path) -> list[str]:
    """Hold records and lists to the decisions, at any moment."""
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        names = [article.id for _, article in opened.store.articles_by_arrival(0, 100_000)]
        decisions, records = opened.store.get_decisions(names), opened.store.get_records(names)
        listed = set(opened.store.published_ids())
        agree = all(
            (records[name].record.published, records[name].record.heat)
            == (decisions[name].published, decisions[name].heat)
            and (name in listed) == decisions[name].published
            for name in names
        )
    return [] if agree else ["a record does not follow its decision"]


def rejudged(kills: int) -> list[str]:
    """Kill a rejudge again and again, while the threshold goes down and up."""
    chance, done, found = random.Random(1), 0, []
    with Press() as press, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scaffold.demo(folder, press, 8000)
        toml = folder / "coranto.toml"
        first = toml.read_text()
        coranto = [Path(sys.executable).parent / "coranto", "-q", "--config", toml]
        subprocess.run([*coranto, "run", "--once"], check=True, stdout=subprocess.DEVNULL)
        before = {path.name: path.read_bytes() for path in (folder / "_news").iterdir()}
        while done < kills:
            for heat in (40, 70):
                toml.write_text(first.replace("threshold = 70", f"threshold = {heat}"))
                for _ in range(4):
                    process = subprocess.Popen(
                        [sys.executable, "-c", SLICED, "--config", toml, "rejudge"], stdout=subprocess.DEVNULL
                    )
                    time.sleep(chance.uniform(0.5, 3.0))
                    process.kill()
                    process.wait()
                    done += 1
                    found += undecided(folder)
                subprocess.run([*coranto, "rejudge"], check=True, stdout=subprocess.DEVNULL)
                found += wrong(folder) + undecided(folder)
            after = {path.name: path.read_bytes() for path in (folder / "_news").iterdir()}
            found += ["the first files did not come back"] if after != before else []
    print(json.dumps({"kills": done, "wrong": found}))
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--edits", action="store_true")
    options.add_argument("--rejudge", action="store_true")
    asked = options.parse_args()
    if asked.rejudge:
        rejudged(asked.kills)
        return
    kills = asked.kills
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
                if asked.edits:
                    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
                for _ in range(24 if asked.edits else 4):
                    command = edit(folder, run[:4], chance) if asked.edits else run
                    process = subprocess.Popen(
                        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL if asked.edits else None
                    )
                    time.sleep(chance.uniform(0.5, 2.0) if asked.edits else chance.uniform(0.7, 6.0))
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
