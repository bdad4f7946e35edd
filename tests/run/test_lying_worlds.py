"""No mixture of lies changes what readers get of the honest: always the same 200 worlds.

`benchmarks/attack.py` asks thousands, of which one in some thousands is harmed still (`benchmarks/attack.md`).
"""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own world: they are imported by file, not by folder

import lying_world

from coranto.source import trust


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with lying_world.opened(tmp_path_factory.mktemp("worlds") / "newsroom") as opened:
        yield opened


@settings(max_examples=200, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_a_source_that_lies_harms_no_honest_outlet(place, seed):
    assert lying_world.harm(seed, *place) == []


def test_the_worlds_notice_a_rule_that_is_gone(place, monkeypatch):
    monkeypatch.setattr(trust, "of", lambda source, article, rules: trust.Trust.OWN)
    assert any(lying_world.harm(seed, *place) for seed in range(30))
