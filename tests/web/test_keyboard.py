"""The pages without a mouse, and without eyes: keys, focus, and the tree that a screen reader reads."""

import itertools
import re

import pytest

pytestmark = pytest.mark.browser

WALKED = ("/", "/s/000002/", "/search/?q=recognition", "/archive/", "/sources/", "/about/how-it-works/")
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {tag: one.tagName, name: (one.ariaLabel || one.labels?.[0]?.textContent || one.textContent).trim(),
          width: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth), seen: box.width > 1 && box.height > 1,
          inside: !!one.closest('main')}
}"""


def here(page):
    return page.evaluate("document.activeElement.textContent")


@pytest.mark.parametrize("path", WALKED)
def test_tab_goes_through_everything_with_a_name_and_a_visible_focus(look, site, path):
    page = look(site + path)
    reachable = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), [tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).length"
    )
    for n in range(reachable):
        page.keyboard.press("Tab")
        one = page.evaluate(FOCUSED)
        assert one["tag"] != "BODY", f"{n} of {reachable}"
        assert one["name"], one
        assert one["width"] >= 3, one
        assert one["seen"], one
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BODY"  # nothing is left out, nothing holds the focus


@pytest.mark.parametrize("path", WALKED)
def test_the_skip_link_leads_past_the_head_of_the_page(look, site, path):
    page = look(site + path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inside"]


@pytest.mark.parametrize("path", WALKED)
def test_a_screen_reader_finds_landmarks_and_headings(look, site, path):
    page = look(site + path)
    tree = page.locator("body").aria_snapshot()
    for landmark in ("banner", 'navigation "Pages"', 'navigation "Topics"', "search", "main", "contentinfo"):
        assert re.search(rf"^\s*- {landmark}", tree, re.MULTILINE), landmark
    levels = [int(level) for level in re.findall(r"heading .*\[level=(\d)\]", tree)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert not re.search(r"- (link|button|searchbox|table|img)(:|$)", tree, re.MULTILINE), "something has no name"


def test_a_screen_reader_hears_a_story_of_the_front_page(look, site):
    page = look(site + "/")
    told = page.locator("main ol.list > li").nth(1).aria_snapshot()
    assert re.search(r"\d+ heat", told)
    assert re.search(r"\d+ outlets?.*, the last", told)
    assert re.search(r"heading \".+\" \[level=2\]", told)
    assert re.search(r"img \"\d+ articles?, \d+ in the last 24 hours, \w+ in the last three\"", told)


def test_a_walk_by_keys_alone_from_the_front_page_to_a_source_and_a_search(look, site):
    page = look(site + "/")
    titles = page.locator("main .s h2").all_text_contents()
    for key, title in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert here(page) == titles[title]
    page.keyboard.press("o")
    page.wait_for_url("**/s/**")
    assert page.locator("h1").text_content() == titles[1]
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.cmp') !== null")
    assert page.evaluate("document.activeElement.href").startswith("https://")
    page.keyboard.press("/")
    page.keyboard.type("jokes? recognition")
    assert page.evaluate("document.activeElement.value") == "jokes? recognition"  # letters are letters where one types
    page.keyboard.press("Control+a")
    page.keyboard.type("recognition")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=recognition")
    page.keyboard.press("j")
    assert "recognition" in here(page)
    assert page.said == []


def test_help_tells_the_keys_and_can_switch_them_off(look, site):
    page = look(site + "/s/000002/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    dialog.wait_for()
    assert "next headline" in dialog.text_content()
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    for key in ("?", "j", "/"):
        page.keyboard.press(key)
    assert dialog.count() == 0
    assert page.evaluate("document.activeElement.tagName") not in {"INPUT", "A"}
    page.get_by_role("link", name="Keys").click()
    page.get_by_role("checkbox").check()
    page.goto(site + "/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "A"
    assert page.said == []


def test_without_a_script_the_page_of_keys_offers_no_switch(look, site):
    page = look(site + "/keys/", java_script_enabled=False)
    assert page.get_by_role("checkbox").count() == 0
    assert page.get_by_role("button", name="Close").count() == 0


def test_a_modified_key_stays_the_browser_s(look, site):
    page = look(site + "/")
    for key in ("Control+j", "Alt+k", "Meta+j"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
