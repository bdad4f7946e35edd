"""The fakes that plugin authors get do what they say, with the switches that they need."""

import pytest

from coranto import testing
from coranto.model.entry import Entry, Feed
from coranto.model.response import Failure, Response
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.record import frontmatter
from coranto.score import quality

FEED = b"""<rss version="2.0"><channel><title>Outlet</title><item><title>STOP THE PRESS</title>
<link>https://outlet.example/1</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>"""


def shouting(article, settings, boost):
    if article.title.isupper():
        yield ScorePart(name="shouting", points=-5, because="the headline is in capitals")


def liking(article, settings, boost):
    yield ScorePart(name="liking", points=50, because="it is liked")


def test_an_article_is_judged_by_a_signal_of_ones_own():
    signals = {"liking": liking, "shouting": shouting}
    points, parts = quality.judge(testing.article("STOP THE PRESS"), Settings(), 0, signals)
    assert (points, len(parts)) == (45, 2)
    assert quality.judge(testing.article("Stop the press"), Settings(), 0, signals)[0] == 50


def test_a_filed_record_can_be_written_and_read():
    one = testing.filed(testing.article("A headline", "https://outlet.example/9"))
    assert one.path == "_news/2026-03-02-a-headline.md"
    assert frontmatter.read(frontmatter.emit(one.record)) == one.record


async def test_the_web_answers_fails_and_is_not_modified():
    web = testing.Web()
    assert (await web.get("https://outlet.example/")).status == 404
    web.put("https://outlet.example/", b"page")
    first = await web.get("https://outlet.example/")
    assert isinstance(first, Response)
    assert (first.status, first.body) == (200, b"page")
    assert (await web.get("https://outlet.example/", etag=first.etag)).status == 304
    web.put("https://outlet.example/", b"new page")
    assert (await web.get("https://outlet.example/", etag=first.etag)).body == b"new page"
    web.fail("https://outlet.example/", "gone for good", status=410, gone=True)
    failure = await web.get("https://outlet.example/")
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.gone) == ("gone for good", True)
    assert web.asked == ["https://outlet.example/"] * 5


async def test_a_round_in_a_newsroom_with_plugins(tmp_path):
    web, delivered = testing.Web(), []
    web.put("https://outlet.example/feed", FEED, "application/rss+xml")
    web.fail("https://broken.example/feed")

    def deliver(filed, folder):
        delivered.append((filed.path, folder))
        return True

    def kind(data, *, url, content_type):
        return Feed(kind="own", entries=(Entry(url="https://own.example/1", title="Of its own kind"),))

    web.put("https://own.example/list", b"anything")
    with testing.newsroom(
        tmp_path, signals={"shouting": shouting, "liking": liking}, kinds={"own": kind}, outputs={"deliver": deliver}
    ) as newsroom:
        testing.listen(newsroom, "https://outlet.example/feed", topics=("Press",))
        testing.listen(newsroom, "https://broken.example/feed")
        testing.listen(newsroom, "https://own.example/list", kind="own")
        done = await testing.round_of(newsroom, web)
        assert (done["looked"], done["failed"], done["articles"], done["files"]) == (3, 1, 2, 4)
        loud = newsroom.store.get_articles([newsroom.store.resolve_article("https://outlet.example/1")])
        assert [part.name for one in loud.values() for part in one.parts] == ["Press", "shouting", "liking"]
    assert {folder for _, folder in delivered} == {tmp_path}
    assert (tmp_path / delivered[0][0]).exists()


@pytest.mark.parametrize("name", ["article", "filed", "Web", "newsroom", "listen", "round_of"])
def test_each_fake_is_documented(name):
    assert getattr(testing, name).__doc__
