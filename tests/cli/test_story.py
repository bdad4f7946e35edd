"""`coranto story` through the real console door: what a person says of stories, and that it is remembered."""

import re
import shutil

from console import lines, run
from coranto import newsroom
from coranto.config import settings_file


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
    done = re.match(rf"   1  .*  merge {first} with {second}: done, it is (s\w+) now \(one event\)$", said.strip("\n"))
    assert done
    older = done[1]  # the one that came first, which may be either
    assert older in (first, second)
    assert account(one)["story"] == account(other)["story"]
    assert "one event" in run("explain", one, cwd=folder).stdout
    run("check", cwd=folder)
    said = run("story", "undo", "1", cwd=folder).stdout
    assert re.match(
        rf"   2  .*  split \w+ articles? off {older}: done, .* \(takes back edit 1\)\nTaken back:\n"
        rf"   1  .*  merge {first} with {second}: done, .*\n`coranto edit undo 2` would bring it back\.\n$",
        said,
    )
    assert account(one)["story"] != account(other)["story"]
    run("story", "merge", one, other, cwd=folder)
    run("story", "split", other, "--why", "no, two", cwd=folder)
    log = lines(run("story", "log", "--json", cwd=folder))
    assert [(one["number"], one["kind"]) for one in log] == [(1, "merge"), (2, "split"), (3, "merge"), (4, "split")]
    assert "no, two" in run("story", "log", cwd=folder).stdout
    assert "are in one story already" in run("story", "merge", one, one, cwd=folder, code=1).stderr
    with newsroom.alone(settings_file.load(folder / "coranto.toml")):
        said = run("story", "merge", one, other, cwd=folder).stdout
    assert "not yet carried out" in said
    assert "in its next round" in said
    run("run", "--once", cwd=folder)
    assert lines(run("story", "log", "--json", cwd=folder))[-1]["made"]


def test_what_cannot_be_taken_back_is_told_why(kept, tmp_path):
    folder = shutil.copytree(kept[0], tmp_path / "site")

    def undo(number):
        return run("story", "undo", number, cwd=folder, code=1).stderr

    assert undo(1) == (
        "coranto: edit 1: nothing was edited yet, so there is nothing to take back; see `coranto edit --help`\n"
    )
    homes = {}
    for path in sorted((folder / "_news").glob("*.md"))[:10]:
        (told,) = lines(run("explain", f"_news/{path.name}", "--json", cwd=folder))
        homes.setdefault(told["story"], told["article"]["id"])
    one, other, *_ = homes.values()
    run("story", "merge", one, other, cwd=folder)
    assert undo(2).startswith("coranto: edit 2: there is none of this number, only 1;")
    run("story", "undo", "1", cwd=folder)
    assert "edit 1: none of what came to " in undo(1)
    run("story", "undo", "2", cwd=folder)
    assert " are one story again, so there is nothing to take back;" in undo(2)
    assert undo(9).startswith("coranto: edit 9: there is none of this number, they go from 1 to 3;")
    with newsroom.alone(settings_file.load(folder / "coranto.toml")):
        run("story", "undo", "3", cwd=folder)
        run("story", "undo", "4", cwd=folder)
    assert "took it back before it was carried out" in undo(4)
    run("run", "--once", cwd=folder)
    assert not lines(run("story", "log", "--json", cwd=folder))[-1]["made"]
