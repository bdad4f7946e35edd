"""What points depend on is stored with each article, and read for a month at once."""

import contextlib

import msgspec
from making import as_of, at, filing, ident

from coranto.model.article import Picture, TopicMatch
from coranto.model.change import LeadAndHeat, Override
from coranto.model.reason import Reason
from coranto.model.rule import Applied
from coranto.model.score import ScorePart
from coranto.model.sourcing import Citation
from coranto.score import form
from coranto.store import open_store


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


def test_a_store_from_before_gets_the_rows_that_it_would_have_now(store, address):
    reasons = [Reason("quality.subject"), Reason("form.list"), Reason("quality.floor")]
    rich = {
        "title": "5 ways to read “AI”",
        "topics": (
            TopicMatch(id="ai", name="KI ü", keywords=("ai",), evidence=1.25, role="also"),
            TopicMatch(id="x", name="X"),
        ),
        "images": (Picture(url="https://a.example/b.jpg"),),
        "amp_url": "https://a.example/amp",
        "type": "video",
        "rules": (Applied("mute", "title:ai"), Applied("hold", "x")),
        "parts": tuple(ScorePart(name="p", points=5, reason=reason) for reason in reasons),
    }
    ways = {"b": (Citation(outlet="AP"),), "c": (Citation(outlet="AP", way="credit"),)}
    store.save_article(filing("a", "s1", published=at(1), **rich))
    for name, citations in ways.items():
        store.save_article(filing(name, "s1", published=at(1), citations=citations))
    store.save_article(filing("d", "s1", published=at(1), own_report=True, same_text=("a",)))
    rows = sorted(store.get_scored(at(0)))
    assert [list(form.read(rich["title"]))] == [
        list(msgspec.json.decode(one.facts)[1]) for one in rows if one.total == 10
    ]
    store.close()
    as_of(address, "0023")
    with contextlib.closing(open_store(address)) as migrated:
        assert sorted(migrated.get_scored(at(0))) == rows
