"""Upgrade workers one by one while articles come: an older version goes on beside a newer one that has migrated.

    python benchmarks/rolling.py [--old REVISION] [--articles 2000] [--seconds 120]

Two workers of the older revision (by default the one before the newest migration) read a press on loopback with a
PostgreSQL of their own. A third of the way a worker of this checkout joins them and migrates; at two thirds the old ones
end one by one, and another new one begins. Prints what each version filed of pages beside the other, what the logs say of
errors, how an old worker that starts after all is refused, and what does not hold of the whole (see ``workers_killed.py``).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from workers_killed import again, settled, wrong
from workers_press import Worker, press, scaffold, server

ROOT = Path(__file__).parents[1]
MIGRATIONS = "src/coranto/store/migrations/versions"


def before_newest() -> str:
    """Return the revision before the one that brought the newest migration."""
    newest = max((ROOT / MIGRATIONS).glob("[0-9]*.py"))
    return git("log", "--diff-filter=A", "--format=%H", "--", str(newest)) + "^"


def git(*words: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True).stdout.strip()


class OldWorker(Worker):
    """A worker whose code is another checkout's."""

    def __init__(self, folder: Path, number: int, checkout: Path) -> None:
        self.log = folder / f"worker-{number}.log"
        program = f"import sys; sys.path.insert(0, {str(checkout / 'src')!r}); sys.argv[0] = 'coranto'; from coranto.cli import main; main()"  # fmt: skip
        with self.log.open("ab") as out:
            self.process = subprocess.Popen([sys.executable, "-c", program, "--log", "json", "--config", folder / "coranto.toml", "worker"], stdout=out, stderr=out)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--old", default="")
    options.add_argument("--articles", type=int, default=2_000)
    options.add_argument("--seconds", type=float, default=120)
    asked = options.parse_args()
    revision = git("rev-parse", asked.old or before_newest())
    with tempfile.TemporaryDirectory() as place, server() as database, press(100, asked.articles, asked.seconds, 120) as made:  # fmt: skip
        folder, old = Path(place) / "newsroom", Path(place) / "old"
        git("worktree", "add", "--detach", str(old), revision)
        try:
            scaffold(folder, database.url, made)
            workers = [OldWorker(folder, n, old) for n in range(2)]
            version = lambda: database.ask("SELECT version_num FROM alembic_version")[0][0]
            wait(lambda: again(database) > asked.articles / 3, database)
            was = version()
            workers.append(Worker(folder, 2))
            wait(lambda: version() != was, database)
            beside = again(database)
            wait(lambda: again(database) > asked.articles * 2 / 3, database)
            beside = again(database) - beside
            alive = [one.process.poll() is None for one in workers]
            ended = [workers[0].end()]
            workers.append(Worker(folder, 3))
            ended.append(workers[1].end())
            wait(lambda: again(database) and settled(database, made), database)
            ended += [one.end() for one in workers[2:]]
            late = OldWorker(folder, 4, old)
            refused, said = late.process.wait(60), late.log.read_text("utf-8").strip().splitlines()[-1]
            errors = Counter(str(line.get("event")) for one in workers for line in one.said() if line.get("level") in ("error", "critical"))  # fmt: skip
            faults, _ = wrong(folder, made)
            print(json.dumps({"old": revision[:8], "schema": [was, version()], "articles": asked.articles, "filed_beside_each_other": beside, "all_alive_then": all(alive), "exit_codes": ended, "errors": errors, "old_one_afterwards": [refused, said[-300:]], "wrong": faults}))  # fmt: skip
        finally:
            git("worktree", "remove", "--force", str(old))


def wait(holds, database, seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"nothing after {seconds:.0f} s; {again(database)} articles")
        time.sleep(1)


if __name__ == "__main__":
    main()
