"""What docs/explanation/judgement.md says of equal leads, heat and thresholds is what the code does."""

import re
from datetime import timedelta
from pathlib import Path

import msgspec

from coranto.decide import decision
from coranto.heat import rank
from coranto.model.article import TopicMatch
from coranto.model.settings import Settings
from coranto.story import lead

DOCS = Path(__file__).parents[2] / "docs" / "explanation"
PAGE = (DOCS / "judgement.md").read_text("utf-8")
NEWS = Settings()


def stands(sentence):
    return " ".join(sentence.split()) in " ".join(PAGE.split())


def test_of_two_members_the_first_in_the_order_of_the_page_leads(make):
    said = re.findall(r"(?m)^\d\. the (.+)$", PAGE)
    base = make("One", url="https://one.example/1", id="m", quality=5)
    moves = {
        "highest quality": {"quality": 6},
        "earliest published": {"published": base.published - timedelta(hours=1)},
        "first seen": {"seen": base.seen - timedelta(hours=1)},
        "lowest id": {"id": "a"},
    }
    worse = {
        "earliest published": {"published": base.published + timedelta(hours=1)},
        "first seen": {"seen": base.seen + timedelta(hours=1)},
        "lowest id": {"id": "z"},
    }
    assert said == list(moves)
    for n, key in enumerate(said):
        better = moves[key]
        for later in said[n + 1 :]:  # the worst in everything that comes after it in the order
            better = worse[later] | better
        one = msgspec.structs.replace(base, **better)
        assert lead.choose([base, one]) == one.id, key
    words = "of equal ones the earliest published, then the first seen, then the lowest id"
    assert words in (DOCS / "stories.md").read_text("utf-8")


def test_heat_is_added_up_as_the_page_says(make):
    assert stands(f"plus {NEWS.publish.related} (`publish.related`) for every other member")
    assert stands(f"at most {NEWS.stories.related_days} days (`stories.related_days`) before or after it")
    first = make("Lead", quality=40)
    edge = timedelta(days=NEWS.stories.related_days)
    members = [
        make(f"Member {n}", url=f"https://m{n}.example/", published=first.published + gap)
        for n, gap in enumerate([edge, -edge, edge + timedelta(seconds=1)])
    ]
    counted = len(decision.related(first, members, NEWS))
    heat = rank.total(rank.parts(first.quality, counted, 3, NEWS))
    assert heat == 40 + 2 * NEWS.publish.related + 3
    assert stands(f"An article that does not lead is cold ({rank.COLD}).")


def test_a_heat_equal_to_the_threshold_publishes(make):
    assert stands("a heat equal to it is enough")
    assert stands(f"The threshold is {NEWS.publish.threshold} (`publish.threshold`);")
    for heat, published in ((NEWS.publish.threshold, True), (NEWS.publish.threshold - 1, False)):
        one = make("Lead", quality=heat)
        assert decision.decide(one, one, [], 0, NEWS).published is published


def test_the_lowest_threshold_of_an_article_s_topics_counts_instead_of_the_site_s(make):
    assert stands("the lowest of those counts instead, be it higher or lower than the site's")
    topics = tuple(TopicMatch(id=name, name=name) for name in ("A", "B", "C"))
    one = make("Lead", quality=80, topics=topics)
    assert decision.decide(one, one, [], 0, NEWS, own={"A": 90, "B": 85}).threshold == 85
    assert decision.decide(one, one, [], 0, NEWS, own={"A": 90, "B": 20}).threshold == 20
    assert decision.decide(one, one, [], 0, NEWS).threshold == NEWS.publish.threshold
