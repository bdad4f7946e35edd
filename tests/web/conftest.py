"""A newsroom in a folder of its own, empty or with stories, and the application over it."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from coranto.web import app, cache
from coranto.web.pages import front

sys.path.insert(0, str(Path(__file__).parent))  # for the tests' own `seeding`

import seeding

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def open_in():
    """The function that opens a newsroom in a folder, for fixtures of one file."""
    return seeding.opened


@pytest.fixture
def bare(tmp_path):
    """A newsroom that has not begun."""
    newsroom = seeding.opened(tmp_path)
    yield newsroom
    newsroom.store.close()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """A newsroom with twelve stories; tests only read it."""
    newsroom = seeding.opened(tmp_path_factory.mktemp("newsroom"))
    seeding.stories(newsroom)
    yield newsroom
    newsroom.store.close()


@pytest.fixture
def fresh(tmp_path):
    """A newsroom with three stories of its own, to change."""
    newsroom = seeding.opened(tmp_path)
    seeding.stories(newsroom, 3)
    yield newsroom
    newsroom.store.close()


@pytest.fixture(scope="module")
def client(newsroom):
    with TestClient(app.make(newsroom)) as client:
        client.headers["User-Agent"] = "curl/8"  # no reader: pages stay as they are
        yield client


@pytest.fixture(scope="module")
def on_monday(newsroom):
    """The newsroom two days later: its first issue of the newsletter is there."""
    return replace(newsroom, now=lambda: seeding.MONDAY)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = os.environ.get("CORANTO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine: install one, or name it in CORANTO_CHROMIUM")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(newsroom):
    with app.Server(newsroom, "127.0.0.1", 0) as server:
        yield server.address


@pytest.fixture
def look(browser):
    """Open an address in a fresh browser; what its console said is in ``said``, what it asked for in ``asked``."""
    contexts = []

    def look(address, **options):
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address)
        return page

    yield look
    for context in contexts:
        context.close()


@pytest.fixture
def made(monkeypatch, fresh):
    """The newsroom's application, asked without pause, and how often its front page was made."""
    monkeypatch.setattr(cache, "HOLD", 0)
    monkeypatch.setattr(cache, "PATIENCE", 30)  # no older answer, however busy the machine is
    times = []
    view = front.view
    monkeypatch.setattr(front, "view", lambda *args: times.append(args) or view(*args))
    with TestClient(app.make(fresh)) as client:
        client.headers["User-Agent"] = "curl/8"
        yield client, fresh, times
