"""What can be asked of the demo’s newsroom through the console door: its sum, its articles explained, its sources and its site."""

import re

import pytest

from console import lines, run


def test_the_demo_sums_up(kept):
    folder, summary = kept
    assert summary["articles"] >= 240
    assert summary["stories"] >= 40
    assert summary["files"] == len(list((folder / "_news").glob("*.md"))) == summary["articles"]


ACCOUNT = {"account", "article", "found", "topics", "quality", "parts", "story", "lead", "members", "near", "near_to", "heat", "heat_parts", "readers", "published", "rule", "decision", "path", "reprints", "original", "verdicts", "found_reasons", "decision_reason", "original_reason"}  # fmt: skip


def test_explain_by_address_path_and_id_adds_up(kept):
    folder, _ = kept
    for path in sorted((folder / "_news").glob("*.md"))[:60:20]:
        (told,) = lines(run("explain", f"_news/{path.name}", "--json", cwd=folder))
        assert set(told) - {"also_told", "edits"} == ACCOUNT
        assert sum(part["points"] for part in told["parts"]) == told["quality"]
        leads = told["lead"] == told["article"]["id"]
        assert sum(part["points"] for part in told["heat_parts"]) == (told["heat"] if leads else 0)
        assert (told["heat"] == -1) == (not leads)
        for _, member in told["members"]:
            if member["evidence"]:
                assert sum(tie["weight"] for tie in member["evidence"]) == pytest.approx(member["score"], abs=1e-6)
        assert told["decision"].startswith("Published: " if told["published"] else "Not published: ")
        said = run("explain", told["article"]["id"], cwd=folder).stdout
        assert run("explain", told["article"]["url"], cwd=folder).stdout == said
        assert said.splitlines()[4].endswith(f" Its fit is {told['quality']}. {told['decision']}")
        if told["lead"] == told["article"]["id"]:
            assert run("explain", told["story"], cwd=folder).stdout == said
        assert told["found"][0] in said
        for line in re.findall(r"tied by (.*)", said):
            printed, total = line.rsplit(" = ", 1)
            signs = [(-1 if one.startswith("less ") else 1, one) for one in printed.split(", ")]
            added = sum(sign * float(re.search(r"[01]?\.\d\d", one)[0]) for sign, one in signs)
            assert added == pytest.approx(float(total), abs=1e-6)
        for topic in told["topics"]:
            assert f"  {topic['name']}: {topic['because']}" in said.splitlines()
    done = run("explain", "https://nowhere.example/", cwd=folder, code=1)
    assert (
        done.stderr
        == "coranto: https://nowhere.example/: no article or story has this address, path or id; `coranto serve` has a search\n"
    )


def test_what_can_be_asked_of_a_newsroom(kept):
    folder, summary = kept
    sources = lines(run("sources", "--json", cwd=folder))
    assert list(sources[0]) == ["id", "url", "title", "folder", "topics", "unseen", "last_look", "next_look", "failures", "trouble", "articles", "published"]  # fmt: skip
    assert len(sources) == summary["polled"]
    assert sum(bool(one["trouble"]) for one in sources) == summary["failed"]
    assert sources[0]["title"] in run("sources", cwd=folder).stdout
    assert run("check", cwd=folder).stdout == ""
    doctor = run("doctor", cwd=folder)  # one outlet has dead links, and nothing can be done about them
    assert doctor.stdout.startswith("coranto ")
    for word in ("database", "disk", "sources", "clock", "news"):
        assert f"\n{word} " in doctor.stdout
    assert doctor.stderr == "all is well\n"
    counts = r"news +\d+ articles in 7 days, (\d+) of them on the subject, (\d+) stories, (\d+) published; the line is at \d+"
    on, stories, published = map(int, re.search(counts, doctor.stdout).groups())
    assert on > stories >= published > 30  # some 60; which page is read first moves the line, and with it the number


def test_build_twice(kept, tmp_path):
    folder, _ = kept
    (first,) = lines(run("build", tmp_path / "public", cwd=folder))
    (again,) = lines(run("build", tmp_path / "public", cwd=folder))
    assert first["written"] > 100
    assert again["removed"] == 0
    assert (tmp_path / "public/api/news/index.json").read_bytes() == (tmp_path / "public/api/news/page/1/index.json").read_bytes()  # fmt: skip
    assert run("build", cwd=folder, code=2).stderr
