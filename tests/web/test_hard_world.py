"""Hard cases in a real browser: nothing is wider than the window, and assistive technology finds nothing wrong."""

import hard_world
import pytest
import seeding
from lxml import html

from coranto.decide import busiest
from coranto.web.app import Server


@pytest.fixture(scope="module")
def hard(tmp_path_factory, open_in):
    newsroom = open_in(tmp_path_factory.mktemp("hard"), hard_world.TOPICS)
    hard_world.fill(newsroom)
    busiest.choose(newsroom.store, newsroom.taxonomy, newsroom.now())
    yield newsroom
    newsroom.store.close()


@pytest.mark.browser
def test_nothing_is_wider_than_the_window_and_axe_finds_nothing(hard, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with Server(hard, "127.0.0.1", 0) as server:
        for path in (
            "/",
            "/s/long/",
            "/s/sixty/",
            "/s/ar/",
            "/t/",
            "/t/ai/",
            "/sources/",
            "/river/",
            "/search/?q=model",
        ):
            page = look(server.address + path)
            for width in (1440, 768, 320):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            found = axe.run(page).response["violations"] if path in ("/", "/s/ar/", "/t/") else []
            assert not found, [(path, one["id"], one["nodes"][0]["html"]) for one in found]


def test_of_many_topics_the_busiest_are_named_and_a_page_has_all(hard):
    tree = html.fromstring(seeding.page("front", hard).body)
    named = tree.xpath("//nav[@aria-label='Topics']//a/text()")
    assert (named[0], named[-1], len(named)) == ("All", "All topics", busiest.MOST + 2)
    counts = hard.store.topic_story_counts([t.id for t in hard.taxonomy], seeding.NOW - 30 * 24 * seeding.HOUR)
    least = min(counts[next(t.id for t in hard.taxonomy if t.name == name)] for name in named[1:-1])
    assert least >= max(number for ident, number in counts.items() if hard.taxonomy.by_id[ident].name not in named)
    quiet = "t198"
    assert quiet not in counts
    current = html.fromstring(seeding.page("topic", hard, quiet).body).xpath("//nav//a[@aria-current]/text()")
    assert current == ["Topic of the number 198"]
    tree = html.fromstring(seeding.page("all_topics", hard).body)
    listed = dict(zip(tree.xpath("//ul[contains(@class,'topics')]//a/text()"),
                      tree.xpath("//ul[contains(@class,'topics')]//span/text()"), strict=True))  # fmt: skip
    assert len(listed) == 200
    assert int(listed["AI"]) == counts["ai"]


def test_the_choice_holds_for_a_day_and_few_topics_are_all_named(hard, bare):
    value = hard.store.get_value(busiest.KEY)
    busiest.choose(hard.store, hard.taxonomy, hard.now())
    assert hard.store.get_value(busiest.KEY) == value
    busiest.choose(bare.store, bare.taxonomy, bare.now())
    assert bare.store.get_value(busiest.KEY) is None
    assert list(busiest.named(bare.store, bare.taxonomy)) == list(bare.taxonomy)


def test_sixty_outlets_share_lines_and_are_folded(hard):
    tree = html.fromstring(seeding.page("story", hard, "sixty").body)
    lines = tree.xpath("//table[@class='cmp']/tbody/tr")
    same = tree.xpath("//i[@class='same']")
    assert len(lines) == 41  # twenty gave it the same headline
    assert len(same) == 1
    assert len(tree.xpath("//table[@class='cmp']/tbody/tr[not(ancestor::details)]")) == 12
    assert len(tree.xpath("//ol[@class='tl']/li[not(ancestor::details)]")) <= 24
