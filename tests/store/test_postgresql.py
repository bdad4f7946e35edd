"""The connections to PostgreSQL."""

import uuid
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import make_url, text

from coranto.store import open_store, postgresql

NOW = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.postgres


@pytest.fixture
def name():
    """The name of a store's connections, by which they differ from those of other tests on this server."""
    return f"coranto {uuid.uuid4().hex[:12]}"


@pytest.fixture
def store(schema, name):
    opened = open_store(f"{schema}&application_name={name.replace(' ', '%20')}")
    yield opened
    opened.close()


@pytest.fixture
def connections(name):
    """The part of a query that finds the store's connections."""
    return f"FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{name}'"


@pytest.fixture
def server(schema):
    url = make_url(schema).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


def test_a_connection_that_the_server_ended_is_replaced_and_nothing_fails(store, server, connections):
    store.due_sources(NOW, 1)
    assert server.execute(f"SELECT count(pg_terminate_backend(pid, 5000)) {connections}").fetchone() == (1,)
    assert store.due_sources(NOW, 1) == []


def test_a_connection_is_asked_only_after_it_was_idle(store, server, connections, monkeypatch):
    said = f"SELECT query {connections} AND query <> ''"
    store.put_value("test", b"1")
    store.delete_values(["test"])
    assert server.execute(said).fetchall() == [("COMMIT",)]
    with store.transaction():
        assert server.execute(said).fetchall() == [("COMMIT",)]  # the transaction begins with its first statement
    monkeypatch.setattr(postgresql, "IDLE", -1.0)
    with store.transaction():
        assert server.execute(said).fetchall() == [(";",)]


def test_long_values_are_compressed_by_lz4_where_the_server_can(store, server):
    known = server.execute("SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
    if known.fetchone() != (True,):
        pytest.skip("this PostgreSQL was built without LZ4")
    store.put_value("test", b"some words " * 1000)
    assert server.execute("SELECT pg_column_compression(value) FROM shelf WHERE key = 'test'").fetchone() == ("lz4",)
    store.delete_values(["test"])


def test_a_search_is_planned_for_its_words(store):
    for _ in range(12):
        store.search("harbour")
    with store.session(writes=False) as db:
        plans = db.all(
            text("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%to_tsquery%'"),
        )
    assert plans
    assert all(generic == 0 for (generic,) in plans)
