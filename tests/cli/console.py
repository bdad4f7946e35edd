"""The console door as its tests use it: the command as a process, its lines as JSON, a port that is free."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

CORANTO = Path(sys.executable).parent / "coranto"
ENVIRONMENT = os.environ | {"NO_COLOR": "1"}


def run(*words, cwd, code=0, **options):
    done = subprocess.run(
        [CORANTO, *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False, timeout=120, env=ENVIRONMENT, **options
    )  # fmt: skip
    assert done.returncode == code, (done.stdout[-2000:], done.stderr[-2000:])
    assert "Traceback" not in done.stderr
    assert "\x1b[" not in done.stdout + done.stderr, "no colours with NO_COLOR"
    return done


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
