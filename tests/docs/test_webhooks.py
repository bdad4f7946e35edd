"""The receiver that docs/how-to/webhooks.md shows takes what the program sends, and nothing else."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coranto.cli.run_ import one_round
from coranto.model.settings import Fetch, Settings
from coranto.notify import retry, signature, webhooks
from coranto.testing import newsroom

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "webhooks.md").read_text()
(RECEIVER,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def post(port, headers, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/in", body, headers)
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as why:
            return why.code
        except urllib.error.URLError:  # it is not yet there
            time.sleep(0.1)
    raise AssertionError("the receiver did not begin")


def test_the_receiver_shown_takes_what_is_ours_once_and_nothing_else(tmp_path, port):
    settings = Settings(fetch=Fetch(allow=(f"127.0.0.1:{port}",), pages=False))
    with newsroom(tmp_path, settings, now=lambda: datetime.now(UTC)) as desk:
        hook, secret = webhooks.add(desk, f"http://127.0.0.1:{port}/in")
        command = [sys.executable, "-c", RECEIVER]
        environment = os.environ | {"HOOK_SECRET": secret, "PORT": str(port)}
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as receiver:
            late = threading.Timer(60, receiver.kill)  # what is not said by then never is
            late.start()
            try:
                now, body = datetime.now(UTC), b'{"event": "story.published", "story": {"title": "One"}}'
                good = signature.headers(secret, "msg_1", now, body)
                assert post(port, {}, body) == 401
                assert post(port, good, body + b" ") == 401
                assert post(port, good | {"webhook-timestamp": "later"}, body) == 401
                assert post(port, signature.headers(secret, "msg_1", now - timedelta(minutes=6), body), body) == 401
                assert post(port, signature.headers(signature.secret(b"x" * 32), "msg_1", now, body), body) == 401
                assert post(port, good, body) == 204
                assert post(port, good, body) == 204
                desk.store.enqueue([webhooks._message(desk, hook, "hook.test", None)])
                one_round(desk, quiet=True)
                assert [message.arrived for message in desk.store.get_deliveries()] == [True]
                said = [receiver.stdout.readline() for _ in range(2)]  # it answers before it says so
                assert said == ["story.published One\n", "hook.test \n"]
            finally:
                late.cancel()
                receiver.terminate()
            assert receiver.stdout.read() == ""


def test_the_pauses_and_days_the_page_names_are_the_programs():
    minutes = [int(pause.total_seconds() // 60) for pause in retry.PAUSES]
    said = re.search(r"after (1 minute, .*?) and (24 hours)", PAGE)
    spans = [span.split() for span in f"{said[1]}, {said[2]}".split(", ")]
    assert [int(number) * (60 if unit.startswith("hour") else 1) for number, unit in spans] == minutes
    assert f"remembered for {webhooks.KEPT.days} days" in PAGE
    assert f"within {webhooks.TIMEOUT:.0f} seconds" in PAGE
