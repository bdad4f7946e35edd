"""`coranto export` and `coranto replay`: all that was judged, and the same results from it again."""

import json
import shutil

import pytest

from console import lines, run


@pytest.fixture(scope="module")
def edited(kept, tmp_path_factory):
    """The demo's newsroom after an editor's day: two stories merged, an article split off, hidden, headed, praised."""
    folder = shutil.copytree(kept[0], tmp_path_factory.mktemp("edited") / "site")
    articles = [one for one in lines(run("export", cwd=folder))[1:] if one["type"] == "article"]
    stories = {}
    for one in articles:
        if one["article"].get("language") == "en":  # stories of one language can be merged
            stories.setdefault(one["story"], []).append(one["article"]["id"])
    big = max(stories.values(), key=len)
    first, second, third, fourth, *_ = (ids[0] for ids in stories.values() if len(ids) == 1)
    run("edit", "merge", first, second, "--why", "one event", cwd=folder)
    run("edit", "split", big[-1], "--why", "another one", cwd=folder)
    run("edit", "hide", third, cwd=folder)
    run("edit", "headline", fourth, "In our own words", cwd=folder)
    run("edit", "boost", fourth, "40", cwd=folder)
    return folder


def test_everything_judged_is_exported_in_order_of_arrival(kept, edited):
    folder, summary = kept
    rules, *rest = lines(run("export", cwd=folder))
    assert rules["type"] == "rules"
    assert {topic["name"] for topic in rules["topics"]}
    assert [one["number"] for one in rest] == sorted(one["number"] for one in rest)
    assert len(rest) == summary["articles"]
    assert sum(one["decision"]["published"] for one in rest) == summary["published"]
    for one in rest:
        assert sum(part["points"] for part in one["article"]["parts"]) == one["article"]["quality"]
        assert one["decision"]["digest"] == rules["digest"]
        assert one["decision"]["reason"]["code"]
    everything = json.dumps([rules, *rest])
    assert "feed.xml" not in json.dumps(rules)  # addresses of feeds may hold tokens
    assert '"key"' not in json.dumps(rules)
    assert "database" not in everything.partition('"type": "article"')[0]
    kinds = [one["edit"]["kind"] for one in lines(run("export", cwd=edited))[1:] if one["type"] == "edit"]
    assert kinds == ["merge", "split"]


def test_a_replay_gives_the_same_results(edited, tmp_path):
    run("export", tmp_path / "corpus.jsonl", cwd=edited)
    *differences, outcome = lines(run("replay", tmp_path / "corpus.jsonl", cwd=tmp_path))
    assert differences == []
    assert outcome["articles"] == outcome["same"] > 250


def test_a_replay_tells_what_comes_out_differently(edited, tmp_path):
    rules, *rest = run("export", cwd=edited).stdout.splitlines()
    changed = json.loads(rules)
    changed["subject"]["points"] += 7
    (tmp_path / "other.jsonl").write_text("\n".join([json.dumps(changed), *rest]) + "\n")
    *differences, outcome = lines(run("replay", "other.jsonl", cwd=tmp_path, code=1))
    assert outcome["same"] < outcome["articles"]
    fields = {one["field"] for one in differences}
    assert {"quality", "parts", "heat"} <= fields
    assert "story" not in fields


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the first line has no rules"),
        ('{"type": "article"}\n', "corpus.jsonl, line 1"),
        ("not JSON\n", "corpus.jsonl, line 1"),
    ],
)
def test_what_is_no_corpus_is_said_so(tmp_path, text, says):
    (tmp_path / "corpus.jsonl").write_text(text)
    assert says in run("replay", "corpus.jsonl", cwd=tmp_path, code=1).stderr


def test_a_table_for_analysts(kept, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    folder, summary = kept
    run("export", tmp_path / "all.parquet", cwd=folder)
    rows = parquet.read_table(tmp_path / "all.parquet").to_pylist()
    assert len(rows) == summary["articles"]
    assert sum(row["is_published"] for row in rows) == summary["published"]
    assert all(sum(points for _, points in json.loads(row["parts"])) == row["quality"] for row in rows)
    assert list(tmp_path.iterdir()) == [tmp_path / "all.parquet"]
    assert "Parquet is a file" in run("export", "--to", "parquet", cwd=folder, code=2).stderr


def test_a_place_that_cannot_be_written_is_named(kept, tmp_path):
    assert "cannot be written" in run("export", tmp_path / "none" / "a.jsonl", cwd=kept[0], code=1).stderr
