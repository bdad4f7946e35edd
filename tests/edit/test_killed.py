"""A newsroom that is killed while people decide: each edit is there whole, with its entry in the log, or not at all.

CORANTO_KILLS says how often (5 where it is not set).
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import test_any_order
from gathered import opened

from coranto import errors
from coranto.record import write
from coranto.run import ingest

HERE = str(Path(__file__).parent)
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[2])
import test_killed
test_killed.work(sys.argv[1], int(sys.argv[3]))
"""
TEXTS = ["One", "Two", "Three", ""]


def work(folder, seed):
    """Decide at random, and say aloud the number of each edit that is made."""
    chance = random.Random(seed)
    with opened(Path(folder)) as site:
        ids = [one.id for _, one in site.store.articles_by_arrival(0)]
        sys.stdout.write("0\n")
        sys.stdout.flush()
        while True:
            verb = chance.choice(["merge", "split", "move", "publish", "hide", "pin", "lead", "boost", "headline", "excerpt", "topics", "undo"])  # fmt: skip
            more = {
                "boost": chance.choice([0, 7, 100]),
                "headline": chance.choice(TEXTS),
                "excerpt": chance.choice(TEXTS),
                "topics": chance.choice([("add", "danger"), ("remove", "Sea"), ("set", "law")]),
            }.get(verb, chance.randint(0, 9))
            pick = len(site.store.get_edits()) - chance.randint(0, 3) if verb == "undo" else chance.randint(0, 9)
            with suppress(errors.EditError):
                test_any_order.act(site, ids, (verb, pick, more), None)
            sys.stdout.write(f"{len(site.store.get_edits())}\n")
            sys.stdout.flush()


def test_no_edit_is_lost_doubled_or_torn_by_kill_9(tmp_path, fill):
    folder, chance, said = tmp_path, random.Random(3), 0
    with opened(folder) as site:
        ids = fill(site)
    for n in range(int(os.environ.get("CORANTO_KILLS", "5"))):
        worker = subprocess.Popen([sys.executable, "-c", PROGRAM, folder, HERE, str(n)], stdout=subprocess.PIPE, text=True)  # fmt: skip
        for line in worker.stdout:  # until it is at work
            said = max(said, int(line))
            break
        time.sleep(chance.uniform(0, 0.3))
        worker.send_signal(signal.SIGKILL)
        rest = worker.stdout.read()
        worker.stdout.close()
        worker.wait()
        said = max([said, *map(int, rest.split("\n")[:-1])])
        with opened(folder) as site:
            assert len(site.store.get_edits()) in (said, said + 1)
            write.tidy(site.newsroom.records / "_news")  # as the next run does
            ingest_ = ingest.Ingest(site.newsroom)
            ingest_.apply_edits()
            ingest_.snapshot()
            site.publish()
            test_any_order.examine(site, ids)
            said = len(site.store.get_edits())
    assert said > 0
