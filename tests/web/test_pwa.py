"""The site on a home screen, and without a network."""

import functools
import http.server
import json
import threading
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from coranto.site import build
from coranto.web import app


def test_the_manifest_names_the_site_and_what_it_names_is_there(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    told = json.loads(answer.content)
    assert told["name"] == "A.I. Every Morning"
    for way in (told["start_url"], told["scope"], *(icon["src"] for icon in told["icons"])):
        assert client.get(urljoin("/manifest.webmanifest", way)).status_code == 200
    assert 'rel="manifest" href="../../manifest.webmanifest"' in client.get("/t/ai/").text


def test_the_worker_is_asked_for_each_time_and_changes_with_the_site_s_files(fresh, tmp_path):
    with TestClient(app.make(fresh)) as client:
        first = client.get("/sw.js")
        assert first.headers["cache-control"] == "no-cache"
        assert "VERSION" not in first.text
        (tmp_path / "theme.css").write_text(":root { --gap: 2rem }")
        assert client.get("/sw.js").content != first.content
        assert "theme.css" in client.get("/sw.js").text


@pytest.fixture(params=["live", "files"])
def place(request, newsroom, tmp_path):
    """Give the address of the site, live or as files below a path of a host, and what stops it."""
    if request.param == "live":
        with app.Server(newsroom, "127.0.0.1", 0) as server:
            yield server.address + "/"
        return
    build.build(newsroom, tmp_path / "under" / "a-path")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/under/a-path/"
        server.shutdown()


@pytest.mark.browser
def test_the_last_edition_is_readable_with_the_network_off(place, look):
    page = look(place)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(place + "t/ai/")
    page.goto(place + "api/topics/index.json")
    page.context.set_offline(True)
    page.goto(place)
    assert page.locator("h1").text_content() == "A.I. Every Morning"
    assert page.locator("main .s h2").count() > 3
    assert page.evaluate("getComputedStyle(document.body).maxInlineSize") == "1296px"  # its style is kept too
    page.get_by_role("link", name="AI", exact=True).first.click()
    page.wait_for_url("**/t/ai/")
    assert page.locator("h1").text_content() == "AI"
    page.goto(place + "yours/")  # it was never opened, and is where what is kept for later is listed
    page.locator(".yours").wait_for()
    page.goto(place + "sources/")
    assert page.url == place + "offline/"
    page.get_by_role("link", name="the last edition").click()
    page.wait_for_url(place)
    kept = page.evaluate(
        "caches.keys().then(names => caches.open(names[0])).then(one => one.keys()).then(all => all.map(one => one.url))"
    )
    assert not [url for url in kept if "/api/" in url]
    page.context.set_offline(False)
    page.goto(place + "sources/")
    assert page.locator("h1").text_content() == "Sources"


@pytest.mark.browser
def test_what_is_kept_has_an_end(newsroom, look):
    with app.Server(newsroom, "127.0.0.1", 0) as server:
        page = look(server.address)
        page.evaluate("navigator.serviceWorker.ready")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        for n in range(63):
            page.goto(f"{server.address}/search/?q={n}", wait_until="commit")
        page.wait_for_load_state()
        kept = page.evaluate(
            "caches.keys().then(all => caches.open(all[0])).then(one => one.keys()).then(all => all.map(one => one.url))"
        )
        assert sum("/search/" in url for url in kept) <= 60
        assert server.address + "/" in kept
