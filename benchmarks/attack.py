"""Worlds with a source that lies: whether anything that readers get of the honest outlets differs from a world without it.

    python benchmarks/attack.py [WORLDS] [FIRST]

Each world is judged twice in one process (``tests/run/lying_world.py``). Prints the worlds that were harmed, and the
figure; exits with 1 where there is one.
"""

import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "run"))

import lying_world


def main(worlds: int = 10_000, first: int = 0) -> int:
    """Ask a number of worlds; return how many were harmed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    harmed, began = 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder, lying_world.opened(Path(folder) / "newsroom") as (newsroom, clock):
        for seed in range(first, first + worlds):
            lines = lying_world.harm(seed, newsroom, clock)
            harmed += bool(lines)
            for line in lines:
                print(line, flush=True)
            if (seed + 1 - first) % 500 == 0:
                print(f"{seed + 1 - first} worlds, {harmed} harmed, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{worlds} worlds, {harmed} harmed, {time.monotonic() - began:.0f} s")
    return harmed


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
