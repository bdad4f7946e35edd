"""The pages in a real browser: what assistive technology finds wrong, what the console says, what hostile words do."""

from dataclasses import replace

import pytest
import seeding

from coranto.web.app import Server

pytestmark = pytest.mark.browser

PAGES = ("/", "/s/000002/", "/t/ai/", "/a/{lead}/", "/about/how-it-works/", "/river/", "/sources/", "/sources/wire/", "/status/",
         "/search/?q=recognition", "/density/", "/nothing/", "/archive/", "/day/2026-03-07/", "/keys/")  # fmt: skip


def test_axe_finds_nothing(look, site, newsroom):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    lead = newsroom.store.get_stories(["000002"])["000002"].lead
    for path in PAGES:
        page = look(site + path.format(lead=lead), color_scheme="light")
        found = axe.run(page).response["violations"]
        page.emulate_media(color_scheme="dark")
        found += axe.run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
        assert not found, [(path, one["id"], one["nodes"][0]["html"]) for one in found]
        assert [said for said in page.said if path != "/nothing/" or "404" not in said] == [], path
        assert all(asked.startswith(site) for asked in page.asked)


def test_nothing_sticks_out(look, site, newsroom):
    lead = newsroom.store.get_stories(["000002"])["000002"].lead
    for path in (
        "/",
        "/s/000000/",
        "/s/000002/",
        f"/a/{lead}/",
        "/t/ai/",
        "/about/how-it-works/",
        "/sources/",
        "/sources/wire/",
        "/archive/",
        "/day/2026-03-07/",
    ):
        page = look(site + path)
        for width in (1440, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_the_newsletter_is_fit_to_read(look, on_monday):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with Server(on_monday, "127.0.0.1", 0) as server:
        for path in ("/newsletter/", "/newsletter/2026-03-09/"):
            page = look(server.address + path, color_scheme="light")
            found = axe.run(page).response["violations"]
            page.emulate_media(color_scheme="dark")
            found += axe.run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
            assert not found, [(path, one["id"], one["nodes"][0]["html"]) for one in found]
            for width in (1440, 390, 320):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        page.get_by_role("link", name="All issues").click()
        page.get_by_role("link", name="Monday 9 March 2026").click()
        assert page.locator("h1").text_content() == "Newsletter of Monday 9 March 2026"
        assert page.said == []


def test_density_works_with_and_without_a_script(look, site):
    for script in (True, False):
        page = look(site + "/t/ai/", java_script_enabled=script)
        assert page.locator("p.x").first.is_visible()
        page.get_by_role("button", name="Brief").click()
        page.wait_for_load_state()
        assert page.url == site + "/t/ai/"
        assert not page.locator("p.x").first.is_visible()
        page.goto(site + "/")
        assert page.locator("html").get_attribute("data-density") == "brief"


def test_the_keyboard_reaches_the_content_first(look, site):
    page = look(site + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_ages_stay_true(look, site):
    page = look(site + "/")
    said = page.locator("p.m time").first.text_content()
    assert said not in {"24 min ago", "just now"}  # the newsroom's clock stands still, the reader's does not


def test_hostile_words_run_nothing(bare, look):
    words = ("<script>window.hit=1</script>", '"><img src=x onerror=window.hit=1>', "</title><svg onload=window.hit=1>")
    told = [
        seeding.article(
            f"{bad} facial recognition", bad, 1 + n, excerpt=bad, language=bad, url=f"https://bad.example/{n}"
        )
        for n, bad in enumerate(words)
    ]
    lead = seeding.file(bare, "hostile", told)
    with Server(replace(bare, now=lambda: seeding.MONDAY), "127.0.0.1", 0) as server:
        for path in (
            "/",
            "/s/hostile/",
            "/t/ai/",
            f"/a/{lead}/",
            "/river/",
            "/newsletter/",
            "/newsletter/2026-03-09/",
            "/search/?q=%3Cscript%3Ewindow.hit=1%3C/script%3E",
        ):
            page = look(server.address + path)
            assert page.evaluate("window.hit") is None
            assert page.said == []


def test_a_site_of_plain_files_searches_by_script(newsroom, look, tmp_path):
    import functools
    import http.server
    import threading
    from urllib.parse import urlencode

    from coranto.site import build

    build.build(newsroom, tmp_path / "under" / "a-path")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = look(f"http://127.0.0.1:{server.server_port}/under/a-path/")
        page.get_by_role("searchbox").fill("facial surveillance")
        page.keyboard.press("Enter")
        page.wait_for_selector("#found li")
        assert page.locator("#found li").count() >= 1
        assert "found in titles and excerpts" in page.locator("#found").text_content()
        names = newsroom.store.published_records(0, 100)

        def found(asked):
            page.goto(f"http://127.0.0.1:{server.server_port}/under/a-path/search/?{urlencode({'q': asked})}")
            page.locator(
                "#found > :first-child", has_text="found"
            ).wait_for()  # no script of ours: the page allows none
            return page.locator("#found li div > a").all_text_contents()

        def those(fits):
            return [one.record.title for one in names if fits(one.record)]

        assert found('"facial recognition"') == those(lambda one: "facial recognition" in one.title.casefold())
        assert found("model -phone") == those(lambda one: "model" in one.title and "phone" not in one.title)
        assert found("topic:vision") == those(lambda one: "Computer Vision" in one.topics) != []
        assert found("source:meridianwire.example") == those(lambda one: one.provider.name == "Meridian Wire") != []
        assert found("after:2026-03-07") == those(lambda one: one.published_date_time.day == 7) != []
        assert found("before:2026-03-07") == those(lambda one: one.published_date_time.day < 7) != []
        assert found("quality:60 model") == those(lambda one: "model" in one.title and one.quality >= 60) != []
        assert found("-source:x model")
        assert "-source:x could not be used here" in page.locator("#found").text_content()
        for words in ("model", "mod", "facial-recognition", '"fits on"', "Sepsis -alarm", "höspital", "meridian"):
            # the store reads texts too; here these repeat the titles
            live = newsroom.store.search(words, limit=100, newest=True).articles
            assert sorted(found(words)) == sorted(one.title for one in live), words
        assert found("model")
        page.locator("#found li div > a").first.click()
        assert "/s/" in page.url
        page.go_back()
        page.get_by_role("link", name="A.I. Every Morning").click()
        page.locator("h2 a").first.click()
        assert page.locator("h1").is_visible()
        assert page.said == []
        server.shutdown()


def test_what_can_be_pressed_in_the_river_is_large_enough(look, site):
    for path, width in (("/river/", 390), ("/river/", 1440), ("/", 1440)):
        page = look(site + path, viewport={"width": width, "height": 900})
        sides = page.locator(".river li a").evaluate_all(
            "all => all.map(a => { const r = a.getBoundingClientRect(); return [r.width, r.height]; })"
        )
        assert len(sides) > 5
        assert min(map(min, sides)) >= 24, path
