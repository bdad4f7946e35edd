"""A reader's whole way through a running newsroom and a real server of mail: sign up in a browser, confirm, receive, read,
change topics, leave by one click as a mail program does it.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from console import CORANTO, ENVIRONMENT, free_port, run

sys.path.append(str(Path(__file__).parents[1] / "mailing"))

from inbox import Inbox, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def until(what, seconds=40):
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)
    return found


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = os.environ.get("CORANTO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine: install one, or name it in CORANTO_CHROMIUM")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def hive(tmp_path):
    """The demo's newsroom with mail, at work; its address, its folder and its inbox."""
    folder, port = tmp_path / "demo", free_port()
    command("demo", "--once", "--dir", folder, "--port", free_port(), cwd=tmp_path)
    text = (folder / "coranto.toml").read_text()
    text = re.sub(r"(?m)^by_itself.*$", "", text)
    (folder / "coranto.toml").write_text(f'{text}\n[mail]\nsender = "The Demo <letter@demo.example>"\n')
    (folder / "sources.opml").write_text('<opml version="2.0"><body/></opml>')
    with served(Inbox()) as inbox:
        site = f"http://127.0.0.1:{port}"
        variables = {"CORANTO_MAIL_SERVERS": inbox.address, "CORANTO_SITE_URL": site, "CORANTO_SERVE_HOST": "127.0.0.1"}
        text = (folder / "coranto.toml").read_text()
        (folder / "coranto.toml").write_text(re.sub(r"(?m)^port = .*$", f"port = {port}", text))
        at_work = subprocess.Popen(
            [CORANTO, "run"], cwd=folder, env=ENVIRONMENT | variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        try:
            until(lambda: _answers(site))
            yield site, folder, inbox, variables
        finally:
            at_work.send_signal(signal.SIGTERM)
            assert at_work.wait(30) == 0, at_work.stderr.read()[-3000:]
            at_work.stderr.close()


def command(*words, cwd, **variables):
    """Run a command that has a loop of its own: the browser's test has one already."""
    done = subprocess.run(
        [CORANTO, *map(str, words)], cwd=cwd, env=ENVIRONMENT | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


def _answers(site):
    try:
        return urllib.request.urlopen(f"{site}/letter/", timeout=2).status == 200
    except OSError:
        return False


def test_a_reader_signs_up_confirms_reads_changes_topics_and_leaves_with_one_click(hive, browser, monkeypatch):
    site, folder, inbox, variables = hive
    for name, value in variables.items():
        monkeypatch.setitem(os.environ, name, value)
    page = browser.new_page()
    page.goto(f"{site}/")
    page.get_by_label("The hottest stories in your mail").fill("anna@x.example")
    page.get_by_role("button", name="Ask me by mail").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    _, asking = until(lambda: inbox.mails)[0]
    page.goto(re.search(rf"{site}/letter/confirm/\S+", asking.get_content())[0])
    page.get_by_role("button", name="Yes, send it to me").click()
    page.get_by_role("heading", name="You get the newsletter").wait_for()

    ident = run("issue", "draft", cwd=folder).stdout.split()[0]
    command("issue", "send", cwd=folder, **variables)
    _, mail = until(lambda: inbox.mails[1:])[0]
    html = mail.get_body(("html",)).get_content()
    first = re.search(rf'<h3[^>]*><a href="({site}/s/[^"]+)"', html)[1]
    assert page.goto(first).status == 200, "the first story of the mail is there to read"
    assert page.goto(f"{site}/newsletter/{ident}/").status == 200

    page.goto(re.search(rf'{site}/letter/settings/[^"]+', html)[0])
    topic = page.locator("input[name=list]").nth(1)
    chosen = topic.get_attribute("value")
    topic.check()
    page.locator("input[name=list]").first.uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert f'"topics":["{chosen}"]' in run("subscriber", "list", "--json", cwd=folder).stdout

    leave = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    urllib.request.urlopen(leave, timeout=5).close()  # a scanner
    assert "1 confirmed" in run("subscriber", "list", cwd=folder).stderr
    urllib.request.urlopen(leave, b"List-Unsubscribe=One-Click", timeout=5).close()
    assert run("subscriber", "list", cwd=folder).stderr.strip() == "1 left"
    run("issue", "draft", "--topic", chosen, cwd=folder)
    assert "nobody gets it" in command("issue", "send", "--topic", chosen, cwd=folder, **variables).stdout
    assert len(inbox.raw) == 2
    page.close()
