"""The import contracts of pyproject.toml hold, and bite: each is broken on purpose in a copy of the package."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS, PURE, PRESS = CONTRACTS

pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder):
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "NO_COLOR": "1", "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, " ".join(done.stdout.split()), done.stderr


def add(folder, module, line):
    """Put an import at the end of a module."""
    file = folder / "src" / Path(*module.split("."))
    file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    with file.open("a") as source:
        source.write(f"\n{line}\n")


def verdicts(said):
    return {c["name"]: re.search(re.escape(c["name"]) + " (KEPT|BROKEN)", said)[1] for c in CONTRACTS}


def test_every_contract_is_kept(copy):
    code, said, complaint = lint(copy)
    assert (code, set(verdicts(said).values())) == (0, {"KEPT"}), said + complaint


def test_a_lower_layer_may_not_import_a_higher_one(copy):
    tiers = [re.split(r" [:|] ", tier) for tier in LAYERS["layers"]]
    wrong = [(below, above[0]) for above, lower in pairwise(tiers) for below in lower]
    for below, above in wrong:
        add(copy, below, f"import {above}")
    code, said, _ = lint(copy)
    assert code == 1
    assert verdicts(said)[LAYERS["name"]] == "BROKEN"
    for below, above in wrong:
        assert f"{below} is not allowed to import {above}:" in said


def test_folders_of_judging_do_not_know_each_other(copy):
    (tier,) = [tier.split(" | ") for tier in LAYERS["layers"] if "coranto.score" in tier]
    wrong = list(zip(tier, tier[1:] + tier[:1], strict=True))
    for one, other in wrong:
        add(copy, one, f"import {other}")
    code, said, _ = lint(copy)
    assert code == 1
    assert verdicts(said)[LAYERS["name"]] == "BROKEN"
    for one, other in wrong:
        assert f"{one} is not allowed to import {other}:" in said


def test_judging_may_not_touch_the_world(copy):
    for module in PURE["source_modules"]:
        for name in PURE["forbidden_modules"]:
            add(copy, module, f"import {name}")
    code, said, _ = lint(copy)
    assert code == 1
    assert verdicts(said) == {LAYERS["name"]: "KEPT", PURE["name"]: "BROKEN", PRESS["name"]: "KEPT"}
    for module in PURE["source_modules"]:
        for name in PURE["forbidden_modules"]:
            assert f"{module} is not allowed to import {name}:" in said


def test_nobody_but_the_demo_knows_the_press(copy):
    for module in PRESS["source_modules"]:
        add(copy, module, "import coranto.demo")
    code, said, _ = lint(copy)
    assert code == 1
    assert verdicts(said)[PRESS["name"]] == "BROKEN"
    for module in PRESS["source_modules"]:
        assert f"{module} is not allowed to import coranto.demo:" in said


def test_each_folder_and_module_has_its_layer():
    placed = {name.split(".")[1] for tier in LAYERS["layers"] for name in re.split(r" [:|] ", tier)}
    there = {
        p.stem for p in (ROOT / "src" / "coranto").iterdir() if not p.name.startswith("__") and p.name != "py.typed"
    }
    assert there == placed
