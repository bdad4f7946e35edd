"""Several at once: readers while somebody writes, writers one after the other."""

import subprocess
import sys
import threading
import time

from making import at, filing, ident, source, waiting

from coranto import errors
from coranto.store import open_store


def test_a_reader_sees_whole_arrivals_only(store, publish):
    """Each arrival moves the one before it into its own story: a reader always finds both in one story."""
    store.save_article(filing("n0", "s0"))
    trouble, done = [], threading.Event()

    def watch():
        while not done.is_set():
            arrivals = store.articles_by_arrival(0, 10_000)
            homes = store.story_ids_of([one.id for _, one in arrivals])
            if len(homes) < len(arrivals):
                trouble.append("an article without a story")
            for story in store.get_stories(set(homes.values())).values():
                led = story.lead in {one.article for one in story.members}
                trouble.extend([] if led else [f"{story.id} is led by {story.lead}, who is not in it"])

    readers = [threading.Thread(target=watch) for _ in range(2)]
    for reader in readers:
        reader.start()
    for n in range(1, 60):
        merged = ((f"s{n - 1}", f"s{n}"),) if n % 7 else ()
        store.save_article(filing(f"n{n}", f"s{n}", merged=merged))
    done.set()
    for reader in readers:
        reader.join()
    assert trouble == []


def test_writers_in_several_threads_lose_nothing(store):
    def write(worker):
        for n in range(15):
            store.save_poll(
                source(f"w{worker}"), [waiting(f"w{worker}n{n}", by=f"w{worker}"), waiting(f"all{n}", by=f"w{worker}")]
            )
            store.save_article(filing(f"w{worker}n{n}", f"s{n}"))
            store.count_reader(ident(f"all{n}"), f"reader{worker}", "2026-03-01")

    writers = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.count_all() == {
        "sources": 4,
        "waiting": 75,
        "articles": 60,
        "stories": 15,
        "records": 0,
        "published": 0,
    }
    assert {len(story.members) for story in store.get_stories([f"s{n}" for n in range(15)]).values()} == {4}
    assert store.reader_counts([ident("all3")], ["2026-03-01"]) == {ident("all3"): 4}
    assert [number for number, _ in store.articles_by_arrival(0)] == sorted(
        number for number, _ in store.articles_by_arrival(0)
    )


def test_another_process_reads_what_was_filed_and_is_not_held_up(store, address):
    program = """
import sys
from coranto.store import open_store
store = open_store(sys.argv[1])
for line in sys.stdin:
    sys.stdout.write(f"{store.count_all()['articles']}\\n")
    sys.stdout.flush()
store.close()
"""
    reader = subprocess.Popen(
        [sys.executable, "-c", program, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )

    def look():
        reader.stdin.write("look\n")
        return int(reader.stdout.readline())

    with reader:
        with store.session(writes=True):  # a writer in the middle of its work
            assert look() == 0
        store.save_article(filing("a", "s1"))
        assert look() == 1
        reader.stdin.close()
    assert reader.returncode == 0


def test_many_may_open_a_new_database_at_once(store, address, tmp_path):
    place = address if address.startswith("postgresql") else f"sqlite:///{tmp_path}/fresh.db"
    trouble = []

    def look():
        try:
            opened = open_store(place)
            opened.save_article(filing("a", "s1"))
            opened.close()
        except errors.StoreError as why:
            trouble.append(why)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    opened = open_store(place)
    assert opened.count_all()["articles"] == 1
    opened.close()


def test_search_finds_what_was_filed_a_moment_ago_by_another(store, address, publish):
    other = open_store(address)
    other.save_article(filing("a", "s1", 0, text="needle"))
    publish("a")
    assert [one.id for one in store.search("needle").articles] == [ident("a")]
    other.close()


def test_the_longest_question_does_not_stop_the_press(store):
    with store.session(writes=False):  # a reader who takes long
        began = time.monotonic()
        store.save_article(filing("a", "s1"))
        assert time.monotonic() - began < 2
    assert [one.id for one in store.recent_articles(before=None)] == [ident("a")]
    assert store.articles_by_hour(at(-1)) != []
