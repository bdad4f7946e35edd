"""Every page of the desk, listed from its routes: nothing that strangers write runs, axe finds nothing, nothing is cut off."""

import pytest
from desk_browser import Browser
from desk_world import MARKS, fill, opened, paths
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html

from coranto.web import app
from desk_pages import measure

HOSTILE = st.lists(
    st.builds(lambda start, mark, end: start + mark + end, st.text(max_size=3), st.sampled_from(MARKS), st.text(max_size=3)),
    min_size=12, max_size=24,
)  # fmt: skip


@pytest.mark.browser
def test_in_a_browser_nothing_runs_and_axe_finds_nothing(tmp_path, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(tmp_path) as newsroom:
        owner = fill(newsroom, tmp_path, MARKS)
        wrong, count = measure(newsroom, owner, browser, MARKS, axe)
    assert not wrong
    assert count > 40


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
