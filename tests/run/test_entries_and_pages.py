"""What becomes of entries whose pages claim another address, lead elsewhere, are shared, or refuse to be read."""

from datetime import timedelta

import msgspec
import pytest

from coranto.model.response import Response
from coranto.model.settings import Fetch, Settings, Trust
from coranto.run import read
from coranto.testing import NOW, Web, listen, newsroom, round_of

D = "https://daily.example"
PAGES = Settings(fetch=Fetch(pages=True))
WORDS = {
    "bridge": "The council votes to close the old bridge for repairs",
    "ferry": "Ferry line to the island stops for the winter months",
    "school": "Primary school gets its long awaited new roof",
}


def feed(*items, link=D):
    rows = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>Daily</title><link>{link}</link>{rows}</channel></rss>".encode()


def item(name, url, more=""):
    return f"<title>{WORDS.get(name, name)}</title><link>{url}</link><guid isPermaLink='false'>{name}</guid><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate>{more}"  # fmt: skip


def page(name, head=""):
    title = WORDS[name]
    text = "".join(f"<p>{title}, part {n}: people of the {name} spoke of {name} number {n * 7} at length today.</p>" for n in range(12))  # fmt: skip
    return f"<html lang='en'><head><title>{title}</title><meta property='og:type' content='article'>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>".encode()  # fmt: skip


def articles(desk):
    return {article.title: article for _, article in desk.store.articles_by_arrival(0)}


@pytest.mark.parametrize("claimed", [f"{D}/", f"{D}/news/", f"{D}/news/special-report-of-the-week"])
async def test_a_canonical_address_that_every_page_claims_loses_no_article(tmp_path, claimed):
    web = Web()
    web.put(f"{D}/feed", feed(*(item(name, f"{D}/news/{name}-2026") for name in WORDS)))
    for name in WORDS:
        web.put(f"{D}/news/{name}-2026", page(name, f"<link rel='canonical' href='{claimed}'>"))
    with newsroom(tmp_path, PAGES) as desk:
        listen(desk, f"{D}/feed")
        await round_of(desk, web)
        found = desk.store.get_articles([article.id for article in articles(desk).values()]).values()
    assert {article.web_url for article in found} == {f"{D}/news/{name}-2026" for name in WORDS}
    assert all("not believed" in article.provenance["canonical"] for article in found)


async def test_one_article_at_two_addresses_stays_one(tmp_path):
    web = Web()
    web.put(f"{D}/feed", feed(item("bridge", f"{D}/a/1"), item("bridge again", f"{D}/b/1")))
    for place in ("a", "b"):
        web.put(f"{D}/{place}/1", page("bridge", f"<link rel='canonical' href='{D}/news/old-bridge-closes'>"))
    with newsroom(tmp_path, PAGES) as desk:
        listen(desk, f"{D}/feed")
        await round_of(desk, web)
        assert [article.url for article in articles(desk).values()] == [f"{D}/news/old-bridge-closes"]


async def test_a_redirected_entry_has_the_address_that_answered_and_keeps_the_old_one_as_an_appearance(tmp_path):
    web = Web()
    web.put(f"{D}/feed", feed(item("bridge", "https://short.example/x1")))
    web._answers["https://short.example/x1"] = Response(
        url=f"{D}/news/bridge", body=page("bridge"), content_type="text/html", etag="x"
    )
    with newsroom(tmp_path, PAGES) as desk:
        listen(desk, f"{D}/feed")
        await round_of(desk, web)
        (article,) = articles(desk).values()
        assert (article.web_url, article.provider.domain) == (f"{D}/news/bridge", "daily.example")
        assert desk.store.article_ids_by_url(["https://short.example/x1"]) == {"https://short.example/x1": article.id}


async def test_a_redirect_to_a_login_leaves_the_entry_its_own_address_and_words(tmp_path):
    web = Web()
    web.put(
        f"{D}/feed",
        feed(item("bridge", f"{D}/news/bridge", "<description>Closed from Monday on, for a year.</description>")),
    )
    web._answers[f"{D}/news/bridge"] = Response(
        url=f"{D}/login?to=1", body=page("ferry"), content_type="text/html", etag="x"
    )
    with newsroom(tmp_path, PAGES) as desk:
        listen(desk, f"{D}/feed")
        await round_of(desk, web)
        (article,) = articles(desk).values()
    assert (article.web_url, article.excerpt) == (f"{D}/news/bridge", "Closed from Monday on, for a year.")
    assert "login" in article.provenance["page"]


