"""`coranto replay --set`: the front pages of the last days by another number."""

import json

import pytest
from click.testing import CliRunner

from coranto import cli


@pytest.fixture
def site(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics/heat.yaml").write_text("_id: heat\nname: Heat\nkeywords: [heat pump]\n")
    (tmp_path / "coranto.toml").write_text('profile = "subject"\n')
    return tmp_path


def replay(site, *words):
    return CliRunner().invoke(cli.group, ["--config", str(site / "coranto.toml"), "replay", *map(str, words)])


def test_days_and_counts_are_lines_of_json(site):
    done = replay(site, "--json", "--days", 2, "--set", "publish.per_day=3")
    *days, counts = map(json.loads, done.stdout.splitlines())
    assert len(days) == 2
    assert list(days[0]) == ["day", "line", "line_then", "stories", "stories_then", "first", "come", "go"]
    assert counts == {"changed": 0, "articles": 0, "stood": 0, "found": 0}
    said = replay(site, "--set", "subject.points=7", "--set", "outlets.wire.example.weight=-5").stdout
    assert said == "0 of 30 front pages would have been others (0 articles of these days).\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "subject.bar=2"], "`coranto tune --set` judges anew"),
        (["--set", "publish.per_day=many"], "`publish.per_day`: expected `float`, got `str`"),
        ([], "name either a number"),
        (["corpus.jsonl", "--set", "publish.per_day=3"], "name either a number"),
    ],
)
def test_what_cannot_be_replayed_says_what_to_do(site, words, says):
    done = replay(site, *words)
    assert done.exit_code
    assert says in f"{done.exception} {done.output}"
