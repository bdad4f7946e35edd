"""What an article's arrival does to the stories that it touches."""

from coranto.model.story import EvidenceTerm, Member, Neighbour, Story
from coranto.story.apply_placement import apply_placement, item, touched
from coranto.story.placement import Placement

FERRY = (EvidenceTerm(term="ferry", weight=0.2),)
OLD = Story(id="sa", lead="a", members=(Member(article="a"), Member(article="b", score=0.3)))
OTHER = Story(id="sc", lead="c", members=(Member(article="c"),), near=(Neighbour(article="a", score=0.09),))
BEFORE = {"sa": OLD, "sc": OTHER}


def test_the_first_article_of_a_story_needs_no_score():
    after = apply_placement("d", Placement(story="sd", score=0.4, evidence=FERRY), {})
    assert after == {"sd": Story(id="sd", lead="", members=(Member(article="d", score=1.0, evidence=FERRY),))}


def test_one_that_joins_keeps_its_score_and_evidence_and_the_lead_stays():
    after = apply_placement("d", Placement(story="sa", score=0.4, evidence=FERRY), BEFORE)
    assert set(after) == {"sa"}
    assert after["sa"].lead == "a"
    assert after["sa"].members == (*OLD.members, Member(article="d", score=0.4, evidence=FERRY))


def test_the_article_is_listed_as_related_to_the_stories_it_is_near():
    placement = Placement(story="sd", near=(("sa", 0.08, FERRY), ("sgone", 0.07, ())))
    after = apply_placement("d", placement, BEFORE)
    assert after["sa"].near == (Neighbour(article="d", score=0.08, evidence=FERRY),)
    assert after["sa"].members == OLD.members
    assert set(after) == {"sd", "sa"}, "a story that is gone is not made again"


def test_a_story_that_ends_leaves_its_members_and_neighbours_to_the_other_and_nobody_is_near_himself():
    placement = Placement(story="sa", score=0.4, merged=(("sc", "sa"),))
    after = apply_placement("d", placement, BEFORE)
    assert [member.article for member in after["sa"].members] == ["a", "b", "d", "c"]
    assert after["sa"].near == ()
    assert (after["sc"].members, after["sc"].near) == ((), ())


def test_an_article_is_not_near_the_story_that_it_has_joined():
    near = apply_placement("d", Placement(story="sa", near=(("sa", 0.2, ()),)), BEFORE)
    assert near["sa"].near == ()
    twice = Placement(story="sd", near=(("sa", 0.08, ()), ("sa", 0.09, ())))
    assert [one.score for one in apply_placement("d", twice, BEFORE)["sa"].near] == [0.09]


def test_all_stories_that_change_are_asked_for():
    placement = Placement(story="sa", near=(("sn", 0.08, ()),), merged=(("sc", "sa"), ("sx", "sa")))
    assert touched("d", placement, {}) == {"sa", "sn", "sc", "sx"}
    assert touched("d", placement, {"d": "shome"}) == {"sa", "sn", "sc", "sx", "shome"}
    assert set(apply_placement("d", placement, BEFORE)) <= touched("d", placement, {})


def test_the_clusterer_sees_title_excerpt_time_and_language(make):
    article = make(title="Ferry aground", excerpt="Near Skagen.", quality=40)
    seen = item(article)
    assert (seen.id, seen.title, seen.excerpt, seen.quality) == (article.id, "Ferry aground", "Near Skagen.", 40)
    assert (seen.published, seen.url, seen.language) == (article.published, article.url, article.language)
