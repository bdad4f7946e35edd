"""What the press holds: how much, from whom, when; and that a writer's slip is named."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.demo import newsstand
from coranto.demo.newsstand import Copy, Event
from coranto.errors import ConfigError

NOW = datetime(2026, 3, 4, 14, 20, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def stand():
    return newsstand.load(NOW)


def sizes(stand) -> Counter:
    return Counter(piece.story for piece in stand.pieces)


def test_the_same_now_gives_the_same_press(stand):
    assert newsstand.load(NOW) == stand


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_dates_move_with_now_and_lie_within_ten_days(now):
    pieces = newsstand.load(now).pieces
    assert all(now - timedelta(days=10) <= piece.published <= now + timedelta(minutes=30) for piece in pieces)
    newest = max(piece.published for piece in pieces if piece.published <= now)
    assert now - newest < timedelta(minutes=15)


def test_no_two_articles_share_an_address(stand):
    paths = [path for piece in stand.pieces for path in (piece.path, piece.amp_path, piece.picture_path) if path]
    assert len(paths) == len(set(paths))


def test_a_reprint_is_word_for_word(stand):
    reprints = [piece for piece in stand.pieces if piece.original is not None]
    assert {piece.outlet.credits for piece in reprints} == {True, False}
    for piece in reprints:
        assert piece.paragraphs == piece.original.paragraphs
        assert piece.published > piece.original.published
        assert piece.story == piece.original.story


def test_everything_in_it_is_made_up(stand):
    assert all(outlet.domain.endswith(".example") for outlet in stand.outlets.values())
    for piece in stand.pieces:
        words = " ".join((piece.title, piece.lede, *piece.paragraphs))
        assert not re.search(r"\w\.(com|org|net|de|es|io|co\.uk)\b|https?:", words)


def test_every_text_is_a_text(stand):
    for piece in stand.pieces:
        assert piece.title
        assert piece.lede
        assert piece.paragraphs
        for text in (piece.title, piece.lede, *piece.paragraphs):
            assert text == " ".join(text.split())
            assert not re.search(r"[{}\[\]]|\bTODO\b", text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lower house passes “Halver” Act!", "lower-house-passes-halver-act"),
        ("Übersetzung für Straßenbahnen", "uebersetzung-fuer-strassenbahnen"),
        ("¿Quién teme al peñón?", "quien-teme-al-penon"),
        ("a" * 90 + " tail", ""),
    ],
)
def test_slugs(title, expected):
    assert newsstand.slug(title) == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outlet": "nobody"}, "no outlet is called nobody"),
        ({"at": "3 days ago"}, "is no offset"),
        ({"at": "-"}, "is no offset"),
        ({"body": "It is {unknown}."}, "no fact called unknown"),
        ({"reprints": "meridian"}, "nothing to reprint"),
    ],
)
def test_a_slip_is_named_with_its_place(monkeypatch, change, message):
    copy = Copy(**({"outlet": "courier", "at": "-1h", "title": "A title", "lede": "L", "body": "B"} | change))
    monkeypatch.setattr(newsstand, "_desks", lambda: [("99-test.yaml", [Event(story="slip", articles=(copy,))])])
    with pytest.raises(ConfigError, match=message) as caught:
        newsstand.load(NOW)
    assert caught.value.where == "99-test.yaml, slip, “A title”"


def test_two_articles_at_one_address_are_refused(monkeypatch):
    copy = Copy(outlet="courier", at="-1h", title="A title", lede="L", body="B")
    monkeypatch.setattr(newsstand, "_desks", lambda: [("99-test.yaml", [Event(story="slip", articles=(copy, copy))])])
    with pytest.raises(ConfigError, match="/o/courier/technology/a-title"):
        newsstand.load(NOW)
