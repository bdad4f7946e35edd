"""The facts of real pages are right at least as often as they have been, where the pages are there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("CORANTO_SHARED", ROOT.parent / "shared")) / "data" / "extraction"
FLOORS = json.loads((ROOT / "benchmarks" / "floors.json").read_text())


@pytest.mark.parametrize("name", FLOORS)
def test_no_fact_falls_below_its_floor(name):
    if not (DATA / name).is_dir():
        pytest.skip(f"the pages to measure with are not at {DATA}")
    script = ROOT / "benchmarks" / "extract_facts.py"
    done = subprocess.run(
        [sys.executable, script, DATA, "--sets", name], capture_output=True, text=True, check=True, timeout=300
    )
    measured = json.loads(done.stdout)
    assert {fact: measured[fact] for fact, floor in FLOORS[name].items() if measured[fact] < floor} == {}
