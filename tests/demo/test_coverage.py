"""What the press promises as a body of news: how much of what, and what the demo's topics make of it."""

import importlib.resources
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from coranto.demo import newsstand
from coranto.model.settings import Subject
from coranto.model.topic import Topic
from coranto.score import form
from coranto.topic import evidence
from coranto.topic.taxonomy import Taxonomy

NOW = datetime(2026, 3, 4, 14, 20, tzinfo=UTC)
PIECES = [piece for piece in newsstand.load(NOW).pieces if piece.published <= NOW]
BESIDE = ("off-", "thin-")  # stories off the subject, and hardly articles
NEWS = [piece for piece in PIECES if not piece.story.startswith(BESIDE)]
LINE, OUTLET = 32, 10  # about where the line of eight stories a day is, and what each further outlet counts


@pytest.fixture(scope="module")
def taxonomy():
    files = sorted(importlib.resources.files("coranto.demo").joinpath("topics").iterdir(), key=lambda f: f.name)
    fields = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    topics = [Topic(id=f["_id"], name=f["name"], parent=f.get("parent"), keywords=tuple(f["keywords"])) for f in fields]
    assert all(topic.parent == "AI" for topic in topics if topic.name != "AI")
    return Taxonomy(topics)


def topics(piece, taxonomy):
    """The topics of a piece, by its title and its first sentence."""
    outlet = piece.outlet
    return evidence.match(taxonomy, Subject(), outlet.language, piece.title, piece.lede, named=outlet.topics)


def quality(piece, taxonomy) -> int:
    """Its strongest topic, less what its headline costs and the demo's settings take; negative if it is on none."""
    points = max((10 * min(topic.evidence, 5) for topic in topics(piece, taxonomy)), default=-100)
    return points - sum(form.COSTS[name] for name in form.read(piece.title)) - 30 * (piece.outlet.kind == "spam")


def test_there_is_as_much_as_promised():
    sizes = Counter(piece.story for piece in NEWS)
    assert len(NEWS) >= 260
    assert len(sizes) >= 45
    assert len(PIECES) - len(NEWS) >= 25
    assert sum(size == 1 for size in sizes.values()) >= 12
    assert sum(2 <= size <= 3 for size in sizes.values()) >= 15
    assert sum(4 <= size <= 8 for size in sizes.values()) >= 12
    assert sum(9 <= size <= 12 for size in sizes.values()) >= 4
    assert max(sizes.values()) <= 12


def test_outlets_of_every_kind_write_in_three_languages():
    writing = {piece.outlet.id: piece.outlet for piece in NEWS}
    assert len(writing) >= 16
    assert {outlet.language for outlet in writing.values()} == {"en", "de", "es"}
    assert {"agency", "national", "local", "trade", "blog", "spam"} <= {outlet.kind for outlet in writing.values()}
    languages = Counter(piece.outlet.language for piece in NEWS)
    assert languages["de"] >= 35
    assert languages["es"] >= 30


def test_no_two_papers_print_the_same_headline_unless_one_takes_it_over():
    titles = Counter(piece.title for piece in PIECES if piece.original is None)
    assert [title for title, times in titles.items() if times > 1] == []


def test_a_paragraph_is_shared_only_within_its_story():
    stories = defaultdict(set)
    for piece in PIECES:
        for paragraph in piece.paragraphs:
            stories[paragraph].add(piece.story)
    assert [paragraph for paragraph, named in stories.items() if len(named) > 1] == []


def test_every_topic_occurs_in_headlines(taxonomy):
    found = Counter(t.name for p in NEWS for t in topics(p, taxonomy) if t.keywords)
    assert set(found) == {topic.name for topic in taxonomy}
    assert min(found.values()) >= 8


def test_what_is_beside_the_subject_is_on_no_topic(taxonomy):
    off = [piece for piece in PIECES if piece.story.startswith("off-")]
    assert len(off) >= 15
    assert [piece.title for piece in off if topics(piece, taxonomy)] == []


def test_a_front_page_can_be_filled(taxonomy):
    stories = defaultdict(list)
    for piece in PIECES:
        if not (piece.original and piece.outlet.credits):  # the same article, by its canonical address
            stories[piece.story].append(piece)
    stands = {
        story: max(quality(piece, taxonomy) for piece in pieces)
        + OUTLET * (len({piece.outlet.id for piece in pieces}) - 1)
        for story, pieces in stories.items()
    }
    hot = [story for story, points in stands.items() if points >= LINE]
    assert 40 <= len(hot) <= 80
    assert not any(story.startswith(BESIDE) for story in hot)
    assert sum(points < LINE for story, points in stands.items() if not story.startswith(BESIDE)) >= 10
    assert sum(max(p.published for p in stories[story]) > NOW - timedelta(days=3) for story in hot) >= 20
