"""Opening, upgrading, and what goes wrong with databases: clear words, never a password."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from making import NOON, as_of, filing, ident, path, record
from sqlalchemy import create_engine, text

from coranto import errors
from coranto.store import migrate, open_store, tables


def test_the_migrations_build_the_tables(store, address):
    engine = create_engine(address)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def _ours(name, kind, _parents):
    return kind != "table" or not name.startswith("search")


def test_a_newer_database_says_to_update_the_program(store, address):
    store.close()
    head = ScriptDirectory.from_config(migrate.config()).get_current_head()
    _say(address, "UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(errors.StoreError, match=r"newer Coranto.*9999.*update the program"):
            open_store(address)
    finally:
        _say(address, f"UPDATE alembic_version SET version_num = '{head}'")


def test_a_database_of_the_first_schema_can_be_searched_within(store, address):
    for name in "abc":
        store.save_article(filing(name, name, text="needle"))
        store.save_record(ident(name), path(name), record(name, quality=70, published=name != "c"), NOON)
    before = store.search("needle")
    store.close()
    as_of(address, "0001")
    again = open_store(address)
    assert again.search("needle") == before
    assert before.quality == {70: 2}
    again.close()


def test_an_upgrade_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/a.db"
    monkeypatch.setattr(migrate.command, "upgrade", _half_an_upgrade)
    with pytest.raises(errors.StoreError):
        open_store(address)
    monkeypatch.undo()
    opened = open_store(address)
    assert opened.count_all()["articles"] == 0
    opened.close()


def _half_an_upgrade(config, _target):
    config.attributes["connection"].execute(text("CREATE TABLE article (id TEXT)"))
    config.attributes["connection"].execute(text("CREATE TABLE article (id TEXT)"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("coranto.db", "no database address"),
        ("", "no database address"),
        ("mysql://root:secret@127.0.0.1/test", "not in mysql"),
        ("sqlite:////nonexistent/folder/a.db", "cannot be opened"),
        ("sqlite:///a.db?synchronous=never", "normal, full or extra"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/test", "does not answer"),
        ("postgresql+psycopg://127.0.0.1:1/test?user=me&password=secret", "does not answer"),
        ("postgresql+psycopg://me:secret@127.0.0.1:port/test", "no database address"),
    ],
)
def test_what_cannot_be_opened_is_explained_without_the_password(address, words):
    with pytest.raises((errors.StoreError, errors.ConfigError), match=words) as caught:
        open_store(address)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None  # nor in a traceback
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    (tmp_path / "a.db").write_text("This is a letter, not a database. " * 100)
    with pytest.raises(errors.StoreError, match="no SQLite database"):
        open_store(f"sqlite:///{tmp_path}/a.db")
    assert (tmp_path / "a.db").read_text().startswith("This is a letter")


def test_a_database_that_may_only_be_read_says_so(tmp_path):
    address = f"sqlite:///{tmp_path}/a.db"
    open_store(address).close()
    opened = open_store(f"sqlite:///file:{tmp_path}/a.db?mode=ro&uri=true")
    with pytest.raises(errors.StoreError, match="may only be read"):
        opened.save_article(filing("a", "s1"))
    assert opened.count_all()["articles"] == 0
    opened.close()


def test_a_writer_that_does_not_end_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("coranto.store.open.WAIT", 0.05)
    store = open_store(f"sqlite:///{tmp_path}/a.db")
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(errors.StoreError, match="another program"):
        store.save_article(filing("a", "s1"))
    assert store.count_all()["articles"] == 0  # reading goes on
    other.execute("ROLLBACK")
    store.save_article(filing("a", "s1"))
    other.close()
    store.close()


def test_a_full_disk_keeps_what_was_there(tmp_path):
    """A limit on the size of files stands in for the disk's; it binds a process, so this is another one."""
    program = """
import resource, signal, sys
sys.path.insert(0, sys.argv[2])
from making import filing, article, ident
from coranto import errors
from coranto.store import open_store
store = open_store(sys.argv[1])
store.save_article(filing("a", "s1"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    for n in range(100):
        store.save_article(filing(f"n{n}", "s1", text="words " * 20_000))
except errors.StoreError as why:
    print(why)
"""
    address = f"sqlite:///{tmp_path}/a.db"
    run = subprocess.run(
        [sys.executable, "-c", program, address, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    )
    assert "full" in run.stdout or "disk" in run.stdout
    store = open_store(address)
    count = store.count_all()["articles"]
    assert 1 <= count < 100
    assert store.get_articles([ident("a")])
    assert all(store.get_text(one.id) == "words " * 20_000 for _, one in store.articles_by_arrival(1))
    store.save_article(filing("z", "s1"))
    store.close()
    assert sqlite3.connect(tmp_path / "a.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_the_newsroom_may_rely_on_in_sqlite(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/a.db")
    with store.session(writes=False) as db:
        asked = {name: db.one(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "synchronous")}
    assert asked == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}
    store.close()
    careful = open_store(f"sqlite:///{tmp_path}/a.db?synchronous=full")
    with careful.session(writes=False) as db:
        assert db.one(text("PRAGMA synchronous")) == 2
    careful.close()


def _say(address, statement):
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_sqlite_uses_one_connection_while_it_is_free(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/coranto.db")
    with store.session(writes=False), store.session(writes=False):
        pass  # now there are two
    used = set()
    for _ in range(4):
        with store.session(writes=True) as db:
            used.add(id(db._cursor.connection))
    assert len(used) == 1
    store.close()
