"""Kill a run at random instants, run again, and hold files and store to each other.

    python benchmarks/kill.py [--kills 100] [--edits | --rejudge | --imports | --builds | --migrations]
                              [--database postgresql+psycopg://...]

The demo's press is the source. Every four kills a run is let finish; then each article must be in exactly one story, each
record must have its file with its bytes, nothing may wait in the outbox, and no half-written file may lie about. With
``--edits`` a person decides meanwhile: commands of ``coranto edit`` are killed instead of runs. With ``--rejudge`` the
threshold changes and ``coranto rejudge`` is killed instead, in small batches; then every record must follow its decision
after each kill, and the files of the first threshold must come back with it. With ``--imports`` the import of a folder of
records is killed, with ``--builds`` the build of the static site, whose files must then be those of a build that nobody
disturbed; with ``--migrations`` a program that takes a database of each older version to the newest one kills itself before
a statement that is drawn by chance. Otherwise every process of a command is killed at once, or only one of its children, by
chance. With ``--database`` each newsroom has a schema of its own there, otherwise a file of SQLite. Prints one line of JSON.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from coranto import newsroom
from coranto.config import settings_file
from coranto.demo import Press
from coranto.edit import log
from coranto.record import frontmatter
from coranto.run import scaffold
from kill_migrations import killed_migrations

OTHERS = ("imports", "builds", "migrations")
SLICED = "from coranto.run import rejudge; rejudge.BATCH = 5; from coranto.cli import main; main()"


class Databases:
    """Where the newsrooms keep their memory: beside their files, or each in a schema of one PostgreSQL.

    Parameters
    ----------
    server : str
        The address of the PostgreSQL; "" for SQLite.

    """

    def __init__(self, server: str) -> None:
        self._server, self._schemas = server, []

    def new(self, folder: Path) -> str:
        """Return the address of a new, empty database."""
        if not self._server:
            return f"sqlite:///{folder / 'coranto.db'}"
        self._schemas.append(f"siege_{uuid.uuid4().hex[:12]}")
        self._say(f"CREATE SCHEMA {self._schemas[-1]}")
        return f"{self._server}?options=-csearch_path%3D{self._schemas[-1]}"

    def demo(self, folder: Path, press: Press) -> str:
        """Scaffold a newsroom of the demo's press; return the address of its database."""
        scaffold.demo(folder, press, 8000)
        address, toml = self.new(folder), folder / "coranto.toml"
        if self._server:
            toml.write_text(f'database = "{address}"\n' + toml.read_text())
        return address

    def close(self) -> None:
        for name in self._schemas:
            self._say(f"DROP SCHEMA {name} CASCADE")

    def _say(self, statement: str) -> None:
        engine = create_engine(self._server)
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


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


def rejudged(kills: int, databases: Databases) -> None:
    """Kill a rejudge again and again, while the threshold goes down and up."""
    chance, done, found = random.Random(1), 0, []
    with Press() as press, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        databases.demo(folder, press)
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
                    kill(process, chance, 0.5, 3.0)
                    done += 1
                    found += undecided(folder)
                subprocess.run([*coranto, "rejudge"], check=True, stdout=subprocess.DEVNULL)
                found += wrong(folder) + undecided(folder)
            after = {path.name: path.read_bytes() for path in (folder / "_news").iterdir()}
            found += ["the first files did not come back"] if after != before else []
    print(json.dumps({"kills": done, "what": "rejudge", "wrong": found}))


def kill(process: subprocess.Popen, chance: random.Random, least: float, most: float) -> None:
    """Kill a command at a random instant; one time in three only a child of it, and the command a moment later."""
    time.sleep(chance.uniform(least, most))
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    except OSError:
        children = []
    if children and chance.random() < 1 / 3:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(chance.choice(children)), signal.SIGKILL)
        time.sleep(0.3)
    process.kill()
    process.wait()


