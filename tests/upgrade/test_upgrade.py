"""The store of every released version opens, migrates and serves the same; migrations that meet or are killed do no harm."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import uuid
from pathlib import Path

import psycopg
import pytest
from backports import zstd

from coranto import newsroom, testing
from coranto.config import settings_file
from coranto.record import frontmatter
from coranto.site import build
from coranto.store import migrate, open_store, transfer

KEPT = sorted(Path(__file__).parent.glob("*.tar.zst"))
POSTGRES = os.environ.get("CORANTO_TEST_POSTGRES")
OPEN = "import sys; from coranto.store import open_store; store = open_store(sys.argv[1]); print(store.count_all()['articles']); store.close()"


def unpacked(file, folder):
    with zstd.open(file, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        tar.extractall(folder, filter="data")
    return folder


def served(folder):
    """What readers and programs are served, built from the store: the API's pages, the addresses, the records."""
    site = folder / "built"
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml"), now=lambda: testing.NOW) as opened:
        assert opened.store.find_damage() == []
        assert opened.store.get_schema() == migrate.head()
        build.build(opened, site)
        paths = opened.store.record_paths()
        records = opened.store.get_records(paths.values())
        written = {path: frontmatter.emit(records[name].record) for path, name in paths.items()}
        found = len(opened.store.search("ferry").articles)
    files = {str(file.relative_to(site)): file.read_bytes() for file in (site / "api").rglob("*.json")}
    return files, {str(page.relative_to(site)) for page in site.rglob("*.html")}, written, found


def test_there_is_a_store_of_each_release():
    assert [file.name.removesuffix(".tar.zst") for file in KEPT] >= ["0.1.0"]


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.name.removesuffix(".tar.zst"))
def test_the_store_of_a_release_serves_the_same(file, tmp_path):
    folder = unpacked(file, tmp_path)
    files, pages, records, found = served(folder)
    assert records == {f"_news/{one.name}": one.read_text() for one in (folder / "_news").iterdir()}
    kept = {str(one.relative_to(folder / "site")): one.read_bytes() for one in (folder / "site").rglob("*.json")}
    assert kept
    assert {name: files.get(name) for name in kept} == kept
    assert set((folder / "pages.txt").read_text().split()) <= pages, "an address is for good"
    assert found == 1


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old(request, tmp_path):
    """The address of a store with the schema of the oldest release; called again, of another one."""
    folder = unpacked(KEPT[0], tmp_path / "old")
    made = []

    def store():
        copy = tmp_path / f"{uuid.uuid4().hex}.db"
        shutil.copy(folder / "coranto.db", copy)
        if request.param == "sqlite":
            return f"sqlite:///{copy}"
        if not POSTGRES:
            pytest.skip("no PostgreSQL: set CORANTO_TEST_POSTGRES")
        made.append(f"coranto_{uuid.uuid4().hex[:12]}")
        run(f"CREATE SCHEMA {made[-1]}")
        address = f"{POSTGRES}?options=-csearch_path%3D{made[-1]}"
        as_old(f"sqlite:///{copy}", address)
        return address

    yield store
    for name in made:
        run(f"DROP SCHEMA {name} CASCADE")


def run(statement):
    with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as server:
        return server.execute(statement)


def as_old(source, target):
    """Fill a PostgreSQL schema with an old store: its tables as that version made them, its rows as they are."""
    from alembic import command
    from sqlalchemy import MetaData, create_engine

    with create_engine(source).connect() as old, create_engine(target).connect() as new:
        revision = old.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        command.upgrade(migrate.config(new), revision)
        new.commit()
        tables = MetaData()
        tables.reflect(new, only=lambda name, _: not name.startswith(("search", "alembic")))
        for table in tables.sorted_tables:
            rows = [dict(row._mapping) for row in old.execute(table.select())]
            if rows:
                new.execute(table.insert(), rows)
        new.commit()
    old.engine.dispose()
    new.engine.dispose()


def test_processes_that_migrate_at_once_wait_for_each_other(old):
    address = old()
    started = [subprocess.Popen([sys.executable, "-c", OPEN, address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]  # fmt: skip
    ended = [(*one.communicate(timeout=60), one.returncode) for one in started]
    assert ended == [("6\n", "", 0)] * 2
    whole(address)


def test_a_migration_that_is_killed_leaves_the_store_as_it_was_or_done(old):
    for wait in (0.9,):
        address = old()
        one = subprocess.Popen(
            [sys.executable, "-c", OPEN, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(wait)
        one.send_signal(signal.SIGKILL)
        one.wait()
        assert schema(address) in ("0006", migrate.head())
        whole(address)


def schema(address):
    from sqlalchemy import create_engine

    engine = create_engine(address)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    engine.dispose()
    return found


def whole(address):
    store = open_store(address)
    assert store.get_schema() == migrate.head()
    assert store.find_damage() == []
    assert len(store.search("ferry").articles) == 1
    store.close()


def test_an_old_store_moves_after_its_migration(old, tmp_path):
    source, target = open_store(old()), open_store(f"sqlite:///{tmp_path}/moved.db")
    assert transfer.transfer(source, target, lambda *_: None) == source.get_contents()
    source.close()
    target.close()
    assert sqlite3.connect(tmp_path / "moved.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)
