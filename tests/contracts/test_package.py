"""The wheel and the sdist: what they hold, and that every build of them has the same bytes."""

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

from coranto import __version__
from coranto.config import extras

ROOT = Path(__file__).parents[2]


def build(tree, out, *what):
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out), *what]
    subprocess.run(command, cwd=tree, check=True, capture_output=True, timeout=60)
    return {file.name: file for file in out.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def test_the_wheel_holds_every_file_of_the_package_and_the_marker_of_its_types(built):
    with zipfile.ZipFile(built[f"coranto-{__version__}-py3-none-any.whl"]) as wheel:
        names = set(wheel.namelist())
        there = HeaderParser().parsestr(wheel.read(f"coranto-{__version__}.dist-info/METADATA").decode())
    source = ROOT / "src"
    wanted = {
        file.relative_to(source).as_posix()
        for file in (source / "coranto").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert wanted - names == set()
    assert "coranto/py.typed" in names
    assert {name.split("/")[0] for name in names} == {"coranto", f"coranto-{__version__}.dist-info"}
    assert set(there.get_all("Provides-Extra")) == {*extras.EXTRAS, "all", "dev"}
    assert there["License-Expression"] == "Apache-2.0"


def test_a_wheel_built_from_the_unpacked_sdist_has_the_same_bytes(built, tmp_path):
    with tarfile.open(built[f"coranto-{__version__}.tar.gz"]) as sdist:
        sdist.extractall(tmp_path, filter="data")
    tree = tmp_path / f"coranto-{__version__}"
    for needed in ("CHANGELOG.md", "LICENSE", "Makefile", "docs/conf.py", "requirements/run.txt", "tests/conftest.py"):
        assert (tree / needed).is_file()
    for file in (tree / "src").rglob("*.py"):
        file.chmod(0o600)  # somebody else's umask
    again = build(tree, tmp_path / "dist")
    assert {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in again.items()} == {
        name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in built.items()
    }


def test_the_newest_entry_of_the_changelog_is_the_version():
    newest = next(line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## "))
    assert newest.split()[1] == __version__
