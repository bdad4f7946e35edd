"""`coranto edit` through the real console door: every verb has its command, the log is kept and verified."""

import json
import shutil

from console import lines, run
from coranto import newsroom
from coranto.config import settings_file
from coranto.edit import verbs


def test_every_verb_has_a_command_with_an_example(tmp_path):
    listed = run("edit", "--help", cwd=tmp_path).stdout
    for name, verb in verbs.VERBS.items():
        assert f"  {name} " in listed
        said = run("edit", name, "--help", cwd=tmp_path).stdout
        assert verb.example in said
        assert "--why TEXT" in said
        assert "--as NAME" in said


def test_edits_are_made_logged_and_undone(kept, tmp_path):
    folder = shutil.copytree(kept[0], tmp_path / "site")
    news = folder / "_news"
    before = {file.name: file.read_bytes() for file in news.iterdir()}
    path = next(name for name, data in sorted(before.items()) if b"published: true" in data)

    def edit(*words, code=0):
        return run("edit", *words, cwd=folder, code=code)

    said = edit("headline", f"_news/{path}", "Another headline", "--why", "clearer", "--as", "ada").stdout
    assert "  ada  headline " in said
    assert "“Another headline” (clearer)" in said
    assert b'title: "Another headline"' in (news / path).read_bytes()
    explained = run("explain", f"_news/{path}", cwd=folder).stdout
    assert "Decided by hand\n  the headline is an editor’s; the outlet’s is “" in explained
    (told,) = lines(run("explain", f"_news/{path}", "--json", cwd=folder))
    article = told["article"]["id"]
    assert [one["code"] for one in told["edits"]] == ["edit.headline"]
    edit("boost", article, "-5")
    edit("topics", article, "--add", "nothing such", code=1)
    edit("hide", article)
    assert not (news / path).exists()
    said = edit("undo", "3").stdout
    assert "Taken back:\n   3  " in said
    assert said.endswith("`coranto edit undo 4` would bring it back.\n")
    edit("undo", "2")
    edit("undo", "1")
    assert {file.name: file.read_bytes() for file in news.iterdir()} == before
    log = lines(edit("log", "--json"))
    assert [(one["edit"], one["verb"], one["undoes"]) for one in log] == [
        (1, "headline", 0), (2, "boost", 0), (3, "hide", 0), (4, "hide", 3), (5, "boost", 2), (6, "headline", 1)]  # fmt: skip
    assert log[0]["who"] == "ada"
    assert log[0]["after"] == {"title": "Another headline"}
    assert "6 entries, each as it was written" in edit("log", "--verify").stderr
    assert len(edit("log").stdout.splitlines()) == 6
    assert run("story", "log", cwd=folder).stdout == "", "that lists edits of stories only"
    assert "no article has this address" in edit("hide", "nobody", code=1).stderr
    run("edit", "boost", article, "much", cwd=folder, code=2)
    json.dumps(log)


def test_an_edit_while_the_newsroom_is_at_work_is_in_the_next_round(kept, tmp_path):
    folder = shutil.copytree(kept[0], tmp_path / "site")
    path = next(file for file in sorted((folder / "_news").iterdir()) if b"published: true" in file.read_bytes())
    with newsroom.alone(settings_file.load(folder / "coranto.toml")):
        said = run("edit", "hide", f"_news/{path.name}", cwd=folder).stdout
    assert "The newsroom is at work; files follow in its next round." in said
    assert path.exists()
    run("run", "--once", cwd=folder)
    assert not path.exists()
    run("edit", "undo", "1", cwd=folder)
    assert path.exists()
    path.write_bytes(path.read_bytes().replace(b"published: true", b"published: false"))
    done = run("check", cwd=folder, code=1).stdout
    assert f"{path.name}: edited by hand since it was written" in done
