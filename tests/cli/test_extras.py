"""Coranto without its extras: what needs one says so, and all else works."""

import json
import os
import subprocess
import sys

import pytest

from coranto.config import extras

# A finder that comes first and has nothing: as if the extras' packages were not installed.
WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
def find_spec(name, package=None, real=__import__("importlib.util").util.find_spec):
    return None if name in {names!r} else real(name, package)
sys.meta_path.insert(0, Missing())
__import__("importlib.util").util.find_spec = find_spec
"""
ALL = {"uvloop", "brotli", "mcp", "pyarrow", "PIL", "fontpkg_source_serif_4", "psycopg", "cryptography", "cffi"}


@pytest.fixture
def bare(tmp_path):
    """Return a command line in which no extra is installed."""
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(WITHOUT.format(names=ALL))

    def coranto(*args, **more):
        paths = [str(tmp_path / "blocked"), *filter(None, sys.path)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | more
        return subprocess.run(
            [sys.executable, "-c", MAIN, *args],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            timeout=120,
            check=False,
        )

    return coranto


MAIN = "from coranto.cli import main; main()"


def test_a_newsroom_in_sqlite_needs_no_extra(bare, tmp_path):
    done = bare("demo", "--once", "--dir", "room")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["published"] > 0
    config = str(tmp_path / "room" / "coranto.toml")
    checked = bare("--config", config, "check")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout + checked.stderr
    doctor = bare("--config", config, "doctor")
    assert "extras    none" in doctor.stdout
    for name in extras.EXTRAS:
        assert f"pip install 'coranto[{name}]'" in doctor.stdout
    built = bare("--config", config, "build", "site")
    assert built.returncode == 0, built.stderr
    front = (tmp_path / "site" / "index.html").read_text()
    assert "og:title" in front
    assert "og:image" not in front
    assert not list((tmp_path / "site").rglob("poster.png"))


@pytest.mark.parametrize(
    ("extra", "line", "variables"),
    [
        ("postgres", 'database = "postgresql+psycopg://postgres@127.0.0.1:1/x"', {}),
        ("postgres", "", {"CORANTO_DATABASE": "postgresql+psycopg://postgres@127.0.0.1:1/x"}),
        ("sealed", f'key = "{"0" * 64}"', {}),
    ],
)
def test_a_setting_that_needs_an_extra_is_named_with_it(bare, tmp_path, extra, line, variables):
    (tmp_path / "coranto.toml").write_text(f'{line}\n[site]\nurl = "https://news.example"\n')
    for command in (["run", "--once"], ["check"]):
        done = bare(*command, **variables)
        said = done.stdout + done.stderr
        assert done.returncode in (1, 2)
        assert f"pip install 'coranto[{extra}]'" in said
        assert ("CORANTO_DATABASE" if variables else "coranto.toml") in said
        assert "Traceback" not in said


def test_pictures_that_nothing_can_copy_are_named(bare, tmp_path):
    (tmp_path / "coranto.toml").write_text("")
    (tmp_path / "pictures.txt").write_text("example.org\n")
    done = bare("run", "--once")
    assert done.returncode == 2
    assert "pictures.txt" in done.stderr
    assert "pip install 'coranto[pictures]'" in done.stderr


def test_an_assistant_is_told_what_is_missing(bare, tmp_path):
    (tmp_path / "coranto.toml").write_text("")
    done = bare("mcp")
    assert done.returncode == 2
    assert "pip install 'coranto[mcp]'" in done.stderr
