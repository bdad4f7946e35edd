"""The feeds, as the program's own parser reads them."""

import json
from datetime import UTC, datetime

import pytest
from lxml import etree

from coranto.demo import feeds, newsstand
from coranto.parse import feed as parser

NOW = datetime(2026, 3, 4, 14, 20, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8765"
STAND = newsstand.load(NOW)
OUTLETS = list(STAND.outlets.values())


def written(outlet):
    pieces = STAND.out(NOW, outlet.id)
    return pieces, feeds.of(outlet, pieces, ADDRESS)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.id)
def test_every_entry_is_read_back(outlet):
    pieces, data = written(outlet)
    found = parser.read(data, url=ADDRESS + feeds.path(outlet))
    assert len(pieces) >= 8
    assert [entry.url for entry in found.entries] == [ADDRESS + piece.path for piece in pieces]
    assert [entry.title for entry in found.entries] == [piece.title for piece in pieces]
    assert [entry.published for entry in found.entries] == [piece.published for piece in pieces]


def test_the_three_formats_are_all_in_use():
    assert {outlet.feed for outlet in OUTLETS} == {"rss", "atom", "json"}


def test_exactly_one_feed_is_not_well_formed():
    broken = []
    for outlet in OUTLETS:
        _, data = written(outlet)
        try:
            json.loads(data) if outlet.feed == "json" else etree.fromstring(data)
        except etree.XMLSyntaxError:
            broken.append(outlet.id)
    assert broken == [outlet.id for outlet in OUTLETS if outlet.damaged]
    assert len(broken) == 1


def test_some_dates_are_local():
    _, names = written(STAND.outlets["brannock"])
    _, offsets = written(STAND.outlets["morgenbote"])
    assert b" EST</pubDate>" in names
    assert b" +0100</pubDate>" in offsets


def test_an_empty_outlet_still_has_a_feed():
    for outlet in OUTLETS:
        data = feeds.of(outlet, (), ADDRESS)
        if not outlet.damaged:
            assert parser.read(data).entries == ()


def test_the_sitemap_gives_titles_and_dates():
    outlet = STAND.outlets["statute"]
    pieces = STAND.out(NOW, outlet.id)
    found = parser.read(feeds.sitemap(pieces, ADDRESS))
    assert {(entry.title, entry.published) for entry in found.entries} == {(p.title, p.published) for p in pieces}
