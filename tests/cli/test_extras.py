"""Coranto without its extras: what needs one says so, and all else works."""

import json
import os
import subprocess
import sys
from typing import NamedTuple

import pytest

from console import free_port
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
ALL = {
    "uvloop",
    "brotli",
    "mcp",
    "pyarrow",
    "PIL",
    "fontpkg_frank_ruhl_libre",
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_source_serif_4",
    "psycopg",
    "cryptography",
    "cffi",
    "argon2",
    "fido2",
    "aiosmtplib",
    "dns",
    "flufl",
    "imap_tools",
}


# Several commands in one such process: each is [its words, the environment's variables that it has besides].
MAIN = """
import json, os, sys
import console
folder, *commands = json.loads(sys.argv[1])
for words, variables in commands:
    os.environ.update(variables)
    done = console.run(*words, cwd=folder, code=None)
    for name in variables:
        del os.environ[name]
    print(json.dumps([done.returncode, done.stdout, done.stderr]))
"""


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def bare(tmp_path):
    """Return a command line in which no extra is installed; what it is given, it does in one process."""
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(WITHOUT.format(names=ALL))

    def coranto(*commands):
        paths = [str(tmp_path / "blocked"), *filter(None, sys.path)]
        given = json.dumps([str(tmp_path), *commands])
        done = subprocess.run(
            [sys.executable, "-c", MAIN, given],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [Done(*json.loads(line)) for line in done.stdout.splitlines()]

    return coranto


def test_a_newsroom_in_sqlite_needs_no_extra(bare, tmp_path):
    site = "--config", "room/coranto.toml"
    demo, checked, doctor, built = bare(
        (["demo", "--once", "--dir", "room", "--port", str(free_port())], {}),
        ([*site, "check"], {}),
        ([*site, "doctor"], {}),
        ([*site, "build", "site"], {}),
    )
    assert demo.returncode == 0, demo.stderr
    assert json.loads(demo.stdout)["published"] > 0
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stdout + checked.stderr
    assert "extras    none" in doctor.stdout
    for name in extras.EXTRAS:
        assert f"pip install 'coranto[{name}]'" in doctor.stdout
    assert built.returncode == 0, built.stderr
    front = (tmp_path / "site" / "index.html").read_text()
    assert "og:title" in front
    assert "og:image" not in front
    assert not list((tmp_path / "site").rglob("poster.png"))


CASES = [  # an extra, the line of coranto.toml and the variables of the environment that ask for it
    ("postgres", 'database = "postgresql+psycopg://postgres@127.0.0.1:1/x"', {}),
    ("postgres", "", {"CORANTO_DATABASE": "postgresql+psycopg://postgres@127.0.0.1:1/x"}),
    ("sealed", f'key = "{"0" * 64}"', {}),
    ("mail", "", {"CORANTO_MAIL_SERVERS": "smtp://127.0.0.1:1"}),
    ("pictures", "", {}),
    ("mcp", "", {}),
]


def test_what_needs_an_extra_is_named_with_it(bare, tmp_path):
    commands = []
    for number, (extra, line, variables) in enumerate(CASES):
        site = tmp_path / str(number)
        site.mkdir()
        (site / "coranto.toml").write_text(f'{line}\n[site]\nurl = "https://news.example"\n')
        (site / "pictures.txt").write_text("example.org\n" if extra == "pictures" else "")
        words = [["mcp"]] if extra == "mcp" else [["run", "--once"], ["check"]]
        commands += [(["--config", f"{number}/coranto.toml", *word], variables) for word in words]
    places = {"pictures": "pictures.txt"}
    for (words, variables), done in zip(commands, bare(*commands), strict=True):
        extra = CASES[int(words[1][0])][0]
        said = done.stdout + done.stderr
        assert done.returncode == 2 or (words[-1], done.returncode) == ("check", 1), (words, done)
        assert f"pip install 'coranto[{extra}]'" in said
        if extra != "mcp":
            assert (next(iter(variables)) if variables else places.get(extra, "coranto.toml")) in said
