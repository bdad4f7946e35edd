"""What points depend on is stored with each article, and read for a month at once."""

import msgspec
from making import at, filing, ident

from coranto.model.article import Picture
from coranto.model.change import LeadAndHeat, Override
from coranto.model.score import ScorePart


def test_facts_follow_the_article(store):
    store.save_article(filing("a", "s1", published=at(1)))
    (one,) = store.get_scored(at(0))
    assert (one.story, one.article, one.outlet, one.host) == ("s1", ident("a"), "a.example", "a.example")
    assert (one.total, one.letters) == (17, len("Title of a"))
    judged = store.get_articles([ident("a")])[ident("a")]
    other = msgspec.structs.replace(
        judged, topics=(), images=(Picture(url="https://a/b.jpg"),), parts=(ScorePart(name="image", points=20),)
    )
    store.save_judged([(judged, other)], {"s1": LeadAndHeat(story="s1", lead=ident("a"), heat=20)})
    (again,) = store.get_scored(at(0))
    assert again.total == 20
    assert again.facts != one.facts
    assert store.get_scored(at(0), on_topic=True) == []


def test_articles_before_a_time_and_in_no_story_are_left_out(store):
    store.save_article(filing("a", "s1", published=at(1)))
    store.save_article(filing("b", "s1", published=at(3)))
    store.save_article(filing("c", published=at(3)))
    assert [one.article for one in store.get_scored(at(2))] == [ident("b")]
    assert {one.article for one in store.get_scored(at(1), on_topic=True)} == {ident("a"), ident("b")}


def test_leads_and_overrides_come_with_them(store):
    store.save_article(filing("a", "s1", published=at(1)))
    store.save_article(filing("b", "s1", published=at(3), lead="a"))
    assert store.story_leads(["s1", "nowhere"]) == {"s1": ident("a")}
    for name in ("a", "b"):
        store.save_override(Override(article=ident(name), published=True))
    assert set(store.overrides_since(at(2))) == {ident("b")}
