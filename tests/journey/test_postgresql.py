"""The whole journey over PostgreSQL: one setting, the same newsroom."""

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import psycopg
import pytest

from coranto import newsroom
from coranto.config import settings_file
from coranto.record import frontmatter

SERVER = os.environ.get("CORANTO_TEST_POSTGRES")
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.skipif(not SERVER, reason="no PostgreSQL: set CORANTO_TEST_POSTGRES"),
]


@pytest.fixture
def schema(site):
    """A schema of this test's own, named in the site's configuration."""
    name = f"coranto_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {name}")
        toml = site / "coranto.toml"
        toml.write_text(f'database = "{SERVER}?options=-csearch_path%3D{name}"\n' + toml.read_text())
        yield lambda statement: server.execute(statement.format(schema=name))
        server.execute(f"DROP SCHEMA {name} CASCADE")


def held(folder):
    """Hold the files to the store; records by address."""
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        articles = [article for _, article in opened.store.articles_by_arrival(0, 100_000)]
        filed = opened.store.get_records([a.id for a in articles])
        assert opened.store.outbox_ids() == []
    files = {file.name: file.read_text("utf-8") for file in (folder / "_news").iterdir()}
    assert {Path(one.path).name: frontmatter.emit(one.record) for one in filed.values()} == files
    return {a.url: (a.title, a.quality, filed[a.id].record.published) for a in articles}


def test_from_the_press_to_files_explanations_and_a_site(site, coranto, schema):
    first = json.loads(coranto("run", "--once").stdout)
    assert first["articles"] >= 240
    assert first["published"] >= 20
    told = held(site)
    assert len(told) == first["articles"]
    assert not (site / "coranto.db").exists()

    times = {file: file.stat().st_mtime_ns for file in (site / "_news").iterdir()}
    schema("UPDATE {schema}.source SET due = 0")
    second = json.loads(coranto("run", "--once").stdout)
    assert second["polled"] == first["polled"]
    assert {file: file.stat().st_mtime_ns for file in times} == times or second["new"]

    url = next(url for url, (_, _, published) in told.items() if published)
    account = json.loads(coranto("explain", url, "--json").stdout)
    assert sum(part["points"] for part in account["parts"]) == account["quality"] == told[url][1]
    assert account["decision"] in coranto("explain", url).stdout
    said = coranto("doctor", check=False).stdout
    assert "PostgreSQL" in said or "postgresql" in said
    assert coranto("check").stdout == ""
    coranto("build", str(site / "public"))
    page = json.loads((site / "public/api/news/index.json").read_text())
    there = {frontmatter.read(file.read_text("utf-8")).title for file in (site / "_news").iterdir()}
    assert page["value"][0]["title"] in there  # the second round may have found something new


def test_a_killed_run_goes_on(site, coranto, schema):
    whole = [Path(sys.executable).parent / "coranto", "-q", "--config", site / "coranto.toml", "run", "--once"]
    for enough in (10, 100):
        run = subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while run.poll() is None and count(schema) < enough:
            time.sleep(0.05)
        run.kill()
        run.wait()
        assert count(schema) >= enough
    schema("UPDATE {schema}.source SET due = 0")
    coranto("run", "--once")
    assert len(held(site)) >= 240


def count(schema):
    try:
        return schema("SELECT count(*) FROM {schema}.article").fetchone()[0]
    except psycopg.errors.UndefinedTable:
        return 0
