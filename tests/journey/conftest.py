"""A newsroom in a folder, with the fictional press as its sources, over real HTTP on loopback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coranto.demo import Press
from coranto.run import scaffold


@pytest.fixture(scope="session")
def press():
    with Press() as running:
        yield running


@pytest.fixture
def site(tmp_path, press):
    scaffold.demo(tmp_path, press, 8000)
    return tmp_path


@pytest.fixture
def coranto(site):
    def run(*words, check=True, **options):
        command = [Path(sys.executable).parent / "coranto", "--config", site / "coranto.toml", *words]
        environment = {**os.environ, "NO_COLOR": "1"}
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120, env=environment, **options
        )
        assert not check or done.returncode == 0, done.stderr
        return done

    return run
