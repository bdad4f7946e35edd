"""A newsroom in a folder, with the fictional press as its sources, over real HTTP on loopback."""

import pytest

from console import run
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
    def coranto(*words, check=True):
        return run("--config", site / "coranto.toml", *words, cwd=site, code=0 if check else None)

    return coranto
