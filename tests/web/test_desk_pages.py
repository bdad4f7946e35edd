"""Every page of the desk, listed from its routes: nothing that strangers write runs, axe finds nothing, nothing is cut off."""

import pytest
from desk_browser import Browser
from desk_world import MARKS, fill, opened, paths
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html

from coranto.people import first_code
from coranto.web import app
from desk_pages import looked_at, measure

HOSTILE = st.lists(
    st.builds(lambda start, mark, end: start + mark + end, st.text(max_size=3), st.sampled_from(MARKS), st.text(max_size=3)),
    min_size=12, max_size=24,
)  # fmt: skip
OPML = '<opml version="2.0"><body><outline text="The Wire" xmlUrl="https://wire.example/feed"/></body></opml>'


@pytest.mark.browser
def test_in_a_browser_nothing_runs_and_axe_finds_nothing(tmp_path, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(tmp_path) as newsroom:
        owner = fill(newsroom, tmp_path, MARKS)
        wrong, count = measure(newsroom, owner, browser, MARKS, axe)
    assert not wrong
    assert count > 40


@pytest.mark.browser
@pytest.mark.parametrize("sources", [False, True], ids=["a first start", "a newsroom at work"])
def test_axe_finds_nothing_where_the_first_owner_begins(tmp_path, browser, sources):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = []
    with opened(tmp_path) as newsroom, app.Server(newsroom, "127.0.0.1", 0) as server:
        if sources:
            (tmp_path / "sources.opml").write_text(OPML)
        page = browser.new_page()
        page.goto(f"{server.address}/desk/first/?code={first_code.make(newsroom)}")
        assert page.locator("h1").inner_text() == (
            "The first owner" if sources else "Four questions, then there is a paper"
        )
        found += looked_at(page, axe)
        page.get_by_label("Your name, as the log shows it").fill("Marta")
        page.get_by_label("A password of 12 letters or more").fill("short")
        page.evaluate("document.querySelector('main form').noValidate = true")
        page.get_by_role("button", name="Begin").click()
        assert page.get_by_role("alert").is_visible()
        found += looked_at(page, axe)
        page.close()
    assert not found


@settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@given(words=HOSTILE)
def test_nothing_of_what_strangers_write_is_an_element(tmp_path_factory, words):
    folder, wrong = tmp_path_factory.mktemp("hostile"), {}
    with opened(folder) as newsroom:
        asking = Browser(app.make(newsroom), newsroom, fill(newsroom, folder, words))
        for path in paths(newsroom, asking.text, words[0]):
            answer = asking.get(path)
            if "html" in answer.headers.get("content-type", "") and (found := list(strange(answer.text))):
                wrong[path] = found
    assert not wrong


def strange(text):
    for element in html.fromstring(text or "<p></p>").iter("*"):
        address = (element.get("href") or element.get("src") or element.get("action") or "").strip().lower()
        if element.tag in ("script", "iframe", "object", "base") and "desk/" not in address:
            yield html.tostring(element)
        if address.startswith(("javascript:", "data:")) or any(name.startswith("on") for name in element.attrib):
            yield html.tostring(element)
