"""Serve the hard cases of the tests, for benchmarks/pages.py: long words, many scripts, sixty outlets, 200 topics; or one story, or none.

    python benchmarks/pages_hard.py [hard | one | none] [--port 8470]

Prints the address and what to measure, and serves until it is interrupted.
"""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "web"))

import hard_world
import seeding

from coranto.decide import busiest
from coranto.web.app import Server


def main() -> int:
    """Fill a newsroom in a folder that goes with it, and serve it."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("what", nargs="?", default="hard", choices=("hard", "one", "none"))
    given.add_argument("--port", type=int, default=8470)
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        newsroom = seeding.opened(Path(folder), hard_world.TOPICS if asked.what == "hard" else seeding.TOPICS)
        also = ""
        if asked.what == "hard":
            hard_world.fill(newsroom)
            busiest.choose(newsroom.store, newsroom.taxonomy, newsroom.now())
            also = " --also " + " ".join(f"/s/{story}/" for story in ("long", "sixty", "zh", "ja", "ar", "hi", "he"))
        elif asked.what == "one":
            seeding.stories(newsroom, 1)
        with Server(newsroom, "127.0.0.1", asked.port) as server:
            print(f"python benchmarks/pages.py {server.address} --all{also}", flush=True)
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
        newsroom.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
