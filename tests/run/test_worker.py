"""Workers side by side on one database: nothing is done twice, what one leaves another one does, and one takes over."""

import asyncio
import contextlib
import os
import time
import uuid
from collections import Counter
from functools import partial

import psycopg
import pytest
from sqlalchemy import make_url, text

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.fetch.hosts import Hosts
from coranto.model.settings import Fetch, Settings
from coranto.run import election, host_turns, import_records, page_queue, read, worker
from coranto.run import leases as keeping
from coranto.run.ingest import Ingest
from coranto.story import apply_placement
from coranto.story.cluster import Clusterer
from coranto.testing import Web, listen

POSTGRES = os.environ.get("CORANTO_TEST_POSTGRES")
FEED = b"<rss><channel><title>Daily</title>%s</channel></rss>"
ITEM = "<item><title>{0} {1} runs again after the storm of {0}</title><link>https://daily.example/{1}</link></item>"
NAMES = ["Tram", "Ferry", "Bus", "Metro", "Harbour", "Bridge", "Lift", "Tunnel"]


class SlowWeb(Web):
    """A web whose feeds take a moment, so that workers meet."""

    async def get(self, url, **options):
        await asyncio.sleep(0.05)
        return await super().get(url, **options)

    def outside(self, _url):
        return False


@pytest.fixture
def database():
    """The address of an empty store in PostgreSQL."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set CORANTO_TEST_POSTGRES")
    name = f"coranto_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {name}")
        yield f"{POSTGRES}?options=-csearch_path%3D{name}"
        server.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def opened(tmp_path):
    """Open the newsroom of a folder as a further worker."""
    with contextlib.ExitStack() as stack:

        def opened(database, name, **changes):
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            settings = Settings(fetch=Fetch(pages=False), folder=str(folder), database=database)
            return stack.enter_context(newsrooms.open_newsroom(settings, worker=name, **changes))

        yield opened


def web_of(desk, sources=6, items=8):
    """A web of feeds, all of them sources of a newsroom."""
    web = SlowWeb()
    for n in range(sources):
        url = f"https://daily.example/feed{n}"
        web.put(url, FEED % "".join(ITEM.format(NAMES[i % 8], f"{n}-{i}") for i in range(items)).encode())
        listen(desk, url)
    return web


async def work(desk, web, stop, kinds=("fetch", "extract", "group", "publish")):
    await worker.Worker(desk, web, None, stop, stop.is_set).work(kinds)


def test_an_import_leaves_the_grouping_to_the_worker_that_groups(database, opened):
    one, other = opened(database, "one"), opened(database, "other")
    with one.store.lock("group"):
        assert not import_records.group(other)
    assert import_records.group(other)


async def until(reached, seconds=60.0):
    async with asyncio.timeout(seconds):
        while not reached():
            await asyncio.sleep(0.05)


def stories(desk):
    """Return which articles are together in a story."""
    names = [article.id for _, article in desk.store.articles_by_arrival(0, 10_000)]
    return desk.store.story_ids_of(names)


def replayed(desk):
    """Return the same as one process that never stopped would have grouped them."""
    clusterer, homes = Clusterer(desk.settings.stories, desk.taxonomy.keywords()), {}
    for _, article in desk.store.articles_by_arrival(0, 10_000):
        placement = clusterer.place(apply_placement.item(article))
        homes[article.id] = placement.story
        for old, into in placement.merged:
            homes = {name: into if story == old else story for name, story in homes.items()}
    return homes


def leases(desk):
    with desk.store.session(writes=False) as db:
        return [
            db.one(text(f"SELECT count(*) FROM {table} WHERE leased_by IS NOT NULL")) for table in ("source", "entry")
        ]


@pytest.mark.postgres
async def test_two_workers_share_the_queue_and_do_nothing_twice(database, opened):
    one, other = opened(database, "one"), opened(database, "other")
    web = web_of(one)
    stop = asyncio.Event()
    both = asyncio.gather(work(one, web, stop), work(other, web, stop))
    try:
        await until(lambda: one.store.count_all()["records"] == 48)
    finally:
        stop.set()
        await both
    assert Counter(web.asked) == {f"https://daily.example/feed{n}": 1 for n in range(6)}
    assert leases(one) == [0, 0]
    assert one.store.count_all()["waiting"] == 0
    assert stories(one) == replayed(one)


@pytest.mark.postgres
async def test_what_a_killed_worker_had_is_done_by_another_and_its_late_result_is_dropped(database, opened):
    killed, other = opened(database, "killed", lease=0.3), opened(database, "other")
    web = web_of(other, sources=1, items=3)
    stop, done = asyncio.Event(), Counter()
    working = asyncio.create_task(work(other, web, stop, ("fetch",)))
    await until(lambda: len(other.store.pending_entries(other.now())) == 3)
    held = killed.store.take_entries(killed.now(), "killed", 9, 9, {}, killed.lease)
    assert len(held) == 3
    stop.set()
    await working
    stop.clear()
    working = asyncio.create_task(work(other, web, stop, ("extract", "group")))
    await until(lambda: other.store.count_all()["articles"] == 3)
    await page_queue.save(killed, done, [(one, None, read.Validators()) for one in held])
    assert done["late"] == 3
    stop.set()
    await working
    assert other.store.count_all()["articles"] == 3
    assert other.store.pages_read(9) == []


@pytest.mark.postgres
async def test_a_late_result_of_a_run_is_dropped_too(database, opened):
    one = opened(database, "one")
    web = web_of(one, sources=1, items=2)
    stop = asyncio.Event()
    working = asyncio.create_task(work(one, web, stop, ("fetch",)))
    await until(lambda: len(one.store.pending_entries(one.now())) == 2)
    stop.set()
    await working
    held = one.store.take_entries(one.now(), "one", 9, 9, {}, 0.0)
    one.store.take_entries(one.now(), "other", 9, 9, {})
    done, sources = Counter(), read.Sources(one.store.get_sources())
    results = [(waiting, None, read.Validators()) for waiting in held]
    await read.ingest_all(one, Ingest(one), sources, done, results)
    assert (done["late"], one.store.count_all()["articles"]) == (2, 0)


@pytest.mark.postgres
async def test_a_standby_takes_over_within_five_seconds_and_groups_as_one_would_have(database, opened):
    first, second = opened(database, "first"), opened(database, "second")
    web = web_of(first, sources=4)
    stop = asyncio.Event()
    fetching = asyncio.create_task(work(first, web, stop, ("fetch", "extract")))
    await until(lambda: len(first.store.pages_read(99)) == 32)
    leading = asyncio.create_task(half(first, 11))
    await until(lambda: first.store.count_all()["articles"] == 11)
    standing = asyncio.create_task(work(second, web, stop, ("group",)))
    await asyncio.sleep(1.0)
    began = time.monotonic()
    cut(database)
    await until(lambda: second.store.count_all()["articles"] > 11)
    assert time.monotonic() - began < 5
    await until(lambda: second.store.count_all()["articles"] == 32)
    stop.set()
    await asyncio.gather(fetching, standing)
    with pytest.raises(Exception, match="another worker does `group` now"):
        await leading
    assert stories(second) == replayed(second)


async def half(desk, count):
    """Be elected, group some articles, then wait for a connection to be cut, and go on too late."""
    with desk.store.lock("group") as lock:
        assert lock is not None
        term, ingest, done = desk.store.begin_term("group"), Ingest(desk), Counter()
        with desk.store.fenced(term):
            group = partial(read.ingest_all, desk, ingest, read.Sources(desk.store.get_sources()), done)
            results = page_queue.load(desk, 99)
            await group(results[:count])
            while lock.held():
                await asyncio.sleep(0.05)
            before = desk.store.count_all()["articles"]
            await until(lambda: desk.store.count_all()["articles"] > before)
            await group(results[count:])


def cut(database):
    """Let the server end every connection that holds an advisory lock of a session."""
    url = make_url(database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() "
            "AND classid = (hashtext(current_schema())::bigint & 4294967295)::oid AND objsubid = 2"
        )


@pytest.mark.postgres
async def test_a_worker_that_stops_gives_back_what_it_has(database, opened):
    one = opened(database, "one")
    web = web_of(one, sources=3)
    silent = asyncio.Event()

    async def never(_url, **_options):
        await silent.wait()

    web.get = never
    stop = asyncio.Event()
    with keeping.kept(one):
        working = asyncio.create_task(work(one, web, stop))
        await until(lambda: leases(one)[0] == 3)
        stop.set()
        await asyncio.wait_for(working, 10)
    assert leases(one) == [0, 0]
    assert len(one.store.due_sources(one.now())) == 3


@pytest.mark.postgres
async def test_two_workers_keep_their_distance_from_a_host(database, opened):
    loop, began = asyncio.get_running_loop(), []

    async def ask(hosts):
        async with hosts.turn("daily.example"):
            began.append(loop.time())
            await asyncio.sleep(0.01)

    settings = Fetch(spacing=0.3, per_host=2)
    desks = [opened(database, name) for name in ("one", "other")]
    hosts = [Hosts(settings, loop.time, host_turns.of(desk)) for desk in desks]
    await asyncio.gather(*(ask(one) for one in hosts for _ in range(3)))
    assert len(began) == 6
    assert all(after - before >= 0.29 for before, after in zip(sorted(began), sorted(began)[1:], strict=False))
    hosts[0].hold("daily.example", 60.0)
    await ask(hosts[0])
    await ask(hosts[1])
    assert hosts[1].held("daily.example") > 50, "what a host asks of one worker, it asks of all"


@pytest.mark.postgres
async def test_an_elected_worker_that_fails_begins_again(database, opened):
    desk, stop, begun = opened(database, "one"), asyncio.Event(), []

    async def fragile():
        begun.append(desk.store.begin_term("other"))
        if len(begun) == 1:
            raise ZeroDivisionError("a mistake")
        stop.set()
        await asyncio.Event().wait()

    await asyncio.wait_for(election.stand(desk, "group", fragile, stop), 20)
    assert len(begun) == 2


@pytest.mark.postgres
def test_a_run_and_a_worker_keep_out_of_each_others_way(database, opened):
    one, other = opened(database, "one"), opened(database, "other")
    with newsrooms.alone(one.settings, one.store):
        with other.store.lock("group") as lock:
            assert lock is None
        refused = pytest.raises(errors.AtWork, match="a worker is at work on this newsroom's database")
        with refused, newsrooms.alone(other.settings, other.store):
            pass
    with newsrooms.alone(other.settings, other.store):
        pass


def test_on_sqlite_one_worker_does_everything_by_the_same_code(tmp_path, opened):
    desk = opened(f"sqlite:///{tmp_path}/news.db", "one")
    web = web_of(desk, sources=2)

    async def run():
        stop = asyncio.Event()
        working = asyncio.create_task(work(desk, web, stop))
        await until(lambda: desk.store.count_all()["records"] == 16)
        stop.set()
        await working

    asyncio.run(run())
    assert stories(desk) == replayed(desk)
    assert leases(desk) == [0, 0]


async def test_the_next_one_in_line_takes_over_and_no_other(database, opened):
    stop, begun, elected = asyncio.Event(), [], []

    def stand(name):
        async def prepare():
            begun.append(name)
            await asyncio.sleep(2)  # it tries seldom, and still no other one is before it

        async def work():
            elected.append(name)
            await stop.wait()

        return asyncio.create_task(election.stand(opened(database, name), "group", work, stop, prepare=prepare))

    with opened(database, "elected").store.lock("group"):
        standing = [stand("next")]
        await until(lambda: begun)
        standing.append(stand("another"))
        await asyncio.sleep(1)
        assert set(begun) == {"next"}
    await until(lambda: elected)
    stop.set()
    await asyncio.gather(*standing)
    assert elected == ["next"]
