"""What the documentation says of leads, heat and thresholds is what the program does."""

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from coranto import testing
from coranto.decide import decision
from coranto.heat import rank
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.run import scaffold
from coranto.story import lead

PAGES = Path(__file__).parents[2] / "docs" / "explanation"
STORIES, JUDGEMENT = (" ".join((PAGES / name).read_text().split()) for name in ("stories.md", "judgement.md"))


def article(name, **changes):
    return msgspec.structs.replace(testing.article("A title"), id=name, **changes)


@pytest.mark.parametrize("page", [STORIES, JUDGEMENT])
def test_both_pages_say_who_leads(page):
    said = "member of highest quality; of equal ones the earliest published, then the one that we saw first."
    assert said in page


def test_the_best_leads_of_equal_ones_the_earliest_then_the_one_seen_first():
    time, later = testing.article("A title").published, timedelta(minutes=1)
    ranked = [
        article("e", quality=60, published=time + later, seen=time + later),
        article("d", quality=50, published=time, seen=time + later * 3),
        article("c", quality=50, published=time + later, seen=time + later),
        article("b", quality=50, published=time + later, seen=time + later * 2),
        article("a", quality=40, published=time, seen=time),
    ]
    for kept in range(len(ranked)):
        for members in permutations(ranked[kept:]):
            assert lead.choose(members) == ranked[kept].id


def test_heat_is_the_sum_that_is_described():
    assert (
        "its quality, plus ten for every other member within five days, plus its readers of today and yesterday"
        in JUDGEMENT
    )
    settings = Settings()
    assert rank.total(rank.parts(58, 3, 4, settings)) == 58 + 10 * 3 + 4
    first = article("a")
    near, far = (article(str(days), published=first.published + timedelta(days=days)) for days in (5, 6))
    assert decision.related(first, [first, near, far], settings) == [near]
    assert "Who does not lead is cold (-1)" in JUDGEMENT
    assert decision.decide(near, first, [near], 0, settings).heat == -1


def test_the_threshold_is_the_sites_or_the_lowest_that_a_topic_sets(tmp_path):
    assert (
        "(70 where nothing is set; `coranto init` writes 30), or the lowest that one of its topics sets for itself"
        in JUDGEMENT
    )
    assert Settings().publish.threshold == 70
    list(scaffold.write(tmp_path, None))
    assert "threshold = 30" in (tmp_path / "coranto.toml").read_text()
    named = article("a", topics=tuple(Topic(id=name.lower(), name=name) for name in ("A", "B", "C")))
    assert rank.threshold(named, {}, Settings())[0] == 70
    assert rank.threshold(named, {"A": 80, "B": 75, "D": 10}, Settings())[0] == 75


def test_a_story_is_published_from_the_threshold_on():
    assert "published when its lead's heat reaches the threshold" in JUDGEMENT
    for quality, published in ((69, False), (70, True)):
        one = article("a", quality=quality)
        assert decision.decide(one, one, [], 0, Settings()).published is published
