"""Would an editor sign this front page? Newsrooms of one subject each, and one of all, over real feeds of one moment.

    python benchmarks/front_page.py [--orders listed,reversed] [--port 8120] [--keep FOLDER]

Serves the feeds by ../shared/tools/world.py (or CORANTO_SHARED), makes each newsroom as a newcomer would (the subject
profile, all numbers default), runs one round and scores what the site says by ../shared/tools/score_world.py. An order
is the order of the source list. Prints one JSON line a newsroom and a table of means. Wants a quiet machine: a page
that is not read within its seconds speaks through its feed alone.
"""

import argparse
import contextlib
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

SHARED = Path(os.environ.get("CORANTO_SHARED", Path(__file__).parents[2] / "shared"))
WORLD, TOOLS = SHARED / "data/world", SHARED / "tools"
SUBJECTS = ("ai", "climate", "europe", "iran", "ukraine")
CORANTO = (str(Path(sys.executable).with_name("coranto")),)
FIGURES = ("prec", "prec_lenient", "recall", "top10", "f1")


def ordered(opml: str, order: str) -> str:
    """The source list in the order asked for: as listed, reversed, or shuffled by a number."""
    head, *rows = re.split(r"(?=<outline )", opml)
    last, tail = re.split(r"(?=</body>)", rows[-1])
    rows[-1] = last
    if order == "reversed":
        rows.reverse()
    elif order != "listed":
        random.Random(int(order)).shuffle(rows)
    return head + "".join(rows) + tail


def newsroom(site: Path, subjects: tuple[str, ...], opml: str, port: int) -> None:
    """Write the site of a newcomer: the given topics and sources, everything else as `coranto init` leaves it."""
    subprocess.run([*CORANTO, "init", str(site)], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    for placeholder in (site / "topics").glob("*.yaml"):
        placeholder.unlink()
    for subject in subjects:
        for file in (WORLD / "topics" / subject).glob("*.yaml"):
            (site / "topics" / file.name).write_text(file.read_text())
    (site / "sources.opml").write_text(opml)
    settings = (site / "coranto.toml").read_text()
    settings = re.sub(r'(?m)^url = ".*"$', f'url = "http://127.0.0.1:{port}"', settings)
    settings = settings.replace("port = 8000", f"port = {port}").replace(
        "[fetch]\n", '[fetch]\nallow = ["127.8.0.0/24"]\n'
    )
    (site / "coranto.toml").write_text(settings)


@contextlib.contextmanager
def running(command: list[str], ready: str, cwd: Path | None = None, seconds: float = 180) -> Iterator[None]:
    """Run a command until the block ends; the block begins when `ready` answers."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(int(seconds * 2)):
            if process.poll() is not None:
                raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
            with contextlib.suppress(OSError), urllib.request.urlopen(ready, timeout=5):
                break
            time.sleep(0.5)
        else:
            raise SystemExit(f"{command[0]} did not answer at {ready} within {seconds:.0f} s")
        yield
    finally:
        process.terminate()
        process.wait(30)


def measure(
    site: Path, subjects: tuple[str, ...], opml: str, port: int, served: str
) -> dict[str, dict[str, float | None]]:
    """Run one newsroom for a round; return the scorer's figures of the subject, or of all together."""
    newsroom(site, subjects, opml, port)
    subprocess.run([*CORANTO, "run", "--once"], cwd=site, check=True, stdout=subprocess.DEVNULL)
    scorer = [
        sys.executable,
        str(TOOLS / "score_world.py"),
        f"http://127.0.0.1:{port}",
        str(WORLD / "labels.dev.jsonl"),
    ]
    with running([*CORANTO, "serve"], f"http://127.0.0.1:{port}/api/v1/topics", cwd=site):
        text = subprocess.run([*scorer, "--map", served, "--json"], check=True, capture_output=True, text=True).stdout
    figures = json.loads(text)
    (site / "score.json").write_text(text)
    return figures


def main() -> None:
    """Measure every newsroom in every order."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--orders", default="listed,reversed", help="listed, reversed, or numbers to shuffle by")
    cli.add_argument("--port", type=int, default=8120)
    cli.add_argument("--keep", type=Path, help="where the sites are left")
    asked = cli.parse_args()
    if not WORLD.is_dir():
        raise SystemExit(f"no measuring data at {WORLD}")
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="front-page-"))
    folder.mkdir(parents=True, exist_ok=True)
    press = [
        sys.executable,
        str(TOOLS / "world.py"),
        str(WORLD),
        "--port",
        str(asked.port),
        "--opml",
        str(folder / "w.opml"),
    ]
    with running(press, f"http://127.8.0.1:{asked.port}/map.json"):
        opml, served = (folder / "w.opml").read_text(), f"http://127.8.0.1:{asked.port}/map.json"
        for order in asked.orders.split(","):
            each: list[dict[str, float | None]] = []
            for number, subjects in enumerate([*((s,) for s in SUBJECTS), SUBJECTS]):
                name = subjects[0] if len(subjects) == 1 else "all"
                site = folder / f"{order}-{name}"
                figures = measure(site, subjects, ordered(opml, order), asked.port + 1 + number, served)
                one = figures[name]
                print(json.dumps({"order": order, "newsroom": name, **one}), flush=True)
                if len(subjects) == 1:
                    each.append(one)
            means = {k: round(statistics.mean(one[k] or 0 for one in each), 3) for k in FIGURES}
            print(json.dumps({"order": order, "mean of five": means}), flush=True)


if __name__ == "__main__":
    main()
