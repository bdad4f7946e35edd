"""A newsroom that several files of these tests ask."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own `console`: they are imported by file, not by folder

from console import free_port, run


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """The demo's newsroom, kept in a folder; its summary."""
    folder = tmp_path_factory.mktemp("kept") / "demo"
    done = run("demo", "--once", "--dir", folder, "--port", free_port(), cwd=folder.parent)
    return folder, json.loads(done.stdout)
