"""A newsroom with six articles in three stories (that of tests/edit), and the PostgreSQL schemas that tests make."""

import os
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "edit"))  # for `gathered`: imported by file, not by folder

import gathered

from coranto.model.article import Picture

POSTGRES = os.environ.get("CORANTO_TEST_POSTGRES")


@pytest.fixture
def fill(make):
    """Gather the articles of ``gathered``; their ids."""

    def filled(site):
        ids = []
        for n, title in enumerate(gathered.TITLES):
            at = gathered.NOON - timedelta(hours=9 - n)
            images = (Picture(url=f"https://outlet{n}.example/p.jpg"),) if n in (1, 3) else ()
            one = make(title, f"outlet{n}.example", at.isoformat(), url=f"https://outlet{n}.example/{n}", language="en",
                       images=images, excerpt=gathered.EXCERPTS[n], text=f"Text {n} of its own.")  # fmt: skip
            ids.append(one.id)
            site.add(one)
        site.publish()
        return ids

    return filled


@pytest.fixture
def schema():
    """Make schemas in the PostgreSQL of CORANTO_TEST_POSTGRES; each call returns the address of a new, empty one."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set CORANTO_TEST_POSTGRES, as in postgresql+psycopg://postgres@127.0.0.1/test")
    made = []

    def new():
        made.append(f"coranto_{uuid.uuid4().hex[:12]}")
        run(f"CREATE SCHEMA {made[-1]}")
        return f"{POSTGRES}?options=-csearch_path%3D{made[-1]}"

    yield new
    for name in made:
        run(f"DROP SCHEMA IF EXISTS {name} CASCADE")


@pytest.fixture
def database():
    """Make an empty database whose owner may make no other; its address."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL: set CORANTO_TEST_POSTGRES, as in postgresql+psycopg://postgres@127.0.0.1/test")
    name = f"coranto_{uuid.uuid4().hex[:12]}"
    run(f"CREATE ROLE {name}")
    run(f"CREATE DATABASE {name} OWNER {name}")
    yield f"{POSTGRES.rpartition('/')[0]}/{name}?options=-crole%3D{name}"
    run(f"DROP DATABASE {name} WITH (FORCE)")
    run(f"DROP ROLE {name}")


def run(statement):
    with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(statement)
