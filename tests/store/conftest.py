"""One contract, every database: ``store`` is an empty one of each kind, ``address`` its URL."""

import os
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from coranto.store import open_store

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own `making`: they are imported by file, not by folder

POSTGRES = os.environ.get("CORANTO_TEST_POSTGRES")


@pytest.fixture(scope="session")
def schema():
    """A schema of this worker's own in the PostgreSQL of CORANTO_TEST_POSTGRES, and its address as a store."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set CORANTO_TEST_POSTGRES, as in postgresql+psycopg://postgres@127.0.0.1/test")
    name = f"coranto_{uuid.uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f"CREATE SCHEMA {name}")
    yield f"{POSTGRES}?options=-csearch_path%3D{name}"
    with _server() as server:
        server.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/coranto.db"
    address = request.getfixturevalue("schema")
    open_store(address).close()
    name = address.rpartition("%3D")[2]
    with _server() as server:
        tables = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [name]).fetchall()
        kept = [f'{name}."{table}"' for (table,) in tables if table != "alembic_version"]
        server.execute(f"TRUNCATE {', '.join(kept)} RESTART IDENTITY CASCADE")
    return address


@pytest.fixture
def store(address):
    opened = open_store(address)
    yield opened
    opened.close()


@pytest.fixture
def publish(store):
    """Keep published records for articles by name."""

    def publish(*names, hours=0, **fields):
        from making import NOON, ident, path, record

        for name in names:
            store.save_record(ident(name), path(name), record(name, hours, **fields), NOON)

    return publish


def _server():
    url = make_url(POSTGRES).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
