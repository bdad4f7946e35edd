"""Decisions are kept as they were made, and judging again changes articles and stories and nothing else."""

import msgspec
from making import at, filing, ident, path, record

from coranto.model.article import TopicMatch
from coranto.model.change import LeadAndHeat
from coranto.model.decision import Decision
from coranto.model.reason import Reason
from coranto.model.score import ScorePart

DECIDED = Decision(
    heat=88,
    parts=(ScorePart(name="quality", points=88, reason=Reason("heat.quality")),),
    published=True,
    rule="threshold",
    reason=Reason("decision.reached", {"heat": 88}, (Reason("threshold.site", {"line": 70}),)),
    lead="a",
    threshold=70,
    digest="one",
)


def test_a_decision_comes_back_as_it_was_saved(store):
    store.save_article(filing("a", "s1"))
    store.save_decisions({ident("a"): DECIDED})
    assert store.get_decisions([ident("a"), ident("b")]) == {ident("a"): DECIDED}
    other = msgspec.structs.replace(DECIDED, published=False, heat=60)
    store.save_decisions({ident("a"): other})
    assert store.get_decisions([ident("a")]) == {ident("a"): other}


def test_only_what_readers_see_of_a_decision_is_a_change(store):
    store.save_article(filing("a", "s1"))
    store.save_decisions({ident("a"): DECIDED})
    number, version = store.read_changes()[0], store.read_version()
    store.save_decisions({ident("a"): msgspec.structs.replace(DECIDED, digest="two")})
    assert store.get_decisions([ident("a")])[ident("a")].digest == "two"
    assert (store.read_changes()[0], store.read_version()) == (number, version)
    store.save_decisions({ident("a"): msgspec.structs.replace(DECIDED, threshold=50)})
    assert store.read_changes(number)[1] == [f"article:{ident('a')}"]
    assert store.read_version() != version


def test_what_is_judged_again_is_of_a_time_or_of_a_story_and_never_imported(store):
    for n, (name, story) in enumerate([("a", "s1"), ("b", "s1"), ("c", "s2"), ("d", "s3")]):
        store.save_article(filing(name, story, hours=24 * n))
    old = filing("e").article
    from coranto.model.change import StoredRecord

    store.import_record(old, StoredRecord(article=old.id, path=path("e"), record=record("e"), changed=old.seen))
    numbers = dict(store.articles_to_judge())
    assert list(numbers.values()) == [ident(name) for name in "abcd"]
    assert [name for _, name in store.articles_to_judge(at(47))] == [ident("c"), ident("d")]
    assert [name for _, name in store.articles_to_judge(at(71), ["s1"])] == [ident("a"), ident("b"), ident("d")]
    second = sorted(numbers)[1]
    assert [name for _, name in store.articles_to_judge(after=second)] == [ident("c"), ident("d")]
    assert [name for _, name in store.articles_to_judge(at(72.5))] == [ident("d")], "seen since then counts too"


def test_an_article_judged_again_has_new_topics_everywhere_and_keeps_its_text(store):
    store.save_article(filing("a", "s1"))
    store.save_record(ident("a"), path("a"), record("a", published=True), at(1))
    old = store.get_articles([ident("a")])[ident("a")]
    topics = (TopicMatch(id="law", name="Law", because="“camera” in the title", keywords=("camera",)),)
    new = msgspec.structs.replace(old, topics=topics, quality=33)
    store.save_judged([(old, new)], {"s1": LeadAndHeat(story="s1", lead=ident("a"), heat=33)})
    assert store.get_articles([ident("a")])[ident("a")] == new
    assert store.get_text(ident("a")) == "The whole text of a."
    assert store.get_texts([ident("a"), "nobody"]) == {ident("a"): "The whole text of a."}
    assert [one.id for one in store.recent_articles(topic="law")] == [ident("a")]
    assert store.recent_articles(topic="ai") == []
    assert [heat for _, heat in store.hot_stories(at(-1), topic="law")] == [33]
    assert store.hot_stories(at(-1), topic="ai") == []
    assert store.search("camera").articles == store.search("camera").articles


def test_near_stories_of_many_are_those_of_each(store):
    from making import neighbour

    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s2", near=(("s1", neighbour("b")),)))
    assert store.near_story_ids_of([ident("a"), ident("b")]) == {ident("b"): store.near_story_ids(ident("b"))}


def test_articles_put_into_the_outbox_come_out_of_it_once(store):
    store.save_article(filing("a", "s1"))
    store.clear_outbox(store.outbox_ids())
    store.add_to_outbox([ident("a"), ident("a")])
    assert store.outbox_ids() == [ident("a")]