async def test_entries_that_share_an_address_are_articles_of_their_own_at_every_look(tmp_path):
    web = Web()
    with newsroom(tmp_path, PAGES) as desk:
        listen(desk, f"{D}/feed")
        for names in (["bridge"], ["ferry", "bridge"], ["school", "ferry", "bridge"]):
            web.put(f"{D}/feed", feed(*(item(name, f"{D}/changes#{name}") for name in names)))
            for source in desk.store.get_sources():
                desk.store.save_source(msgspec.structs.replace(source, next_look=None))
            await round_of(desk, web)
            if names == ["bridge"]:
                web.put(f"{D}/changes", page("bridge"))
        found = articles(desk)
    assert {found[WORDS[name]].web_url for name in ("ferry", "school")} == {f"{D}/changes#ferry", f"{D}/changes#school"}


async def test_an_entry_speaks_for_itself_when_its_page_refuses_and_the_page_is_heard_when_it_opens(tmp_path):
    web, clock = Web(), [NOW]
    summary = "<description>The old bridge is closed for a year, the council decided.</description>"
    web.put(f"{D}/feed", feed(item("bridge", f"{D}/news/bridge", summary)))
    web.fail(f"{D}/news/bridge", "it refuses us (HTTP 403)", status=403)
    with newsroom(tmp_path, PAGES, now=lambda: clock[0]) as desk:
        listen(desk, f"{D}/feed")
        for _ in range(len(read.TRIES) + 1):
            await round_of(desk, web)
            clock[0] += timedelta(hours=7)
        (article,) = articles(desk).values()
        assert article.excerpt == "The old bridge is closed for a year, the council decided."
        assert "HTTP 403" in article.provenance["page"]
        asked = len(web.asked)
        await round_of(desk, web)
        assert f"{D}/news/bridge" not in web.asked[asked:], "seldom, not at every round"
        web.put(f"{D}/news/bridge", page("bridge", "<meta name='author' content='Ada Example'>"))
        clock[0] += timedelta(days=2)
        await round_of(desk, web)
        (article,) = articles(desk).values()
        assert article.authors == ("Ada Example",)
        assert "page" not in article.provenance
        assert desk.store.article_ids_by_url([f"{D}/news/bridge"]) == {f"{D}/news/bridge": article.id}
        assert not desk.store.pending_entries(clock[0] + timedelta(days=90), 10)


async def test_an_aggregators_entry_is_of_the_outlet_that_it_names(tmp_path):
    web = Web()
    source = "<source url='https://paper.example.org'>The Paper</source>"
    title = f"<title>{WORDS['bridge']} - The Paper</title>"
    summary = f"<description>&lt;a href='x'&gt;{WORDS['bridge']}&lt;/a&gt; The Paper</description>"
    web.put(f"{D}/feed", feed(f"{title}<link>{D}/rss/articles/CBM1</link>{source}{summary}"))
    web.fail(f"{D}/rss/articles/CBM1", "robots.txt asks not to read this page", robots=True)
    found = []
    for place, vouched in (("vouched", ("daily.example",)), ("not", ())):
        (tmp_path / place).mkdir()
        with newsroom(tmp_path / place, Settings(fetch=Fetch(pages=True), trust=Trust(aggregators=vouched))) as desk:
            listen(desk, f"{D}/feed")
            await round_of(desk, web)
            found += articles(desk).values()
    article, other = found
    assert (article.title, article.excerpt) == (WORDS["bridge"], "")
    assert (article.provider.name, article.provider.domain) == ("The Paper", "example.org")
    assert other.provider.domain == "daily.example", "nobody vouches for it"


async def test_the_feeds_time_counts_more_than_the_pages_day(tmp_path):
    web = Web()
    web.put(f"{D}/feed", feed(item("bridge", f"{D}/news/bridge")))
    web.put(f"{D}/news/bridge", page("bridge", "<meta property='article:published_time' content='2026-03-01'>"))
    with newsroom(tmp_path, PAGES) as desk:
        listen(desk, f"{D}/feed")
        await round_of(desk, web)
        (article,) = articles(desk).values()
    assert f"{article.published:%H:%M}" == "10:00"
