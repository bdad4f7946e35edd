"""`coranto story` through the real console door: what a person says of stories, and that it is remembered."""

import re
import shutil

import pytest
from console import lines, run

from coranto import config, desk

pytestmark = pytest.mark.xdist_group("console")


def test_story_merge_undo_split_and_log(kept, tmp_path):
    folder = shutil.copytree(kept[0], tmp_path / "site")

    def account(path):
        (told,) = lines(run("explain", path, "--json", cwd=folder))
        return told

    homes = {}
    for path in sorted((folder / "_news").glob("*.md"))[:40]:
        told = account(f"_news/{path.name}")
        homes.setdefault(told["story"], f"_news/{path.name}")
    (first, one), (second, other), *_ = homes.items()
    said = run("story", "merge", one, second, "--why", "one event", cwd=folder).stdout
    assert re.match(rf"   1  .*  merge {first} with {second}: done, it is s\w+ now \(one event\)$", said.strip("\n"))
    assert account(one)["story"] == account(other)["story"]
    assert "one event" in run("explain", one, cwd=folder).stdout
    run("check", cwd=folder)
    run("story", "undo", "1", cwd=folder)
    assert account(one)["story"] != account(other)["story"]
    run("story", "merge", one, other, cwd=folder)
    run("story", "split", other, "--why", "no, two", cwd=folder)
    log = lines(run("story", "log", "--json", cwd=folder))
    assert [(one["number"], one["kind"]) for one in log] == [(1, "merge"), (2, "split"), (3, "merge"), (4, "split")]
    assert "no, two" in run("story", "log", cwd=folder).stdout
    assert "are in one story already" in run("story", "merge", one, one, cwd=folder, code=1).stderr
    with desk.alone(config.load(folder / "coranto.toml")):
        said = run("story", "merge", one, other, cwd=folder).stdout
    assert "not yet carried out" in said
    assert "in its next round" in said
    run("run", "--once", cwd=folder)
    assert lines(run("story", "log", "--json", cwd=folder))[-1]["made"]
