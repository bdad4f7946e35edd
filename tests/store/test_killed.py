"""A newsroom that is killed: every article is there whole, or not at all.

CORANTO_KILLS says how often (5 where it is not set).
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from making import filing, ident, member, source, url, waiting

from coranto.store import open_store

HERE = str(Path(__file__).parent)
TEXT = "Every word of number {} must be there, or none. " * 40
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[2])
import test_killed
test_killed.work(sys.argv[1])
"""


def arrival(n, entry):
    """Four articles a story; each fourth arrival ends the story before, each asks for its own record and its lead's."""
    story, lead = f"s{n // 4}", f"n{n - n % 4}"
    merged = ((f"s{n // 4 - 1}", story),) if n % 4 == 3 and n // 4 % 2 else ()
    return filing(
        f"n{n}",
        story,
        n / 60,
        n,
        lead,
        entry=entry,
        merged=merged,
        text=TEXT.format(n),
        dirty=(ident(f"n{n}"), ident(lead)),
    )


def work(address):
    """Go on where the one before was stopped, and say aloud each article that is filed."""
    store = open_store(address)
    start = store.count_all()["articles"]
    for n in range(start, start + 100_000):
        if not store.article_ids_by_url([url(f"n{n}")]):
            store.save_poll(source(), [waiting(f"n{n}", hours=n / 60)])
            [entry] = [one for one in store.pending_entries(waiting("x", hours=n / 60).seen) if one.url == url(f"n{n}")]
            store.save_article(arrival(n, entry.number))
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()


def test_nothing_is_lost_doubled_or_torn_by_kill_9(address):
    chance = random.Random(5)
    said = -1
    for _ in range(int(os.environ.get("CORANTO_KILLS", "5"))):
        worker = subprocess.Popen([sys.executable, "-c", PROGRAM, address, HERE], stdout=subprocess.PIPE, text=True)
        for line in worker.stdout:  # until it is at work
            said = max(said, int(line))
            break
        time.sleep(chance.uniform(0, 0.15))
        worker.send_signal(signal.SIGKILL)
        rest = worker.stdout.read()
        worker.stdout.close()
        worker.wait()
        said = max([said, *map(int, rest.split("\n")[:-1])])
        examine(address, said)


def examine(address, said):
    store = open_store(address)
    arrivals = store.articles_by_arrival(0, 1_000_000)
    count = len(arrivals)
    names = [f"n{n}" for n in range(count)]
    assert [one.id for _, one in arrivals] == [ident(name) for name in names]  # in order, none twice, none missing
    assert count in (said + 1, said + 2)  # what was said is there; at most one more was not said any more
    assert all(store.get_text(ident(name)) == TEXT.format(n) for n, name in enumerate(names))
    assert len(store.article_ids_by_url(map(url, names))) == count
    homes = store.story_ids_of(map(ident, names))
    stories = store.get_stories([f"s{n // 4}" for n in range(count)])
    assert len(homes) == count
    for n, name in enumerate(names):
        story = stories[f"s{n // 4}"]
        assert homes[ident(name)] == story.id
        assert member(name) in story.members
        assert [where for where, _, _ in store.get_appearances(ident(name))] == [url(name)]
    assert sorted(store.outbox_ids(1_000_000)) == sorted(map(ident, names))
    assert store.count_all()["waiting"] <= 1
    last = store.articles_by_arrival(count - 1)
    assert all(one.title == f"Title of n{count - 1}" for _, one in last)
    store.close()
    if address.startswith("sqlite"):
        with sqlite3.connect(address.removeprefix("sqlite:///")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        file.close()
