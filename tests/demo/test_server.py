"""The press as a client meets it: over HTTP, with its manners and faults."""

import json
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse

import pytest
from lxml import etree

from coranto.demo import Press, feeds, newsstand

NOW = datetime(2026, 3, 4, 14, 20, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture(scope="module")
def press():
    with Press(now=NOW, clock=lambda: NOW) as running:
        yield running


def ask(press: Press, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    host, port = press.address.removeprefix("http://").split(":")
    connection = HTTPConnection(host, int(port), timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_it_listens_on_loopback_only(press):
    assert press.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("outlet", newsstand.outlets().values(), ids=lambda outlet: outlet.id)
def test_a_feed_is_sent_once_and_then_answered_with_304(press, outlet):
    path = feeds.path(outlet)
    response, body = ask(press, path)
    assert (response.status, response.headers["Content-Type"]) == (200, feeds.TYPES[outlet.feed])
    assert body
    again, nothing = ask(press, path, If_None_Match=response.headers["ETag"])
    assert (again.status, nothing) == (304, b"")
    if not outlet.delay:
        by_date, _ = ask(press, path, If_Modified_Since=response.headers["Last-Modified"])
        other, _ = ask(press, path, If_None_Match='"another"', If_Modified_Since=response.headers["Last-Modified"])
        nonsense, _ = ask(press, path, If_Modified_Since="yesterday, about noon")
        assert (by_date.status, other.status, nonsense.status) == (304, 200, 200)


def test_head_sends_the_length_and_no_body(press):
    response, body = ask(press, "/sources.opml", "HEAD")
    assert int(response.headers["Content-Length"]) > 1000
    assert body == b""


def test_news_arrives_when_it_is_due():
    clock = Clock()
    with Press(now=NOW, clock=clock) as press:
        coming = [piece for piece in press.stand.pieces if piece.published > NOW]
        assert len(coming) >= 6
        assert max(piece.published for piece in coming) <= NOW + timedelta(minutes=30)
        piece = next(piece for piece in coming if piece.outlet.feed == "rss" and not piece.outlet.delay)
        path = feeds.path(piece.outlet)
        before, early = ask(press, path)
        assert ask(press, piece.path)[0].status == 404
        clock.time = piece.published
        after, late = ask(press, path, If_None_Match=before.headers["ETag"])
        assert after.status == 200
        assert piece.path.encode() in late
        assert piece.path.encode() not in early
        assert ask(press, piece.path)[0].status == 200


def test_the_list_of_sources_names_every_feed_with_its_topics(press):
    _, body = ask(press, "/sources.opml")
    outlines = etree.fromstring(body).findall(".//outline[@xmlUrl]")
    assert len(outlines) == len(press.stand.outlets) >= 12
    known = {press.address + feeds.path(outlet): outlet for outlet in press.stand.outlets.values()}
    for outline in outlines:
        assert outline.get("category", "") == ",".join(known[outline.get("xmlUrl")].topics)
        assert outline.getparent().get("text")


def test_robots_and_sitemap_agree(press):
    _, robots = ask(press, "/robots.txt")
    line = next(line for line in robots.decode().splitlines() if line.startswith("Sitemap: "))
    path = line.removeprefix("Sitemap: ").removeprefix(press.address)
    _, body = ask(press, path)
    places = [loc.text for loc in etree.fromstring(body).iter("{*}loc")]
    assert places
    assert all(ask(press, place.removeprefix(press.address))[0].status == 200 for place in places)


def test_one_outlet_is_slow(press):
    slow = [outlet for outlet in press.stand.outlets.values() if outlet.delay]
    assert len(slow) == 1
    start = time.monotonic()
    ask(press, feeds.path(slow[0]))
    assert time.monotonic() - start >= slow[0].delay


def test_dead_links_are_listed_and_answer_404(press):
    dead = [piece for piece in press.stand.pieces if piece.gone]
    assert len(dead) >= 3
    for piece in dead:
        _, feed = ask(press, feeds.path(piece.outlet))
        assert piece.path.encode() in feed
        assert ask(press, piece.path)[0].status == 404


def test_what_nobody_printed_is_not_found(press):
    for path in ("/o/", "/o/nobody/feed.xml", "/o/meridian/atom.xml", "/o/courier/sitemap.xml", "/../etc/passwd", "/o"):
        assert ask(press, path)[0].status == 404


def test_gold_names_the_story_of_every_page(press):
    gold = press.gold()
    assert len(gold) == len(press.stand.pieces)
    assert set(gold.values()) == {piece.story for piece in press.stand.pieces}
    feed = json.loads(ask(press, feeds.path(press.stand.outlets["wafer"]))[1])
    assert all(item["url"] in gold for item in feed["items"])
