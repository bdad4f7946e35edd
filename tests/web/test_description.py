"""The API against its own description, by a program that has read nothing else (schemathesis)."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import httpx2
import pytest
import seeding
from test_fuzz import schema  # noqa: F401 - a fixture is used by its name

from coranto.store import open_store
from coranto.web.app import Server

pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install schemathesis")

ROOT = "/api/v1"


@pytest.fixture
def described(site):
    return httpx2.get(f"{site}{ROOT}/openapi.json").json()


def check(site, folder, document, *options):
    """Ask what the document describes, in every phase and with every check; gives the exit status and what was said."""
    file = folder / "openapi.json"
    file.write_text(json.dumps(document))
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(file), "--url", f"{site}{ROOT}", "--checks", "all",
               "--seed", "7", "--generation-database", "none", "--no-color", *options]  # fmt: skip
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_what_is_described_is_what_is_done(site, described, tmp_path):
    status, said = check(site, tmp_path, described, "--max-examples", "25")
    assert status == 0, said
    assert f"Tested: {len(described['paths'])}" in said
    assert int(re.search(r"(\d+) generated", said)[1]) > 250


@pytest.mark.slow
@pytest.mark.postgres
def test_what_is_described_is_what_is_done_on_postgresql(tmp_path, schema):  # noqa: F811
    opened = seeding.opened(tmp_path)
    opened.store.close()
    newsroom = replace(opened, store=open_store(schema))
    seeding.stories(newsroom)
    with Server(newsroom, "127.0.0.1", 0) as server:
        document = httpx2.get(f"{server.address}{ROOT}/openapi.json").json()
        status, said = check(server.address, tmp_path, document, "--max-examples", "10")
    newsroom.store.close()
    assert status == 0, said


def test_what_is_described_and_not_done_is_seen(site, described, tmp_path):
    described["components"]["schemas"]["Topic"]["properties"]["name"] = {"type": "integer"}
    status, said = check(site, tmp_path, described, "--include-path", "/topics", "--phases", "examples,coverage")
    assert status == 1
    assert "GET /topics" in said


@pytest.mark.slow
def test_a_newsroom_that_has_not_begun_is_described(bare, tmp_path):
    with Server(bare, "127.0.0.1", 0) as server:
        document = httpx2.get(f"{server.address}{ROOT}/openapi.json").json()
        status, said = check(server.address, tmp_path, document, "--max-examples", "5")
    assert status == 0, said
