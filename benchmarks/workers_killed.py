"""Kill workers, cut connections and restart PostgreSQL; at the end hold everything to what one process would have made.

    python benchmarks/workers_killed.py [--kills 1000] [--workers 3] [--pace 2.0] [--articles 6000] [--takeovers 10]

A press on loopback brings articles all the while, three or more workers do all kinds of work on a PostgreSQL of their
own. Every ``--pace`` seconds on average something is done to them, by chance: ``kill -9`` of any worker, of the one that
groups, of the one that publishes, or of a process that a worker started; the connections of one or of all are cut
(``pg_terminate_backend``); PostgreSQL is restarted, in good order or by ``immediate``. When all is done and read, every
article of the press must be in the store once and in one story, each with its record and its file with the record's
bytes, no half-written file may lie about, nothing may wait or be leased, and the assignments must be those of one
clusterer that placed all arrivals in order. Then the worker that groups is killed again and again while articles come,
and the seconds are taken until its standby begins to group with all that is open in its memory, and until it has filed
the next article (which must have been fetched and read until then). Prints lines of JSON.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

import psycopg

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.record import frontmatter
from coranto.story import apply_placement
from coranto.story.cluster import Clusterer
from workers_press import Press, Server, Worker, children, press, scaffold, server

# Not those that a worker writes at the moment: an update of all waits for one, and a worker for it.
_DUE = "UPDATE source SET due = 0 WHERE id IN (SELECT id FROM source WHERE due > 0 FOR UPDATE SKIP LOCKED)"


class Crew:
    """The workers, and what is done to them."""

    def __init__(self, folder: Path, database: Server, count: int, chance: random.Random) -> None:
        self.folder, self.database, self.chance = folder, database, chance
        self.hands = [Worker(folder, n) for n in range(count)]
        self.done, self.started = Counter[str](), count
        self._read = {}

    def elected(self, role: str) -> int | None:
        """Return which worker was elected last for a role, if it is still the same process."""
        latest = ("", None)
        for n, one in enumerate(self.hands):
            for line in one.said():
                if line.get("event") == "this worker is elected" and line.get("role") == role:
                    latest = max(latest, (line["time"], n), key=lambda pair: pair[0])
        return latest[1]

    def kill(self, number: int, what: str) -> None:
        self.hands[number].kill()
        self.done[what] += 1
        self.begin(number)

    def begin(self, number: int) -> None:
        self.hands[number].log.rename(self.hands[number].log.with_suffix(f".{self.started}"))
        self.hands[number] = Worker(self.folder, number)
        self.started += 1

    def strike(self) -> None:
        """Do one thing to them."""
        what = self.chance.choices(["any", "group", "publish", "child", "cut", "cut all", "restart", "crash"], [30, 14, 14, 14, 14, 6, 4, 4])[0]  # fmt: skip
        if what in ("any", "group", "publish"):
            number = self.elected(what) if what != "any" else None
            number = self.chance.randrange(len(self.hands)) if number is None else number
            self.kill(number, f"kill -9 {what}")
        elif what == "child":
            found = [one for hand in self.hands for child in children(hand.process.pid) for one in (child, *children(child))]  # fmt: skip
            if found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(self.chance.choice(found)), signal.SIGKILL)
                    self.done["kill -9 of a child"] += 1
        elif what.startswith("cut"):
            rows = self.database.ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")  # fmt: skip
            chosen = rows if what == "cut all" else self.chance.sample(rows, min(1, len(rows)))
            for (pid,) in chosen:
                self.database.ask(f"SELECT pg_terminate_backend({pid})")
            self.done[f"connections: {what}"] += 1
        else:
            self.database.stop("fast" if what == "restart" else "immediate")
            time.sleep(self.chance.uniform(0, 2))
            self.database.start()
            self.done[f"postgresql: {what}"] += 1
        for n, hand in enumerate(self.hands):
            if hand.process.poll() is not None:  # ended by itself, where its database went away as it started
                self.done["ended by itself"] += 1
                self.begin(n)

    def errors(self) -> Counter[str]:
        """Count what logs say, without what must be said of a database that goes away."""
        found = Counter[str]()
        for log in self.folder.glob("worker-*"):
            for line in log.read_text("utf-8", "replace").splitlines():
                with contextlib.suppress(ValueError):
                    one = json.loads(line)
                    if one.get("level") in ("error", "critical") or "Traceback" in line:
                        found[f"{one.get('event')}: {str(one.get('reason', ''))[:90]}"] += 1
        return found


def wrong(folder: Path, made: Press) -> tuple[list[str], str]:
    """Return what does not hold, and the hash of the assignments."""
    with newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        store = opened.store
        arrivals, after = [], 0
        while some := store.articles_by_arrival(after, 5_000):
            arrivals += [article for _, article in some]
            after = some[-1][0]
        names = [one.id for one in arrivals]
        urls = [one.url for one in arrivals]
        homes = store.story_ids_of(names)
        stories = store.get_stories(set(homes.values()))
        members = sorted(one.article for story in stories.values() for one in story.members)
        filed = store.get_records(names)
        files = {path.name: path.read_text("utf-8") for path in (folder / "_news").glob("*.md")}
        strange = [path.name for path in (folder / "_news").iterdir() if path.suffix != ".md"]
        clusterer, alone = Clusterer(opened.settings.stories, opened.taxonomy.keywords()), {}
        for article in arrivals:
            placement = clusterer.place(apply_placement.item(article))
            alone[article.id] = placement.story
            for old, into in placement.merged:
                alone = {name: into if story == old else story for name, story in alone.items()}
        leases = [store_count(opened, f"SELECT count(*) FROM {table} WHERE leased_by IS NOT NULL") for table in ("source", "entry")]  # fmt: skip
        reprints = sum(len(all_) for all_ in store.get_reprints(names).values())
        missing = made.urls() - set(urls)
        checks = {
            f"{len(missing) - reprints} articles are lost": len(missing) > reprints,
            "an address is twice": len(set(urls)) != len(urls),
            "an article is in no story or in two": members != sorted(names),
            "an article has no record": filed.keys() != set(names),
            "files and records differ in number": {Path(one.path).name for one in filed.values()} != set(files),
            "a file is torn, or differs from its record": any(
                files.get(Path(one.path).name) != frontmatter.emit(one.record) for one in filed.values()
            ),
            f"half a file lies about: {strange[:3]}": bool([name for name in strange if not name.startswith(".")]),
            "something waits in the outbox": bool(store.outbox_ids()),
            f"leases are left: {leases}": any(leases),
            f"the assignments differ: {sum(homes[n] != alone[n] for n in names)}": homes != alone,
            "the store has damage": bool(store.find_damage()),
        }
        return [what for what, holds in checks.items() if holds], hashlib.sha256(json.dumps(sorted(homes.items())).encode()).hexdigest()[:16]  # fmt: skip


def store_count(opened, statement: str) -> int:
    from sqlalchemy import text

    with opened.store.session(writes=False) as db:
        return int(db.one(text(statement)))


def again(database: Server) -> int:
    """Make every source due; return how many articles there are."""
    with contextlib.suppress(psycopg.Error):
        database.ask(_DUE)
    return count(database)


def count(database: Server) -> int:
    with contextlib.suppress(psycopg.Error):
        return int(database.ask("SELECT count(*) FROM article")[0][0])
    return 0


def settled(database: Server, made: Press) -> bool:
    with contextlib.suppress(psycopg.Error):
        ((articles, entries, outbox),) = database.ask("SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM reprint), (SELECT count(*) FROM entry WHERE ready IS NOT NULL), (SELECT count(*) FROM outbox)")  # fmt: skip
        return articles >= made.articles and not entries and not outbox
    return False


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, kind, default in (("kills", int, 1000), ("workers", int, 3), ("pace", float, 2.0), ("articles", int, 6000), ("takeovers", int, 10), ("seed", int, 1)):  # fmt: skip
        options.add_argument(f"--{name}", type=kind, default=default)
    asked = options.parse_args()
    chance = random.Random(asked.seed)
    seconds = asked.kills * asked.pace + 30 + asked.takeovers * 40  # articles come until the end
    with server() as database, tempfile.TemporaryDirectory() as place, press(120, asked.articles, seconds * 1.1, 120) as made:  # fmt: skip
        folder = Path(place)
        scaffold(folder, database.url, made)
        crew = Crew(folder, database, asked.workers, chance)
        try:
            while not again(database):
                time.sleep(0.5)
            strikes, began, said = 0, time.monotonic(), time.monotonic()
            while strikes < asked.kills:
                time.sleep(chance.uniform(0, 2 * asked.pace))
                with contextlib.suppress(psycopg.Error):
                    crew.strike()
                strikes += 1
                articles = again(database)
                if time.monotonic() - said > 60:
                    said = time.monotonic()
                    print(json.dumps({"strikes": strikes, "articles": articles, "load": round(os.getloadavg()[0], 1), "done": dict(crew.done)}), flush=True)  # fmt: skip
            struck = time.monotonic() - began
            takeovers = take_over(crew, database, asked.takeovers)
            end = time.monotonic() + 600
            while not settled(database, made) and time.monotonic() < end:
                again(database)
                time.sleep(10)
            for hand in crew.hands:
                hand.end()
            found, digest = wrong(folder, made)
            print(json.dumps({"strikes": strikes, "minutes": round(struck / 60, 1), "articles": again(database), "wrong": found, "assignments": digest, "done": dict(crew.done)}))  # fmt: skip
            if takeovers:
                groups, filed = zip(*takeovers, strict=True)
                print(json.dumps({"takeovers": len(takeovers), "groups after: median": round(median(groups), 2), "groups after: most": round(max(groups), 2), "files after: median": round(median(filed), 2), "files after: most": round(max(filed), 2), "load": round(os.getloadavg()[0], 1)}))  # fmt: skip
            for what, times in crew.errors().most_common(12):
                print(json.dumps({"said": what, "times": times}))
        finally:
            for hand in crew.hands:
                with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                    hand.kill()


def take_over(crew: Crew, database: Server, times: int) -> list[tuple[float, float]]:
    """Kill the worker that groups; return the seconds until another one groups, and until it has filed an article."""
    took = []
    for _ in range(times):
        end = time.monotonic() + 120
        while not standby(database) and time.monotonic() < end:
            time.sleep(0.2)
        time.sleep(4)  # the standby has been ready for a while
        before = again(database)
        end = time.monotonic() + 30
        while count(database) == before and time.monotonic() < end:  # it is at work
            time.sleep(0.05)
        number = crew.elected("group")
        if number is None:
            continue
        others = [hand for n, hand in enumerate(crew.hands) if n != number]
        begun, groups = grouping(others), None
        crew.hands[number].kill()
        killed, there = time.monotonic(), count(database)
        while count(database) <= there and time.monotonic() < killed + 60:
            time.sleep(0.05)
            if groups is None and grouping(others) > begun:
                groups = time.monotonic() - killed
        filed = time.monotonic() - killed
        took.append((filed if groups is None else groups, filed))
        crew.begin(number)
    return took


def standby(database: Server) -> bool:
    """Whether a worker is next to group."""
    with contextlib.suppress(psycopg.Error):
        return bool(database.ask("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = (hashtext('next: group')::bigint & 4294967295)::oid"))  # fmt: skip
    return False


def grouping(hands: list[Worker]) -> int:
    """Return how often workers have begun to group."""
    return sum(line.get("event") == "grouping begins" for hand in hands for line in hand.said())


if __name__ == "__main__":
    main()
