"""Standard error as a log: what every line of it is, for people, as text and as JSON."""

import io
import json
import re

import click
import pytest
import structlog

from console import run
from coranto.cli import open_site
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
    done = run("--log", "json", "sources", cwd=tmp_path, code=2)
    (event,) = map(json.loads, done.stderr.splitlines())
    assert event["level"] == "error"
    assert event["event"].startswith("coranto: coranto.toml: there is no configuration here")


def test_the_environment_chooses_too(tmp_path, monkeypatch):
    monkeypatch.setenv("CORANTO_LOG", "text")
    assert re.match(rf"{TIME} \[error\] coranto: ", run("sources", cwd=tmp_path, code=2).stderr)
    monkeypatch.setenv("CORANTO_LOG", "xml")
    assert "'xml' is not one of 'plain', 'text', 'json'" in run("sources", cwd=tmp_path, code=2).stderr


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


def fails(_secret):  # what a traceback with variables would show
    raise ValueError("no good")


def test_an_exception_is_one_event_without_the_values_of_variables(monkeypatch):
    monkeypatch.setattr("sys.stderr", LogLines(out := io.StringIO(), "json"))
    before = structlog.get_config()
    open_site.listen(click.Context(click.Command("run"), obj={"verbose": 0, "config": None}))
    try:
        fails("hidden")
    except ValueError as why:
        structlog.get_logger("coranto").error("a page failed", path="/x", exc_info=why)
    finally:
        structlog.configure(**before)
    event = json.loads(out.getvalue())
    assert (event["level"], event["event"], event["path"]) == ("error", "a page failed", "/x")
    assert event["exception"].startswith("ValueError: no good\n")
    assert "raise ValueError" in event["exception"]
    assert "hidden" not in event["exception"].replace('fails("hidden")', "")
