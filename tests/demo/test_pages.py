"""The pages: what they declare, and that the program's own reader finds the article in them."""

import json
from datetime import UTC, datetime

import pytest
from lxml import html

from coranto.demo import newsstand, pages
from coranto.extract import page as reader

NOW = datetime(2026, 3, 4, 14, 20, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8765"
PIECES = newsstand.load(NOW).pieces
# One article of each outlet, the longest it has.
SAMPLE = [
    max((p for p in PIECES if p.outlet.id == name), key=lambda p: len(" ".join(p.paragraphs)))
    for name in newsstand.outlets()
]


def printed(piece):
    return html.fromstring(pages.article(piece, PIECES[:3], ADDRESS), base_url=ADDRESS + piece.path)


def one(tree, path: str) -> str:
    (found,) = tree.xpath(path)
    return found


@pytest.mark.parametrize("piece", SAMPLE, ids=lambda piece: piece.outlet.id)
def test_a_page_declares_its_facts(piece):
    tree = printed(piece)
    facts = json.loads(one(tree, "//script[@type='application/ld+json']").text)
    assert facts["headline"] == piece.title
    assert datetime.fromisoformat(facts["datePublished"]) == piece.published
    assert facts["publisher"]["name"] == piece.outlet.name
    assert facts["publisher"]["url"] == f"https://{piece.outlet.domain}/"
    assert one(tree, "//meta[@property='og:site_name']/@content") == piece.outlet.name
    assert one(tree, "//meta[@property='og:title']/@content") == piece.title
    assert one(tree, "/html/@lang") == piece.outlet.language
    assert one(tree, "//h1").text == piece.title
    assert tree.xpath("//link[@rel='amphtml']/@href") == [ADDRESS + piece.amp_path] * bool(piece.amp_path)
    assert tree.xpath("//meta[@property='og:image']/@content") == [ADDRESS + piece.picture_path] * bool(
        piece.picture_path
    )
    assert one(tree, "//footer").text.endswith("Nobody and nothing in it exists.")


@pytest.mark.parametrize("piece", SAMPLE, ids=lambda piece: piece.outlet.id)
def test_our_own_reader_finds_the_article(piece):
    address = ADDRESS + piece.path
    found = reader.read(pages.article(piece, PIECES[:3], ADDRESS), address, now=NOW)
    assert found.title == piece.title
    assert found.published == piece.published
    assert found.site == piece.outlet.name
    assert found.language == piece.outlet.language
    assert [picture.url for picture in found.images] == [ADDRESS + piece.picture_path] * bool(piece.picture_path)
    assert found.amp == (ADDRESS + piece.amp_path if piece.amp_path else None)
    assert all(paragraph in " ".join(found.text.split()) for paragraph in piece.paragraphs)
    assert "Nobody and nothing" not in found.text


def test_what_is_taken_over_points_home_where_the_outlet_gives_credit():
    for piece in PIECES:
        if piece.original is None:
            continue
        tree = printed(piece)
        canonical = one(tree, "//link[@rel='canonical']/@href")
        credit = tree.xpath("//article//a/@href")
        if piece.outlet.credits:
            assert (canonical, credit) == (ADDRESS + piece.original.path, [ADDRESS + piece.original.path])
        else:
            assert (canonical, credit) == (ADDRESS + piece.path, [])


def test_an_amp_page_points_to_its_article():
    piece = next(piece for piece in PIECES if piece.amp_path)
    tree = html.fromstring(pages.amp(piece, ADDRESS))
    assert one(tree, "//link[@rel='canonical']/@href") == ADDRESS + piece.path
    assert tree.xpath("//script[@src]") == []
    assert one(tree, "//amp-img/@src") == ADDRESS + piece.picture_path


def test_no_page_reaches_out():
    for piece in PIECES:
        data = pages.article(piece, (), ADDRESS)
        loaded = html.fromstring(data).xpath("//@src | //link/@href | //a/@href")
        assert all(address.startswith(ADDRESS + "/o/") for address in loaded)


def test_a_front_page_leads_to_the_feed():
    outlet = newsstand.outlets()["wafer"]
    tree = html.fromstring(pages.front(outlet, PIECES[:2], ADDRESS))
    (link,) = tree.xpath("//link[@rel='alternate']")
    assert (link.get("type"), link.get("href")) == ("application/feed+json", f"{ADDRESS}/o/wafer/feed.json")


def test_the_street_names_everyone():
    stand = newsstand.load(NOW)
    tree = html.fromstring(pages.street(stand, ADDRESS))
    assert tree.xpath("//li/a/text()") == [outlet.name for outlet in stand.outlets.values()]


def test_a_title_cannot_leave_its_script():
    piece = SAMPLE[0]
    changed = newsstand.Piece(
        **{name: getattr(piece, name) for name in piece.__struct_fields__} | {"title": "</script><b>&"}
    )
    tree = html.fromstring(pages.article(changed, (), ADDRESS))
    assert json.loads(one(tree, "//script[@type='application/ld+json']").text)["headline"] == "</script><b>&"
    assert tree.xpath("//b") == []
