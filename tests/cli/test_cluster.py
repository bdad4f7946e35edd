"""``coranto cluster``: the promised lines, and going on from a state."""

import json

import pytest
from click.testing import CliRunner

from coranto.cli import group

ROWS = [
    {"id": "a", "title": "Ferry runs aground off Skagen, 212 passengers taken to safety", "quality": 19},
    {"id": "b", "title": "Parliament in Lisbon rejects budget, minister Carvalho resigns", "quality": 10},
    {"id": "c", "title": "212 passengers evacuated after ferry runs aground near Skagen", "quality": 58},
    {"id": "d", "title": "Finance minister Carvalho resigns as Lisbon parliament rejects budget"},
    {"id": "e", "title": "Skagen ferry aground: all passengers safe, captain questioned", "quality": None},
]
for hour, row in enumerate(ROWS):
    row["published"] = f"2026-03-01T0{hour}:00:00Z"


def run(rows, *options, code=0):
    text = "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows)
    result = CliRunner().invoke(group, ["cluster", *options], input=text)
    assert result.exit_code == code, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_an_article_in_the_order_they_came():
    lines = run(ROWS)
    assert [line["id"] for line in lines] == list("abcde")
    assert [line["story"] for line in lines] == ["sa", "sb", "sa", "sb", "sa"]
    assert [line["lead"] for line in lines] == [False, True, True, False, False]
    assert list(lines[2]) == ["id", "story", "lead", "evidence", "score"]
    assert sum(tie["weight"] for tie in lines[2]["evidence"]) == pytest.approx(lines[2]["score"])


def test_going_on_with_a_state_gives_what_one_run_gives(tmp_path):
    whole = run(ROWS)
    for stop in range(1, len(ROWS)):
        state = tmp_path / f"state{stop}"
        run(ROWS[:stop], "--state", str(state))
        assert run(ROWS[stop:], "--state", str(state)) == whole[stop:]


def test_follow_prints_each_article_at_once():
    lines = run(ROWS, "--follow")
    assert [(line["id"], line["lead"]) for line in lines] == list(
        zip("abcde", [True, True, True, False, False], strict=True)
    )


def test_follow_names_stories_that_became_one():
    rows = [
        {"id": "a", "title": "Quake shakes Valparaiso harbour", "excerpt": "Cranes toppled at the port."},
        {"id": "b", "title": "Chilean navy sends divers", "excerpt": "Ships sank in the bay after tremors at dawn."},
        {
            "id": "c",
            "title": "Quake shakes Valparaiso harbour: Chilean navy sends divers",
            "excerpt": "Cranes toppled, ships sank.",
        },
        {
            "id": "d",
            "title": "Chilean navy sends divers after quake shakes Valparaiso harbour",
            "excerpt": "Ships sank in the bay.",
        },
    ]
    lines = run(rows, "--follow")
    assert {"merged": ["sb", "sa"]} in lines
    assert {line["story"] for line in run(rows)} == {"sa"}


def test_a_shorter_window_keeps_days_apart():
    rows = [ROWS[0], ROWS[2] | {"published": "2026-03-02T12:00:00Z"}]
    assert [line["story"] for line in run(rows)] == ["sa", "sa"]
    assert [line["story"] for line in run(rows, "--window-days", "1")] == ["sa", "sc"]


def test_bad_lines_cost_only_themselves():
    rows = ["{\n", {"title": "no id"}, ROWS[0], {"id": "x", "title": 5}, ROWS[2] | {"published": "yesterday"}]
    lines = run(rows, code=1)
    assert [line["id"] for line in lines] == [None, "x", "a", "c"]
    assert "id" in lines[0]["error"]
    assert lines[3]["story"] == "sa"


def test_the_text_stands_in_for_a_missing_excerpt():
    rows = [
        {"id": "a", "title": "Good morning", "text": ROWS[0]["title"]},
        {"id": "b", "title": "A short note", "text": ROWS[2]["title"]},
    ]
    assert {line["story"] for line in run(rows)} == {"sa"}


def test_the_same_article_twice_gets_the_same_line_twice():
    first, again = run([ROWS[0], ROWS[0]])
    assert first == again


def test_a_file_that_is_no_state_is_named(tmp_path):
    state = tmp_path / "state"
    state.write_bytes(b"hello")
    result = CliRunner().invoke(group, ["cluster", "--state", str(state)], input="")
    assert result.exit_code
    assert str(state) in str(result.exception)
    assert state.read_bytes() == b"hello"
