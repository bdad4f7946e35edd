"""Standard error as a log: what every line of it is, for people, as text and as JSON."""

import io
import json
import re

import pytest

from console import run
from coranto.cli.log_lines import LogLines

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def test_every_line_on_standard_error_is_an_event(tmp_path):
    run("init", "site", cwd=tmp_path)
    (tmp_path / "site/topics/bad.yaml").write_text("taxonomy: [")
    plain, text, objects = (
        run(*words, "run", "--once", cwd=tmp_path / "site").stderr.splitlines()
        for words in ([], ["--log", "text"], ["--log", "json"])
    )
    assert len(plain) == len(text) == len(objects) >= 3
    events = [json.loads(line) for line in objects]
    for said, event in zip(text, events, strict=True):
        assert re.match(rf"{TIME} \[{event['level']}\] {re.escape(event['event'])}", said), said
        assert re.fullmatch(TIME, event["time"])
    assert {event["level"] for event in events} == {"info", "warning"}
    (warned,) = (event for event in events if event["level"] == "warning")
    assert warned["event"].startswith("nothing is judged again while topic files are left out")
    assert warned["files"] == [f"{tmp_path}/site/topics/bad.yaml:2"]


def test_a_command_that_fails_says_so_at_its_level(tmp_path):
    done = run("--log", "json", "run", cwd=tmp_path, code=2)
    (event,) = map(json.loads, done.stderr.splitlines())
    assert event["level"] == "error"
    assert event["event"].startswith("coranto: coranto.toml: there is no configuration here")


def test_the_environment_chooses_too(tmp_path, monkeypatch):
    monkeypatch.setenv("CORANTO_LOG", "text")
    assert re.match(rf"{TIME} \[error\] coranto: ", run("run", cwd=tmp_path, code=2).stderr)
    monkeypatch.setenv("CORANTO_LOG", "xml")
    assert "'xml' is not one of 'plain', 'text', 'json'" in run("run", cwd=tmp_path, code=2).stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_is_one_event_however_it_is_written(form):
    out = io.StringIO()
    log = LogLines(out, form)
    for part in ("one", " line\n", "\n", '{"polled": 3, "failed": 1}\n{no json\n', "and a half"):
        log.write(part)
    log.log("warning", "a source failed", source="a", trouble="b")
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    if form == "json":
        events = [json.loads(line) for line in lines]
        assert [event["event"] for event in events] == ["one line", "summary", "{no json", "a source failed"]
        assert (events[1]["polled"], events[1]["failed"]) == (3, 1)
        assert events[3] | {"time": ""} == {"time": "", "level": "warning", "event": "a source failed", "source": "a", "trouble": "b"}  # fmt: skip
    else:
        assert lines[3].endswith("[warning] a source failed source='a' trouble='b'")