def again(command: list, chance: random.Random, kills: int, most: float, least: float = 0.7) -> int:
    """Start a command ``kills`` times and kill it; then let it end."""
    for _ in range(kills):
        kill(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), chance, least, most)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return kills


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def others(kills: int, what: str, databases: Databases) -> None:
    """Kill imports or builds."""
    chance, done, found = random.Random(1), 0, []
    with Press() as press, tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        databases.demo(home, press)
        coranto = [Path(sys.executable).parent / "coranto", "-q", "--config"]
        subprocess.run([*coranto, home / "coranto.toml", "run", "--once"], check=True, stdout=subprocess.DEVNULL)
        round_ = 0
        while done < kills:
            round_ += 1
            if what == "builds":
                site, whole = Path(name) / f"site{round_}", Path(name) / f"whole{round_}"
                done += again([*coranto, home / "coranto.toml", "build", site], chance, 8, 4.0)
                subprocess.run([*coranto, home / "coranto.toml", "build", whole], check=True, stdout=subprocess.DEVNULL)
                one, other = tree(site), tree(whole)
                # Pages that say how long ago something was may differ by a minute; none may be missing or torn.
                found += ["the build has other files"] if one.keys() != other.keys() else []
                found += ["a part of a file lies about"] if [*site.rglob("*.part*")] else []
                shutil.rmtree(site)
                shutil.rmtree(whole)
            else:
                other_home = Path(name) / f"import{round_}"
                databases.demo(other_home, press)
                command = [*coranto, other_home / "coranto.toml", "import", home / "_news"]
                done += again(command, chance, 8, 3.0)
                found += imported(home, other_home)
    print(json.dumps({"kills": done, "what": what, "wrong": found}))


def imported(home: Path, other: Path) -> list[str]:
    files = {path.name for path in (home / "_news").iterdir()}
    with newsroom.open_newsroom(settings_file.load(other / "coranto.toml")) as opened:
        names = [article.id for _, article in opened.store.articles_by_arrival(0, 100_000)]
        records = opened.store.get_records(names)
    missing = files - {Path(record.path).name for record in records.values()}
    return [f"{len(missing)} records were not imported"] if missing else []


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--edits", action="store_true")
    options.add_argument("--rejudge", action="store_true")
    options.add_argument("--database", default="", help="a PostgreSQL")
    for what in OTHERS:
        options.add_argument(f"--{what}", action="store_true")
    asked = options.parse_args()
    databases = Databases(asked.database)
    try:
        if asked.migrations:
            done, found = killed_migrations(asked.kills, databases.new)
            print(json.dumps({"kills": done, "what": "migrations", "wrong": found}))
        elif asked.rejudge:
            rejudged(asked.kills, databases)
        elif chosen := [what for what in OTHERS if getattr(asked, what)]:
            others(asked.kills, chosen[0], databases)
        else:
            gathered(asked.kills, databases, edits=asked.edits)
    finally:
        databases.close()


def gathered(kills: int, databases: Databases, *, edits: bool) -> None:
    """Kill runs, or commands that edit what a run has gathered."""
    chance, done, found = random.Random(1), 0, []
    with Press() as press:
        while done < kills:
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                address = databases.demo(folder, press)
                coranto = [Path(sys.executable).parent / "coranto", "-q", "--config", folder / "coranto.toml"]
                run = [*coranto, "run", "--once"]
                if edits:
                    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
                for _ in range(24 if edits else 4):
                    process = subprocess.Popen(
                        edit(folder, coranto, chance) if edits else run,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL if edits else None,
                    )
                    kill(process, chance, *((0.5, 2.0) if edits else (0.7, 6.0)))
                    done += 1
                engine = create_engine(address)
                # no such table: all four were killed before there was one
                with contextlib.suppress(DatabaseError), engine.begin() as connection:
                    connection.exec_driver_sql("update source set due = 0")
                engine.dispose()
                subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
                found += wrong(folder)
    print(json.dumps({"kills": done, "what": "edits" if edits else "runs", "wrong": found}))


if __name__ == "__main__":
    main()
