"""What one source says of others' articles: headlines, names, dates, credits, addresses, pictures, videos."""

import json
from datetime import timedelta

import msgspec
import pytest

from coranto.dedupe import address
from coranto.model.settings import Fetch, Outlet, Settings, Trust
from coranto.testing import NOW, Web, listen, newsroom, round_of

GOOD, EVIL = "https://good.example", "https://evil.example"
PAGES = Settings(fetch=Fetch(pages=True))
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    + (800).to_bytes(4, "big")
    + (600).to_bytes(4, "big")
    + b"\x08\x02\0\0\0"
    + b"\0" * 64
)
BRIDGE, PILLS = "The council votes to close the old bridge", "Pills against everything are sold at the station"


class Site(Web):
    """A web of feeds and articles, written in a line."""

    def feed(self, url, *items, title="", link=""):
        rows = "".join(
            f"<item><title>{title_}</title><link>{link_}</link><pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate>{more}</item>"
            for title_, link_, at, more in items
        )
        name = title or url.split("/")[2].split(".")[0]
        head = f"<title>{name}</title><link>{link or url}</link>"
        self.put(url, f"<rss version='2.0'><channel>{head}{rows}</channel></rss>".encode(), "application/rss+xml")
        return url

    def article(self, url, title, about, head="", at=NOW - timedelta(hours=1), text=""):
        said = text or words(about)
        stamp = f"<meta property='article:published_time' content='{at:%Y-%m-%dT%H:%M:%SZ}'>"
        self.put(
            url,
            f"<html lang='en'><head><title>{title}</title>{stamp}<meta property='og:type' content='article'>{head}"
            f"</head><body><article><h1>{title}</h1>{said}</article></body></html>".encode(),
        )
        return url


def words(about):
    return "".join(
        f"<p>Of the {about}, part {n}: people who know the {about} spoke of {about} number {n * 7} at length.</p>"
        for n in range(12)
    )


def entry(title, link, hours=1.0, more=""):
    return (title, link, NOW - timedelta(hours=hours), more)


@pytest.fixture
def web():
    return Site()


@pytest.fixture
def desk(tmp_path):
    clock = [NOW]
    with newsroom(tmp_path, PAGES, now=lambda: clock[0]) as opened:
        opened.clock = clock
        yield opened


async def look(desk, web, *feeds):
    """Let ten minutes pass, and look at every source, some of them new."""
    desk.clock[0] += timedelta(minutes=10)
    for source in desk.store.get_sources():
        desk.store.save_source(type(source)(id=source.id, url=source.url, title=source.title))
    for url in feeds:
        listen(desk, url)
    await round_of(desk, web)


def articles(desk):
    return {one.web_url: one for _, one in desk.store.articles_by_arrival(0)}


async def test_a_headline_of_another_outlets_article_is_that_outlets_own(desk, web):
    page = web.article(f"{GOOD}/a", BRIDGE, "bridge")
    lie = "<description>The mayor admitted all.</description><category>crime</category><author>Nobody</author>"
    lie += f"<enclosure url='{EVIL}/p.png' type='image/png' length='99'/>"
    web.put(f"{EVIL}/p.png", PNG, "image/png")
    evil = web.feed(f"{EVIL}/feed", entry("Mayor jailed over the bridge", page, 50, lie))
    await look(desk, web, evil)
    (article,) = articles(desk).values()
    assert (article.title, article.provider.domain, article.labels) == (BRIDGE, "good.example", ())
    assert (article.images, article.authors) == ((), ())
    assert article.published == NOW - timedelta(hours=1)
    assert "mayor" not in article.excerpt.lower()
    own = web.feed(f"{GOOD}/feed", entry("Old bridge to close, council votes", page, 1, "<category>town</category>"))
    await look(desk, web, own)
    (article,) = articles(desk).values()
    assert (article.title, article.labels) == ("Old bridge to close, council votes", ("town",)), (
        "its own feed overrules"
    )
    asked = len(web.asked)
    await look(desk, web)
    assert page not in web.asked[asked:], "once"


async def test_an_aggregator_whom_the_owner_names_is_believed_until_the_outlets_own_feed_speaks(tmp_path, web):
    web.fail(f"{GOOD}/a", "robots.txt asks not to read this page", robots=True)
    aggregator = "https://many.example/feed"
    rules = msgspec.structs.replace(PAGES, trust=Trust(aggregators=("many.example",)))
    clock = [NOW]
    with newsroom(tmp_path, rules, now=lambda: clock[0]) as desk:
        desk.clock = clock
        await look(desk, web, web.feed(aggregator, entry("Bridge closes", f"{GOOD}/a")))
        (article,) = articles(desk).values()
        assert (article.title, article.provider.domain) == ("Bridge closes", "good.example")
        await look(desk, web, web.feed(f"{GOOD}/feed", entry(BRIDGE, f"{GOOD}/a")))
        (article,) = articles(desk).values()
        assert article.title == BRIDGE
        await look(desk, web, web.feed(aggregator, entry("Bridge closes!", f"{GOOD}/a")))
        assert articles(desk)[f"{GOOD}/a"].title == BRIDGE


