"""Pictures on lists: our own copies only, as the site and the reader have them, and nothing moves when they come."""

import dataclasses
import io

import msgspec
import pytest
import seeding
from lxml import html

from coranto.model.article import Picture
from coranto.web.app import Server


@pytest.fixture(scope="module")
def pictured(tmp_path_factory, open_in):
    """A newsroom with six stories; the leads of all but the second have a copy of their picture."""
    drawn = pytest.importorskip("PIL.Image").new("RGB", (1200, 675), (120, 160, 200))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    newsroom = open_in(tmp_path_factory.mktemp("pictured"))
    for n in range(6):
        url = f"https://pictures.example/{n}.png"
        image = Picture(url=url, width=1200, height=675, is_cached=n != 1)
        if n != 1:
            assert newsroom.image_cache.keep(url, written.getvalue()) == ""
        told = seeding.article(seeding.HEADLINES[n], seeding.OUTLETS[n], n + 1, images=(image,))
        seeding.file(
            newsroom, f"p{n}", [told, seeding.article(f"{seeding.HEADLINES[n]} too", seeding.OUTLETS[n + 1], n + 2)]
        )
    yield newsroom
    newsroom.store.close()


def test_each_story_has_its_own_copy_lazily_and_with_its_sides(pictured):
    tree = html.fromstring(seeding.page("front", pictured).body)
    shown = len(tree.xpath("//li[contains(concat(' ',@class,' '),' s ')]"))
    images = tree.xpath("//li//img")
    assert 0 < len(images) < shown
    for one in images:
        assert one.get("src").startswith("./pictures/")
        assert (one.get("loading"), one.get("width"), one.get("height"), one.get("alt")) == ("lazy", "96", "72", "")
    assert tree.get("data-pictures") == "none"
    site = msgspec.structs.replace(pictured.settings.site, pictures="small")
    small = dataclasses.replace(pictured, settings=msgspec.structs.replace(pictured.settings, site=site))
    assert html.fromstring(seeding.page("front", small).body).get("data-pictures") == "small"


@pytest.mark.browser
def test_a_reader_chooses_pictures_and_nothing_moves(pictured, look):
    with Server(pictured, "127.0.0.1", 0) as server:
        page = look(server.address + "/")
        assert not any("/pictures/" in asked for asked in page.asked)
        for chosen, most in (("lead", 1), ("small", 6)):
            page.goto(server.address + "/yours/")
            page.get_by_label("Pictures").select_option(chosen)
            page.goto(server.address + "/")
            page.wait_for_load_state("networkidle")
            seen = page.locator(".s img:visible")
            assert 0 < seen.count() <= most
            for width in (1440, 390):
                page.set_viewport_size({"width": width, "height": 900})
                page.reload()
                page.wait_for_load_state("networkidle")
                shift = page.evaluate(
                    "() => new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const one of"
                    " list.getEntries()) sum += one.value; }).observe({ type: 'layout-shift', buffered: true });"
                    " setTimeout(() => done(sum), 200); })"
                )
                assert shift == 0, (chosen, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = seen.evaluate_all(
            "all => all.map(i => [i.getBoundingClientRect().right, i.closest('.s').getBoundingClientRect().right])"
        )
        assert all(right <= edge + 1 for right, edge in boxes)
        assert all(asked.startswith(server.address) for asked in page.asked)
        assert page.said == []
