"""Every command through the real console door: names, shapes, exit codes and sentences that scripts rely on."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from console import CORANTO, ENVIRONMENT, free_port, lines, run
from coranto import cli


def test_init_and_an_empty_round(tmp_path):
    said = run("init", "mysite", cwd=tmp_path).stdout
    assert said.splitlines()[0] == "wrote mysite/coranto.toml"
    assert "Next: cd mysite, then coranto add ADDRESS, then coranto run" in said
    assert "kept  mysite/coranto.toml" in run("init", "mysite", cwd=tmp_path).stdout
    checked = run("check", "mysite", cwd=tmp_path, code=1)
    none = "sources.opml: no sources yet, so there is nothing to gather; `coranto add ADDRESS` finds and adds one\n"
    assert f"{tmp_path}/mysite/{none}" in checked.stdout
    assert "`My Subject` is still the example" in checked.stdout
    assert checked.stderr == f"{len(checked.stdout.splitlines())} to mend\n"
    done = run("run", "--once", cwd=tmp_path / "mysite")
    assert done.stderr == none
    (summary,) = lines(done)
    assert list(summary) == ["polled", "unchanged", "failed", "new", "articles", "reprints", "gone", "deferred", "records", "files", "rejudged", "stories", "published", "seconds", "looked", "dead", "put_off"]  # fmt: skip
    run("init", "--example", "ai", "ai", cwd=tmp_path)
    assert run("check", "ai", cwd=tmp_path).stdout == ""
    assert "Invalid value for '--example'" in run("init", "--example", "x", "ai", cwd=tmp_path, code=2).stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nosuch"], 2, "No such command 'nosuch'"),
        (["parse", "--nope"], 2, "No such option"),
        (["parse", "one.xml", "two.xml"], 2, "unexpected extra argument"),
        (["explain"], 2, "Missing argument 'ADDRESS|PATH|ID|STORY'"),
        (["run", "--once"], 2, "coranto.toml: there is no configuration here; write one with `coranto init`"),
        (["--config", "other.toml", "sources"], 2, "other.toml: there is no configuration here"),
        (["judge", "--topics", "nowhere"], 2, "does not exist"),
        (["judge", "--profile", "modern"], 2, "'modern' is not one of 'subject', 'classic'"),
        (["newsroom", "--match", "regex"], 2, "Invalid value for '--match'"),
        (["import", "nowhere"], 2, "does not exist"),
        (["check", "nowhere"], 2, "does not exist"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(tmp_path, words, code, said):
    done = run(*words, cwd=tmp_path, code=code)
    assert said in done.stderr
    assert done.stdout == ""


def test_help_and_version(tmp_path):
    said = run("--help", cwd=tmp_path).stdout
    for name, does in cli.COMMANDS.items():
        assert f"  {name}" in said
        assert does in " ".join(said.split())
    assert run("--version", cwd=tmp_path).stdout.startswith("coranto ")
    assert signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN, "a reader of the site who goes away ends no newsroom"


def test_add_and_import_a_list(tmp_path):
    run("init", "site", cwd=tmp_path)
    (tmp_path / "list.opml").write_text(
        '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed"/>'
        '<outline text="B" type="rss" xmlUrl="ftp://b.example/"/></body></opml>'
    )
    done = run("import", tmp_path / "list.opml", cwd=tmp_path / "site", code=1)
    assert done.stdout == "1 sources added, 0 known already, 1 left out\n"
    assert done.stderr == "left out: line 1: B: `ftp://b.example/` is no address of the web\n"
    done = run("add", "http://127.0.0.1:9/", cwd=tmp_path / "site", code=1)
    assert done.stderr.startswith("coranto: http://127.0.0.1:9/: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [["serve"], ["run"]])
def test_ctrl_c_ends_a_server_cleanly(tmp_path, words):
    run("init", "site", cwd=tmp_path)
    toml = tmp_path / "site" / "coranto.toml"
    port = free_port()
    toml.write_text(toml.read_text().replace("port = 8000", f"port = {port}"))
    server = subprocess.Popen([CORANTO, *words], cwd=tmp_path / "site", env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
    try:
        for _ in range(300):  # it listens a moment before it answers, and would only stop, not end, before that
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/about/", timeout=5):
                    break
            except urllib.error.HTTPError:  # a newsroom that nobody opened yet shows its pages to nobody
                break
            except OSError:
                time.sleep(0.1)
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    finally:
        server.kill()
    assert server.returncode == 0, said
    assert f"serving http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


def test_a_round_on_a_terminal_shows_how_far_it_is_and_says_nothing_of_it_elsewhere(tmp_path):
    run("init", "site", cwd=tmp_path)
    for words, bars in (([], True), (["-q"], False)):
        ours, theirs = pty.openpty()
        done = subprocess.run(
            [CORANTO, *words, "run", "--once"], cwd=tmp_path / "site", env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=True
        )  # fmt: skip
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while more := os.read(ours, 4096):
                shown += more
        os.close(ours)
        assert (b"sources" in shown) == bars
        assert json.loads(done.stdout)["polled"] == 0


@pytest.mark.parametrize("read", [True, False])
def test_only_a_pipe_that_nobody_reads_ends_a_command_quietly(read):
    program = "from coranto import cli; cli.group.main = lambda **_: cli.os.write(7, b'x'); "
    program += "import os; r, w = os.pipe(); os.dup2(w, 7); os.close(w); os.close(r); cli.main()"
    reading, writing = os.pipe()
    if not read:
        os.close(reading)
    done = subprocess.run([sys.executable, "-c", program], stdout=writing, stderr=subprocess.PIPE, check=False)
    for end in (writing, reading) if read else (writing,):
        os.close(end)
    assert done.returncode == 1
    assert (b"BrokenPipeError" in done.stderr) == read, "an error of a connection or a process is named"