async def test_where_a_redirect_ends_is_whose_article_it_is(desk, web):
    page = web.article(f"{GOOD}/a", BRIDGE, "bridge")
    web._answers[f"{EVIL}/to"] = web._answers[page]
    lie = "<description>The mayor admitted all.</description>"
    await look(desk, web, web.feed(f"{EVIL}/feed", entry("Mayor jailed over the bridge", f"{EVIL}/to", 50, lie)))
    (article,) = articles(desk).values()
    assert (article.url, article.title, article.provider.domain) == (page, BRIDGE, "good.example")
    assert "mayor" not in article.excerpt.lower()
    await look(desk, web, web.feed(f"{GOOD}/feed", entry(BRIDGE, page)))
    assert list(articles(desk)) == [page]


async def test_of_a_page_that_nobody_may_read_only_its_own_outlet_speaks(desk, web):
    web.fail(f"{GOOD}/shy", "robots.txt asks not to read this page", robots=True)
    evil = web.feed(f"{EVIL}/feed", entry("Bank collapses, all is lost", f"{GOOD}/shy"))
    await look(desk, web, evil)
    assert articles(desk) == {}
    await look(desk, web, web.feed(f"{GOOD}/feed", entry("Bank reports a calm year", f"{GOOD}/shy")))
    (article,) = articles(desk).values()
    assert article.title == "Bank reports a calm year"


async def test_an_address_listed_before_its_page_exists_is_not_lost_for_its_outlet(desk, web):
    evil = web.feed(f"{EVIL}/feed", entry("A guess", f"{GOOD}/tomorrow"))
    await look(desk, web, evil)
    page = web.article(f"{GOOD}/tomorrow", BRIDGE, "bridge")
    await look(desk, web, web.feed(f"{GOOD}/feed", entry(BRIDGE, page)))
    assert list(articles(desk)) == [page]


async def test_a_variant_of_an_address_does_not_take_its_place(desk, web):
    for url in (f"{GOOD}/a", f"{GOOD}/a?x=evil"):
        web.article(url, BRIDGE, "bridge")
    await look(desk, web, web.feed(f"{EVIL}/feed", entry(BRIDGE, f"{GOOD}/a?x=evil")))
    await look(desk, web, web.feed(f"{GOOD}/feed", entry(BRIDGE, f"{GOOD}/a")))
    assert list(articles(desk)) == [f"{GOOD}/a"]


async def test_a_copy_with_an_older_date_and_credits_by_a_third_do_not_make_an_original(desk, web):
    text = words("scheme of the police")
    page = web.article(f"{GOOD}/b", "Police admit errors in four towns", "", text=text)
    await look(desk, web, web.feed(f"{GOOD}/feed", entry("Police admit errors in four towns", page, 2)))
    old = NOW - timedelta(days=2)
    copy = web.article(f"{EVIL}/b", "Buy coins: police admit errors in four towns", "", text=text, at=old)
    third = "https://third.example/b"
    web.article(third, "Police admit errors", "", f"<meta name='original-source' content='{copy}'>", text=text)
    evil = web.feed(f"{EVIL}/feed", entry("Buy coins: police admit errors in four towns", copy, 48))
    await look(desk, web, evil, web.feed("https://third.example/feed", entry("Police admit errors", third)))
    (article,) = articles(desk).values()
    assert article.web_url == page
    assert {one.url for one in desk.store.get_reprints([article.id])[article.id]} == {copy, third}


async def test_a_print_that_names_its_original_gives_way_to_it(desk, web):
    text = words("scheme of the police")
    page = web.article(f"{GOOD}/b", "Police admit errors in four towns", "", text=text)
    head = f"<link rel='canonical' href='{page}'>"
    copy = web.article("https://paper.example/b", "Police admit errors in four towns", "", head, text=text)
    await look(desk, web, web.feed("https://paper.example/feed", entry("Police admit errors in four towns", copy)))
    await look(desk, web, web.feed(f"{GOOD}/feed", entry("Police admit errors in four towns", page)))
    assert list(articles(desk)) == [page]


