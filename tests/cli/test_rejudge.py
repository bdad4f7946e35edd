"""``coranto rejudge`` on the command line."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from coranto import newsroom as newsrooms
from coranto.cli import group
from coranto.config import settings_file
from coranto.run import assemble, ingest, publish, rejudge


@pytest.fixture
def site(tmp_path, make):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "ai.yaml").write_text("taxonomy: topic\n_id: ai\nname: AI\nkeywords: [ai]\n")
    (tmp_path / "coranto.toml").write_text("")
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as opened:
        rejudge.follow_rules(opened)
        one = make("AI of old", "wire.example", "2020-01-01T12:00:00Z", url="https://wire.example/1")
        ingest.Ingest(opened).add(assemble.judged(one, (), opened.taxonomy, opened.settings, opened.signals), None)
        publish.publish(opened, Counter())
    (tmp_path / "coranto.toml").write_text("[publish]\nthreshold = 10\n")
    return tmp_path


def run(site, *words):
    done = CliRunner().invoke(group, ["--config", str(site / "coranto.toml"), "rejudge", *words])
    return done, [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def published(site):
    return "published: true" in next((site / "_news").glob("*.md")).read_text()


def test_a_dry_run_lists_and_changes_nothing(site):
    done, (line, counts) = run(site, "--dry-run")
    assert done.exit_code == 0
    assert (line["change"], line["title"], line["path"]) == ("publish", "AI of old", "_news/2020-01-01-ai-of-old.md")
    assert line["reason"] == "Published: heat 17 reaches the threshold of 10."
    assert line["before"] == "Not published: heat 17 is below the threshold of 70."
    assert (line["heat"], line["heat_before"]) == (17, 17)
    assert counts == {"judged": 1, "publish": 1, "withdraw": 0, "lead": 0, "records": 1}
    assert not published(site)
    assert run(site, "--dry-run")[1] == [line, counts]


def test_it_judges_again_and_writes_the_files(site):
    done, (counts,) = run(site)
    assert done.exit_code == 0
    assert counts["publish"] == 1
    assert published(site)
    assert run(site)[1] == [{"judged": 1, "publish": 0, "withdraw": 0, "lead": 0, "records": 0}]


def test_since_leaves_what_is_older(site):
    assert run(site, "--dry-run", "--since", "2020-01-02")[1][-1]["judged"] == 0
    assert run(site, "--dry-run", "--since", "2020-01-01")[1][-1]["judged"] == 1
    done, _ = run(site, "--since", "yesterday")
    assert done.exit_code == 2


def test_a_newsroom_at_work_is_asked_to_do_it(site):
    settings = settings_file.load(site / "coranto.toml")
    with newsrooms.alone(settings):
        done, lines = run(site)
        assert (done.exit_code, lines) == (0, [])
        assert "judges again in its next round" in done.stderr
    with newsrooms.open_newsroom(settings) as opened:
        tally = rejudge.follow_rules(opened)
    assert tally is not None
    assert tally.publish == 1


def test_topic_files_that_are_left_out_must_be_mended_first(site):
    (site / "topics" / "ai.yaml").write_text("taxonomy: [broken")
    done, lines = run(site)
    assert (done.exit_code != 0, lines) == (True, [])
    assert not published(site)
