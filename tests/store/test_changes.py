"""The log of changes, and the narrow lists that pages are made of."""

from datetime import timedelta

import pytest
from making import NOON, at, filing, ident, path, record

from coranto.model.change import Override
from coranto.model.source import Source


def since(store, act):
    before, _ = store.read_changes(1 << 40)
    act()
    return set(store.read_changes(before)[1])


def test_an_arrival_is_in_the_log(store):
    changed = since(store, lambda: store.save_article(filing("a", "one")))
    assert {f"article:{ident('a')}", "arrivals"} <= changed
    assert "published" not in changed


def test_the_log_is_empty_at_first_and_after_its_end(store):
    assert store.read_changes() == (0, [])
    store.save_article(filing("a", "one"))
    number, _ = store.read_changes()
    assert number > 0
    assert store.read_changes(number) == (number, [])


def test_a_record_changes_the_lists_it_is_in_and_was_in(store):
    store.save_article(filing("a", "one"))
    named = ident("a")
    shown = record("a", published=True, topics=("AI",))
    assert {"published", "published:AI"} <= since(store, lambda: store.save_record(named, path("a"), shown, NOON))
    other = record("a", published=True, topics=("Law",))
    assert {"published:AI", "published:Law"} <= since(store, lambda: store.save_record(named, path("a"), other, NOON))
    assert not since(store, lambda: store.save_record(named, path("a"), other, NOON))
    hidden = record("a", published=False, topics=("Law",))
    assert "published:Law" in since(store, lambda: store.save_record(named, path("a"), hidden, NOON))


def test_readers_and_overrides_change_their_article(store):
    store.save_article(filing("a", "one"))
    named = f"article:{ident('a')}"
    assert since(store, lambda: store.count_reader(ident("a"), "somebody", "2026-03-07")) == {named}
    assert not since(store, lambda: store.count_reader(ident("a"), "somebody", "2026-03-07"))
    assert since(store, lambda: store.delete_readers("2026-03-08")) == {named}
    assert named in since(store, lambda: store.save_override(Override(article=ident("a"), boost=5)))


def test_a_look_at_a_source_is_no_change_and_its_name_is(store):
    one = Source(id="s", url="https://s.example/feed", title="S")
    assert since(store, lambda: store.save_source(one)) == {"source:s"}
    assert not since(store, lambda: store.save_source(Source(id="s", url=one.url, title="S", last_look=NOON)))
    assert since(store, lambda: store.save_source(Source(id="s", url=one.url, title="T"))) == {"source:s"}
    assert since(store, lambda: store.delete_source("s")) == {"source:s"}


def test_what_is_listed_is_what_is_published(store, publish):
    for name in "abcd":
        store.save_article(filing(name, name))
    publish("a", "b", hours=1, topics=("AI",))
    publish("c", topics=("AI", "Law"))
    for topic in (None, "AI", "Law", "none"):
        assert store.published_ids(topic) == [one.article for one in store.published_records(0, 100, topic)]
    assert len(store.published_ids()) == 3


def test_what_is_taken_back_is_not_in_the_log(store):
    def taken_back():
        with store.transaction(writes=True):
            store.save_article(filing("a", "one"))
            1 / 0  # noqa: B018 - it breaks

    def broken():
        with pytest.raises(ZeroDivisionError):
            taken_back()

    assert not since(store, broken)


def test_lately_counts_from_a_time_and_gives_the_newest_first(store):
    for hours, name in enumerate("abc"):
        store.save_article(filing(name, name, hours))
    store.save_article(filing("d", "d", 5, topics=()))
    assert store.topic_activity("ai", at(1)) == [(at(2), "C"), (at(1), "B")]
    assert store.topic_activity("ai", at(0), 1) == [(at(2), "C")]
    assert store.topic_activity("nothing", at(0)) == []


def test_a_topic_counts_its_published_stories_and_its_articles_by_day(store, publish):
    for hours, name in enumerate("abc"):
        store.save_article(filing(name, name, hours))
    store.save_article(filing("d", "a", 30))
    store.save_article(filing("e", "e", 5, topics=()))
    assert store.topic_story_counts(["ai"], at(-1)) == {}
    publish("d", "b", "e")
    assert store.topic_story_counts(["ai", "nothing"], at(-1)) == {"ai": 2}
    assert store.topic_story_counts(["ai"], at(2)) == {"ai": 1}  # the second article of a is of the day after
    assert store.topic_story_counts([], at(-1)) == {}
    today = at(0).date()
    assert store.articles_by_day("ai", at(0)) == {today: 3, today + timedelta(days=1): 1}
    assert store.articles_by_day("ai", at(1)) == {today: 2, today + timedelta(days=1): 1}
    assert store.articles_by_day("nothing", at(0)) == {}


def test_stories_are_told_once_those_with_the_newest_record_first(store, publish):
    store.save_article(filing("a", "s1", 0))
    store.save_article(filing("b", "s2", 1))
    store.save_article(filing("c", "s1", 2, lead="a"))
    publish("a", "b")
    publish("c", hours=2)
    store.save_article(filing("d", "s3", 3))
    assert store.published_story_ids() == ["s1", "s2"]


def test_stories_of_a_day_say_when_they_began(store, publish):
    day = at(0).date()
    store.save_article(filing("a", "s1", 0))
    store.save_article(filing("b", "s2", 1))
    store.save_article(filing("c", "s1", 48, lead="a"))
    store.save_article(filing("d", "s3", 2))
    publish("a")
    publish("b", hours=1)
    publish("c", hours=48)
    told = store.stories_of_day(day)
    assert [(one.story, one.title, one.first) for one in told] == [
        ("s1", "Title of a", at(0)),
        ("s2", "Title of b", at(1)),
    ]
    assert {one.changed for one in told} == {NOON}
    assert [(one.story, one.first) for one in store.stories_of_day(day + timedelta(days=2))] == [("s1", at(0))]
    assert store.stories_of_day(day + timedelta(days=1)) == []


def test_hot_of_a_topic_follows_the_topics_of_its_lead(store, publish):
    store.save_article(filing("a", "s1"))
    publish("a")
    assert [story.id for story, _ in store.hot_stories(at(-1), topic="ai")] == ["s1"]
    store.save_article(filing("a", "s1", topics=()))
    assert store.hot_stories(at(-1), topic="ai") == []
    assert [story.id for story, _ in store.hot_stories(at(-1))] == ["s1"]