async def test_no_outlet_bears_anothers_name(tmp_path, web):
    facts = {
        "@type": "NewsArticle",
        "headline": BRIDGE,
        "publisher": {"name": "Reuters", "url": "https://www.reuters.com/"},
    }
    ld = f"<script type='application/ld+json'>{json.dumps(facts)}</script>"
    web.article(f"{EVIL}/n", BRIDGE, "bridge", "<meta property='og:site_name' content='Reuters'>")
    web.article("https://198.51.100.7/n", PILLS, "pills", ld)
    web.article("https://203.0.113.7/n", "Ferry stops for the winter", "ferry", ld)
    rules = Settings(
        fetch=Fetch(pages=True),
        trust=Trust(aggregators=("203.0.113.0/24",)),
        outlets={"reuters.com": Outlet(name="Reuters", weight=60)},
    )
    with newsroom(tmp_path, rules) as desk:
        for host, title in (
            ("evil.example", BRIDGE),
            ("198.51.100.7", PILLS),
            ("203.0.113.7", "Ferry stops for the winter"),
        ):
            listen(desk, web.feed(f"https://{host}/feed", entry(title, f"https://{host}/n"), title="Reuters"))
        await round_of(desk, web)
        found = {url: (one.provider.name, one.provider.domain) for url, one in articles(desk).items()}
    assert found == {
        f"{EVIL}/n": ("evil.example", "evil.example"),
        "https://203.0.113.7/n": ("Reuters", "reuters.com"),
    }, "a bare address is an outlet only where a setting names it"


async def test_an_amp_page_a_picture_and_a_video_are_looked_at_before_they_count(desk, web):
    claims = (
        "<meta property='og:type' content='video.other'><meta property='og:video' content='{}'>"
        "<link rel='amphtml' href='{}'><meta property='og:image' content='{}'>"
        "<meta property='og:image:width' content='1200'><meta property='og:image:height' content='630'>"
    )
    false = claims.format(f"{EVIL}/v.mp4", "https://anywhere.example/amp", f"{EVIL}/p.jpg")
    true = claims.format(f"{GOOD}/v.mp4", f"{GOOD}/amp", f"{GOOD}/p.png").replace("article", "video")
    web.put(f"{GOOD}/v.mp4", b"\0\0\0\x18ftypmp42", "video/mp4")
    web.put(f"{GOOD}/p.png", PNG, "image/png")
    borrowed = claims.format(f"{GOOD}/v.mp4", f"{GOOD}/amp", f"{EVIL}/p.jpg")
    for url, title, about, head in (
        (f"{EVIL}/h", PILLS, "pills", false),
        (f"{EVIL}/i", "Trains are late on Mondays", "trains", borrowed),
        (f"{GOOD}/h", BRIDGE, "bridge", true),
    ):
        web.article(url, title, about, head)
        web.put(url, web._answers[url].body.replace(b"<meta property='og:type' content='article'>", b""))
    evil = web.feed(f"{EVIL}/feed", entry(PILLS, f"{EVIL}/h"), entry("Trains are late on Mondays", f"{EVIL}/i"))
    await look(desk, web, evil, web.feed(f"{GOOD}/feed", entry(BRIDGE, f"{GOOD}/h")))
    found = articles(desk)
    for path in ("h", "i"):
        liar = found[f"{EVIL}/{path}"]
        assert (liar.type, liar.amp_url, liar.images) == ("article", None, ())
        assert "not believed" in liar.provenance["type"]
    honest = found[f"{GOOD}/h"]
    assert (honest.type, honest.amp_url, honest.images[0].width) == ("video", f"{GOOD}/amp", 800)


async def test_on_a_shared_platform_each_account_speaks_for_itself(desk, web):
    ada, eve = "https://medium.com/@ada", "https://medium.com/@eve"
    web.article(f"{ada}/bridge", BRIDGE, "bridge")
    web.article(f"{eve}/pills", PILLS, "pills", f"<link rel='canonical' href='{ada}/bridge'>")
    evil = web.feed(
        "https://medium.com/feed/@eve", entry(PILLS, f"{eve}/pills"), entry("Ada is jailed", f"{ada}/bridge")
    )
    await look(desk, web, evil)
    found = articles(desk)
    assert found[f"{eve}/pills"].title == PILLS
    assert found[f"{ada}/bridge"].title == BRIDGE
    assert "another account" in found[f"{eve}/pills"].provenance["canonical"]


async def test_an_id_with_another_address_is_refused(desk, web, monkeypatch):
    monkeypatch.setattr("coranto.run.assemble.address.article_id", lambda url: "5" * 32)
    web.article(f"{GOOD}/a", BRIDGE, "bridge")
    web.article(f"{EVIL}/b", PILLS, "pills")
    await look(desk, web, web.feed(f"{GOOD}/feed", entry(BRIDGE, f"{GOOD}/a")))
    await look(desk, web, web.feed(f"{EVIL}/feed", entry(PILLS, f"{EVIL}/b")))
    assert list(articles(desk)) == [f"{GOOD}/a"]


async def test_old_ids_stay_valid(desk, web):
    web.article(f"{GOOD}/a", BRIDGE, "bridge")
    feed = web.feed(f"{GOOD}/feed", entry(BRIDGE, f"{GOOD}/a"))
    await look(desk, web, feed)
    (article,) = articles(desk).values()
    assert article.id == address.article_id(article.url)
    assert len(article.id) == 32
    assert desk.store.resolve_article(article.id[:12]) == article.id, "an id of twelve digits finds its article"
