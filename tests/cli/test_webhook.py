"""`coranto webhook` through the real console door: a secret that is shown once, and a ledger that anybody may read."""

import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from msgspec.structs import replace

from console import lines, run
from coranto import newsroom
from coranto.config import settings_file
from coranto.model.webhook import Webhook, WebhookDelivery
from coranto.notify import webhooks


@pytest.fixture
def receiver():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.status = 204
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_hook_add_list_test_log_and_remove(tmp_path, receiver):
    folder, home = tmp_path / "site", f"127.0.0.1:{receiver.server_port}"
    run("init", folder, cwd=tmp_path)
    (folder / "coranto.toml").write_text(f'[fetch]\nallow = ["{home}"]\n')
    added = run("webhook", "add", f"http://{home}/in/key-of-theirs", cwd=folder)
    secret = added.stdout.strip()
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert secret not in added.stderr
    assert run("webhook", "test", "1", cwd=folder).stdout == "hook 1 took it\n"
    (told,) = lines(run("webhook", "list", "--json", cwd=folder))
    assert (told["number"], told["url"], told["topic"], told["off"]) == (1, f"http://{home}/in/key-of-theirs", "", "")
    receiver.status = 500
    failed = run("-v", "webhook", "test", "1", cwd=folder, code=1).stderr
    assert "hook 1: the test did not arrive: it answered HTTP 500" in failed
    assert "key-of-theirs" not in failed
    assert run("webhook", "log", "--json", cwd=folder).stdout == "", "a test is no news"
    seen = "".join(run("hook", word, cwd=folder).stdout for word in ("list", "log")) + str(told) + failed
    assert "/in/key-of-theirs\n      all stories, since " in seen
    assert "0 waiting, 0 arrived, 0 given up" in seen
    doctor = run("doctor", cwd=folder, code=1)  # no sources yet
    assert "hooks     1, 0 messages waiting" in doctor.stdout
    for text in (seen, doctor.stdout, doctor.stderr):
        assert secret.removeprefix("whsec_") not in text
    assert run("webhook", "remove", "1", cwd=folder).stdout == "removed: hook 1\n"
    assert "there is no hook 1; `coranto webhook list`" in run("webhook", "remove", "1", cwd=folder, code=1).stderr
    assert (
        "there is no topic with the id `zebra`"
        in run("webhook", "add", f"http://{home}/", "--topic", "zebra", cwd=folder, code=1).stderr
    )
    assert run("webhook", "list", cwd=folder).stdout == ""


def test_the_ledger_and_the_doctor_say_what_became_of_it(tmp_path):
    folder = tmp_path / "site"
    run("init", folder, cwd=tmp_path)
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        for address in ("https://a.example/", "https://b.example/"):
            webhooks.add(opened, address)
        now, store = opened.now(), opened.store
        told = {"event": "story.published", "story": "s1", "at": now, "due": now}
        store.enqueue([(WebhookDelivery(hook=1, id=f"msg_{n}", **told), b"{}") for n in range(4)])
        (one, _), (two, _), (three, _), _ = store.due_deliveries(1, now)
        store.save_attempt(replace(one, tries=1, due=None, ended=now, status=200))
        store.save_attempt(
            replace(two, tries=7, due=None, ended=now, status=500, trouble="it answered HTTP 500 and not 2xx")
        )
        store.save_attempt(
            replace(three, tries=2, due=now + timedelta(hours=1), trouble="a.example does not take connections")
        )
        store.add_webhook(Webhook(url="https://c.example/", topic="zebra", at=now), "whsec_")
        store.save_webhook(replace(store.get_webhooks()[1], off="it answered HTTP 410: the address is gone for good"))
    log = run("webhook", "log", cwd=folder).stdout.splitlines()
    assert [line.split("story.published ")[1][:30] for line in log] == [
        "s1: arrived after 1 try", "s1: given up after 7 tries: it", "s1: not taken yet, 2 tries, th", "s1: waits for the next round",
    ]  # fmt: skip
    assert [one["tries"] for one in lines(run("webhook", "log", "--json", cwd=folder))] == [1, 7, 2, 0]
    doctor = run("doctor", cwd=folder, code=1)
    worries = [line for line in doctor.stdout.splitlines() if line.startswith("! hook")]
    assert worries == [
        "! hook 1 (a.example): 1 message was given up in the last 7 days: it answered HTTP 500 and not 2xx; `coranto webhook log` lists them",
        "! hook 1 (a.example): 1 message is not taken yet, and tried again: a.example does not take connections",
        "! hook 2 (b.example) is off: it answered HTTP 410: the address is gone for good; `coranto webhook test 2` switches it on again if that arrives, `coranto webhook remove 2` forgets it",
        "! hook 3 (c.example) is sent nothing: there is no topic `zebra` any more; remove it, or bring the topic back",
    ]  # fmt: skip
