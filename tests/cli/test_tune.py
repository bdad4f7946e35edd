"""``coranto tune``: a change is shown before it is made."""

import json

import pytest
from click.testing import CliRunner

from coranto import cli


@pytest.fixture
def site(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics/heat.yaml").write_text("_id: heat\nname: Heat\nkeywords: [heat pump, boiler]\n")
    (tmp_path / "coranto.toml").write_text('profile = "subject"\n')
    return tmp_path


def tune(site, *words, code=0):
    done = CliRunner().invoke(cli.group, ["--config", str(site / "coranto.toml"), "tune", *map(str, words)])
    if code:
        return str(done.exception) + done.output
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_says_now_and_then(site):
    said = tune(site, "--set", "publish.per_day=3", "--word", "Heat: district heating", "--no-word", "heat: boiler")
    assert said == (
        "Now    0 stories published in 14 days; 0 a day reach the line of 0.\n"
        "Then   0 stories; 0 a day reach the line of 0.\nNo story would come or go.\n"
    )


def test_json_has_every_field(site):
    told = json.loads(tune(site, "--json", "--days", "3", "--set", "outlets.wire.example.weight=-30"))
    assert list(told) == ["days", "published", "published_then", "per_day", "per_day_then", "line", "line_then", "come", "go", "fewer"]  # fmt: skip
    assert told["days"] == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "publish.perday=3"], "--set: `publish.perday` is not a setting; did you mean `per_day`?"),
        (["--set", "publish.per_day"], "--set: `publish.per_day` is no change; write KEY=VALUE"),
        (["--set", "publish.per_day=many"], "--set: `publish.per_day`: expected `float`, got `str`"),
        (["--set", "profile=modern"], "--set: `profile` is `modern`; it may be classic or subject"),
        (["--set", "profile.per_day=3"], "--set: `profile.per_day` is not a setting"),
        (["--word", "district heating"], "--word: `district heating` names no topic; write TOPIC: WORDS"),
        (["--word", "Haet: district heating"], "--word: there is no topic `Haet`; did you mean `Heat`?"),
        (["--word", "Heat: oil AND"], "--word: `oil AND` has no word before its end"),
        (["--no-word", "Heat: stove"], "--no-word: `Heat` has no keyword `stove`; it has heat pump, boiler"),
    ],
)
def test_what_cannot_be_tried_is_named(site, words, says):
    assert says in tune(site, *words, code=2)


def test_other_topic_files_can_be_tried(site):
    other = site / "draft"
    other.mkdir()
    (other / "a.yaml").write_text("_id: a\nname: A\nkeywords: [harbour]\n")
    assert tune(site, "--topics", other, "--word", "A: quay").startswith("Now")
    (other / "b.yaml").write_text("name: [no]\n")
    assert "b.yaml:1" in tune(site, "--topics", other, code=1)
