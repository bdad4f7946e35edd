"""What a reader makes of the paper in the browser: own times, hiding, following, keeping, colours; nothing is sent."""

import json
from urllib.parse import urlsplit

import pytest
import seeding
from lxml import etree, html


@pytest.mark.browser
class TestInABrowser:
    def test_times_are_the_readers_own_with_the_day_where_it_differs(self, look, site):
        story = "/s/000002/"
        said = look(site + story).locator("ol.tl time").all_text_contents()
        page = look(site + story, timezone_id="Pacific/Auckland")  # UTC+13 in March
        own = page.locator("ol.tl time").all_text_contents()
        times = page.locator("ol.tl time").evaluate_all("all => all.map(t => t.dateTime)")
        for before, after, at in zip(said, own, times, strict=True):
            hour = (int(at[11:13]) + 13) % 24
            assert after.endswith(f"{hour:02}:{at[14:16]}")
            assert before != after
            if int(at[11:13]) + 13 >= 24 and len(before) == 5:
                assert len(after) > 5  # another day
        assert "times in UTC" not in page.locator("main").text_content()
        assert "GMT+13" in page.locator("main").text_content()
        assert "27 Nov" not in own
        assert page.said == []

    def test_a_word_a_topic_and_a_language_are_hidden_until_asked_for(self, look, site):
        page = look(site + "/")
        everything = page.locator("main .s").count()
        page.goto(site + "/t/policy/")
        page.get_by_role("button", name="Hide this topic").click()
        page.goto(site + "/yours/")
        words = page.get_by_label("One a line")
        assert words.input_value() == "Policy & Law"
        words.fill("Policy & Law\nde:\nfacial")
        words.blur()
        page.goto(site + "/")
        shown = page.locator("main .s:visible")
        assert 0 < shown.count() < everything
        for text in shown.all_inner_texts():
            assert "facial" not in text.lower()
            assert "Policy & Law" not in text
        page.get_by_role("button", name="hidden, as you chose").click()
        assert page.locator("main .s:visible").count() == everything

    def test_what_is_followed_is_one_feed_address_and_what_is_kept_is_listed(self, look, site):
        page = look(site + "/s/000002/")
        page.get_by_role("button", name="Follow", exact=True).click()
        page.get_by_role("button", name="Read later").click()
        assert page.get_by_role("button", name="Kept for later").get_attribute("aria-pressed") == "true"
        title = page.locator("h1").text_content()
        page.goto(site + "/t/chips/")
        page.get_by_role("button", name="Follow", exact=True).click()
        page.goto(site + "/yours/")
        href = page.locator("output a").get_attribute("href")
        assert (urlsplit(href).path, urlsplit(href).query) == ("/follow/feed.atom", "story=000002&topic=chips")
        assert page.locator("#follow a").all_text_contents() == [title, "Chips & Power"]
        page.locator("#later a").click()
        assert page.locator("h1").text_content() == title
        page.goto(site + "/yours/")
        page.locator("#later button").click()
        page.reload()
        assert page.locator("#later li").count() == 0
        assert all(asked.startswith(site) for asked in page.asked)
        assert not any("000002" in urlsplit(asked).query for asked in page.asked if "/follow/" not in asked)
        assert page.said == []

    def test_dark_and_light_are_chosen_by_hand_before_the_page_is_painted(self, look, site):
        page = look(site + "/yours/", color_scheme="light")
        paper = "getComputedStyle(document.documentElement).backgroundColor"
        light = page.evaluate(paper)
        page.get_by_label("Colours").select_option("dark")
        dark = page.evaluate(paper)
        assert dark != light
        page.goto(site + "/river/")
        assert page.evaluate(paper) == dark
        page.goto(site + "/yours/")
        with page.expect_navigation():
            page.get_by_label("Colours").select_option("")
        assert page.evaluate(paper) == light

    def test_what_came_in_since_the_last_visit_is_marked(self, look, site):
        page = look(site + "/")
        assert page.locator(".since").count() == 0  # the first visit
        hours = seeding.NOW.timestamp() * 1000 - 2 * 3_600_000
        page.evaluate("visit => localStorage.visit = JSON.stringify(visit)", [0, hours])
        page.reload()
        marked = page.locator("main .s:has(.m .since)")
        times = marked.locator(".m time").evaluate_all("all => all.map(t => Date.parse(t.dateTime))")
        assert times
        assert all(time > hours for time in times)
        assert f"{len(times)} with something new since your last visit." in page.locator(".legend").text_content()
        page.reload()
        assert page.locator("main .s:has(.m .since)").count() == len(times)  # the same visit still

    def test_without_a_script_nothing_of_it_is_there(self, look, site):
        page = look(site + "/s/000002/", java_script_enabled=False)
        assert page.get_by_role("button", name="Follow").count() == 0
        page.goto(site + "/yours/")
        assert not page.locator(".yours").is_visible()
        assert "Your paper" in page.locator("h1").text_content()


def test_one_feed_has_what_is_followed(client, newsroom):
    story = newsroom.store.get_stories(["000002"])["000002"]
    answer = client.get("/follow/feed.json?story=000002&topic=chips&topic=nothing&story=nothing")
    feed = json.loads(answer.content)
    assert feed["feed_url"] == "https://news.example/ai/follow/feed.json?topic=chips&story=000002"
    titles = {one["title"] for one in feed["items"]}
    members = newsroom.store.get_articles([one.article for one in story.members])
    assert {one.title for one in members.values()} <= titles
    chips = {one.record.title for one in newsroom.store.published_records(0, 50, "Chips & Power")}
    assert chips
    assert titles == {one.title for one in members.values()} | chips
    dates = [one["date_published"] for one in feed["items"]]
    assert dates == sorted(dates, reverse=True)
    assert etree.fromstring(client.get("/follow/feed.atom?topic=chips").content).tag.endswith("feed")
    for nothing in ("", "?topic=nothing", "?story=nothing"):
        assert client.get(f"/follow/feed.atom{nothing}").status_code == 404
    assert client.get("/follow/feed.exe?topic=chips").status_code == 404


def test_a_page_says_which_topic_or_story_it_is(client):
    for path, ident in (("/s/000002/", "story:000002"), ("/t/ai/", "topic:ai")):
        assert html.fromstring(client.get(path).content).xpath("//*[@data-id]/@data-id") == [ident]
