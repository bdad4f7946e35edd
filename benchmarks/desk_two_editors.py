"""Two editors, a thousand random decisions on one desk: nothing lost, the log verifies, both see the truth.

    .venv/bin/python benchmarks/desk_two_editors.py [ACTIONS [SEED]]

Checks after each action that what was answered is what happened, and every hundred that the log verifies and both see
the same pages. Ends with the figures, or with the first thing that does not hold.
"""

import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "web"))

import seeding
from desk_browser import Browser, person
from two_editors import DOES, STORIES, Desk

from coranto.web import app


def main():
    count, seed = (int(given) for given in (*sys.argv[1:], *("1000", "1")[len(sys.argv) - 1 :]))
    chance, took = random.Random(seed), []
    with tempfile.TemporaryDirectory() as folder:
        newsroom = seeding.opened(Path(folder))
        seeding.stories(newsroom, 3)
        application = app.make(newsroom)
        desk = Desk(
            newsroom,
            {name: Browser(application, newsroom, person(newsroom, "editor", name)) for name in ("Marta", "John")},
        )
        for number in range(1, count + 1):
            began = time.perf_counter()
            desk.act(
                chance.choice(("Marta", "John")),
                chance.choice(STORIES),
                chance.choice(DOES),
                chance.choice(("One", "Two", "")),
            )
            took.append(time.perf_counter() - began)
            if number % 100 == 0:
                desk.settle()
        left = desk.take_all_back()
        desk.settle()
        kinds = Counter(edit.kind for edit in newsroom.store.get_edits() if edit.done and edit.who in desk.editors)
        newsroom.store.close()
    print(
        f"{count} actions of two editors (seed {seed}): {desk.done} done, {count - desk.done} refused or looked; the log verifies"
    )
    print("of which were carried out, undos among them:", ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()))
    print(
        f"an action: p50 {statistics.median(took) * 1000:.0f} ms, p99 {sorted(took)[int(count * 0.99)] * 1000:.0f} ms; {len(left)} could not be taken back at the end {left[:3]}"
    )


if __name__ == "__main__":
    main()
