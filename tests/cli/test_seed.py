"""The record that the classic profile is held to: the same bytes but for its sealed line, where the seed is at hand."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from coranto import cli

SEED = Path(__file__).parents[2].parent / "shared" / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed record stands beside the repository, and is not there")
def test_the_seed_record_comes_out_byte_for_byte(tmp_path):
    articles = (SEED / "articles.jsonl").read_text()
    done = CliRunner().invoke(
        cli.group, ["newsroom", "--topics", str(SEED / "topics"), "--out", str(tmp_path)], input=articles
    )
    assert done.exit_code == 0, done.output
    record = SEED / "mps-call-for-urgent-stop.md"
    wanted = [line for line in record.read_text().splitlines() if line and not line.startswith("secured:")]
    (made,) = (tmp_path / "_news").glob("*mps-call-for-urgent-stop*.md")
    assert [line for line in made.read_text().splitlines() if line] == wanted
