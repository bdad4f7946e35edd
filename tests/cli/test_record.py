"""``coranto record``: files to JSON Lines, and back."""

import json

import pytest
from click.testing import CliRunner

from coranto.cli.record_ import command

ONE = '---\ncategory: news\ntitle: "One: ‘a’"\nquality: 7\n\nunknown:\n  - a: 1\n---\n\n'
TWO = '---\ntitle: "Two"\n\nprovider:\n  name: P\n  domain: p.example\n---\n\n'
OLD = "---\ntitle: Old # and odd\nwebUrl: https://example.org/old\n---\n"


@pytest.fixture
def folder(tmp_path):
    for name, text in {"one.md": ONE, "two.md": TWO, "old.md": OLD}.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(*arguments, data=None):
    return CliRunner().invoke(command, list(map(str, arguments)), input=data)


def test_files_become_lines_and_lines_files_again(folder):
    told = run(folder / "one.md", folder / "two.md", folder / "old.md")
    assert told.exit_code == 0
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert lines[0] == {"category": "news", "title": "One: ‘a’", "quality": 7, "unknown": [{"a": 1}]}
    assert lines[2]["asWritten"] == OLD
    assert run(data=told.stdout).stdout == ONE + TWO + OLD


def test_files_that_follow_each_other_are_several_records():
    told = run("-", data=ONE + TWO)
    assert [json.loads(line)["title"] for line in told.stdout.splitlines()] == ["One: ‘a’", "Two"]
    assert run("--to", "md", data=ONE + TWO).stdout == ONE + TWO


def test_check_says_that_bytes_are_kept(folder):
    told = run("--check", folder)
    assert (told.exit_code, told.stdout, told.stderr) == (0, "", "3 the same, 0 not\n")


def test_check_names_what_is_written_otherwise(folder):
    (folder / "bad.md").write_text('---\ntitle: "a"\nwebUrl: "javascript:alert(1)"\n---\n\n')
    told = run("--check", folder)
    assert told.exit_code == 1
    assert told.stderr == f"{folder / 'bad.md'}:3: is written otherwise than it was read\n3 the same, 1 not\n"


def test_a_bad_record_is_named_and_the_others_come(folder):
    (folder / "bad.md").write_bytes(b"---\ntitle: \xff\n---\n\n")
    (folder / "worse.md").write_text("---\ntitle: x\nheat: hot\n---\n\n")
    told = run(folder)
    assert (told.exit_code, len(told.stdout.splitlines())) == (1, 3)
    assert told.stderr.splitlines() == [
        f"{folder / 'bad.md'}:2: is not UTF-8",
        f"{folder / 'worse.md'}:3: heat is a whole number, not `hot`",
    ]


def test_a_bad_line_costs_only_itself():
    told = run(data='{"title": "A"}\n{"quality": "x"}\nnot json\n[]\n{"title": "B"}\n')
    assert told.exit_code == 1
    assert told.stdout == '---\ntitle: "A"\n---\n\n---\ntitle: "B"\n---\n\n'
    assert [line.split(";")[0] for line in told.stderr.splitlines()] == [
        "standard input, record 2: quality is a whole number, not `x`",
        "standard input:3: not JSON: JSON is malformed: invalid character (byte 4)",
        "standard input:4: not an object",
    ]


def test_check_on_the_seed(shared):
    assert run("--check", shared / "seed/mps-call-for-urgent-stop.md").exit_code == 0
