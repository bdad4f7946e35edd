"""The console door as its tests use it: a command's lines, its exit code, its JSON; a port that is free.

``run`` calls the entry of the console script within this process, which costs a second less than starting one.
``start`` starts the installed script: for signals, terminals, and one command of each kind.
"""

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import structlog

from coranto import cli

CORANTO = Path(sys.executable).parent / "coranto"
ENVIRONMENT = os.environ | {"NO_COLOR": "1"}


def run(*words, cwd, code=0, input=""):  # noqa: A002 - subprocess's name for it
    """Call the command line in a folder, with text as standard input; ``code`` None leaves the exit code open."""
    words = list(map(str, words))
    with _process_of_its_own(words, cwd, input) as (out, err):
        try:
            cli.main()
            ended = 0
        except SystemExit as end:
            ended = end.code or 0
    return _checked(subprocess.CompletedProcess(words, ended, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()), code)  # fmt: skip


def start(*words, cwd, code=0, **options):
    """Run the installed script in a folder as a process."""
    done = subprocess.run(
        [CORANTO, *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False, timeout=120, env=ENVIRONMENT, **options
    )  # fmt: skip
    return _checked(done, code)


def _checked(done, code):
    assert code in (None, done.returncode), (done.stdout[-2000:], done.stderr[-2000:])
    assert "Traceback" not in done.stderr
    assert "\x1b[" not in done.stdout + done.stderr, "no colours with NO_COLOR"
    return done


@contextlib.contextmanager
def _process_of_its_own(words, folder, text):
    """Give this process what a process of the command has, and take it back afterwards."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    before = sys.argv, sys.stdin, dict(os.environ), structlog.get_config()
    sys.argv, sys.stdin = [str(CORANTO), *words], io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8")
    os.environ["NO_COLOR"] = "1"
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield out, err
    finally:
        sys.argv, sys.stdin, environment, logging = before
        os.environ.clear()
        os.environ.update(environment)
        structlog.configure(**logging)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
