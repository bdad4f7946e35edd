"""Edits in the store: in order, found by what they are about, entered in a log; and what they change."""

import sqlite3
from datetime import timedelta

import msgspec
from making import NOON, article, as_of, at, filing, ident, neighbour, path, record

from coranto.model import edit_hash
from coranto.model.change import LeadAndHeat, Original, Override, TopicChange
from coranto.model.edit import Edit
from coranto.store import open_store


def test_verdicts_are_numbered_and_kept_with_what_became_of_them(store):
    merge = Edit(kind="merge", story="s1", other="s2", why="one event", at=at(1))
    split = Edit(kind="split", story="s3", articles=("a", "b"), at=at(2))
    assert store.last_edit() == store.last_arrival() == 0
    assert [store.add_edit(merge), store.add_edit(split)] == [1, 2]
    assert store.last_edit() == 2
    assert store.get_edits() == [msgspec.structs.replace(merge, number=1), msgspec.structs.replace(split, number=2)]
    assert [one.number for one in store.page_of_edits(1)] == [2]
    assert [one.number for one in store.page_of_edits(5, before=2)] == [1]
    assert store.page_of_edits(5, before=1) == []
    before = store.read_version()
    done = msgspec.structs.replace(split, number=2, arrival=7, made="s4", moved=("a", "b"))
    store.finish_edit(done)
    assert store.read_version() != before
    assert store.get_edits(1) == [done]
    assert store.edits_of_stories(["s4"]) == store.edits_of_stories(["s3", "s9"]) == [done]
    assert [one.number for one in store.edits_of_stories(["s2", "s1", "s4"])] == [1, 2]
    assert store.edits_of_stories([]) == []


def test_every_edit_is_entered_in_a_log_that_holds_together(store):
    merge = Edit(kind="merge", story="s1", other="s2", why="one event", at=at(1), who="ada")
    number = store.add_edit(merge)
    headline = Edit(
        kind="headline", articles=("a",), after={"title": "New"}, before={"title": None}, at=at(2), arrival=0
    )
    store.add_edit(headline)
    store.finish_edit(msgspec.structs.replace(merge, number=number, arrival=3, made="s1", moved=("b",)))
    log = store.get_edit_log()
    assert [(one.number, one.edit, one.event, one.verb) for one in log] == [
        (1, 1, "asked", "merge"), (2, 2, "done", "headline"), (3, 1, "done", "merge")]  # fmt: skip
    assert edit_hash.breaks(log) == []
    assert store.get_edit_log(2) == log[2:]
    assert edit_hash.breaks([log[0], log[2]]) != []
    assert edit_hash.breaks([msgspec.structs.replace(log[0], why="another"), *log[1:]]) == [
        "entry 1: it was changed after it was written"
    ]
    assert store.get_edit(2) == msgspec.structs.replace(headline, number=2)
    assert store.get_edit(3) is None
    assert [one.number for one in store.edits_of_articles(["a"])] == [2]
    assert [one.number for one in store.edits_of_articles(["a", "b"])] == [1, 2]


def test_overrides_are_kept_whole(store):
    store.save_article(filing("a", "s1"))
    whole = Override(
        article=ident("a"), boost=-7, published=True, hidden=True, pinned=3, lead=4, title="T", excerpt="",
        topics=TopicChange(set=(("ai", "AI"),), remove=("Law",)), original=Original(title="Was", topics=article("a").topics),
    )  # fmt: skip
    for override in (whole, Override(article=ident("a"), published=False), Override(article=ident("a"))):
        store.save_override(override)
        assert store.get_overrides([ident("a"), "nobody"]) == {ident("a"): override}


def test_what_is_hidden_is_in_no_list_and_no_story_until_it_is_not(store, publish):
    for n, name in enumerate("abc"):
        store.save_article(filing(name, "s1", hours=n, lead="a", heat=80, near=(("s2", neighbour(name)),)))
    store.save_article(filing("d", "s2"))
    publish("a", "d")

    def seen():
        return (
            [one.id for one in store.recent_articles()],
            {ident: (s.members, s.near) for ident, s in store.get_stories(["s1", "s2"]).items()},
            store.articles_by_hour(at(-9)),
            store.topic_activity("ai", at(-9)),
        )

    before, states = seen(), store.get_story_states(["s1", "s2"])
    store.save_override(Override(article=ident("b"), hidden=True))
    river, stories, hours, lately = seen()
    assert ident("b") not in river
    assert [one.article for one in stories["s1"][0]] == [ident("a"), ident("c")]
    assert ident("b") not in {one.article for one in stories["s2"][1]}
    assert sum(count for _, count, _ in hours) == len(lately) == 3
    assert store.get_story_states(["s1", "s2"]) == states, "an undo needs all of it"
    assert store.hidden_articles() == [ident("b")]
    (when,) = [one.published for one in store.get_articles([ident("b")]).values()]
    assert store.hidden_articles(when) == [ident("b")]
    assert store.hidden_articles(when + timedelta(seconds=1)) == []
    store.save_override(Override(article=ident("b")))
    assert seen() == before
    assert store.hidden_articles() == []


def test_pinned_stories_are_shown_ones_the_latest_pin_first(store, publish):
    for name in "abc":
        store.save_article(filing(name, f"s{name}", heat=80))
    publish("a", "b")
    for number, name in enumerate("abc", 1):
        store.save_override(Override(article=ident(name), pinned=number))
    store.count_reader(ident("a"), "somebody", "2026-03-01")
    assert [(story.id, heat) for story, heat in store.pinned_stories(NOON)] == [("sb", 80), ("sa", 81)]
    store.save_override(Override(article=ident("b")))
    assert [story.id for story, _ in store.pinned_stories()] == ["sa"]


def test_stories_come_back_exactly_as_they_were(store):
    store.save_article(filing("a", "s1", heat=80))
    store.save_article(filing("b", "s1", 1, lead="a", near=(("s2", neighbour("b")),)))
    store.save_article(filing("c", "s2", 2))
    store.save_article(filing("d", "s3", 3, near=(("s1", neighbour("d")), ("s2", neighbour("d")))))
    store.save_article(filing("e", "s2", 4, lead="c", merged=(("s3", "s2"),)))
    names, stories = [ident(name) for name in "abcde"], ["s1", "s2", "s3"]

    def state():
        return store.get_stories(stories), store.story_ids_of(names), store.get_story_states(stories)

    before = state()
    states = before[2]
    store.save_article(filing("c", "s1", 2, lead="a", merged=(("s2", "s1"),)))
    assert set(store.story_ids_of(names).values()) == {"s1"}
    back = filing("c", "s2", 2)
    back = msgspec.structs.replace(back, members=(), restored=(states["s1"], states["s2"]), standings=(
        LeadAndHeat(story="s1", lead=ident("a"), heat=80), LeadAndHeat(story="s2", lead=ident("c"), heat=50)))  # fmt: skip
    store.save_article(back)
    assert state() == before


def test_a_record_that_is_again_as_before_an_edit_was_changed_when_it_was(store, publish):
    store.save_article(filing("a", "s1"))
    publish("a")
    store.remember_records([ident("a"), "nobody"])
    for title, hours, changed in [("Other", 1, 1), ("Title of a", 2, 0), ("Other", 3, 3)]:
        store.save_record(ident("a"), path("a"), record("a", title=title), at(hours))
        assert store.get_records([ident("a")])[ident("a")].changed == at(changed)


def test_hashes_of_files_are_noted_before_and_settled_after(store):
    for name in "ab":
        store.save_article(filing(name, "s1"))
    a, b = ident("a"), ident("b")
    store.add_written([(a, "1"), (b, "1"), (a, "2"), (a, "2")])
    assert store.get_written([a, b, "nobody"]) == {a: {"1", "2"}, b: {"1"}}
    store.settle_written([(a, "2")])
    assert store.get_written([a, b]) == {a: {"2"}, b: {"1"}}


def test_edits_and_overrides_of_the_version_before_keep_working(tmp_path):
    """Their rows have fewer fields; the log begins with them."""
    address = f"sqlite:///{tmp_path}/a.db"
    store = open_store(address)
    store.save_article(filing("a", "s1"))
    store.close()
    as_of(address, "0006")
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("INSERT INTO ruling VALUES (?, 100, 0)", [ident("a")])
        old = '{"number":0,"kind":"split","story":"s1","other":"","articles":["b"],"why":"zwei, „nicht“ eins","at":"2026-03-01T12:00:00Z","arrival":5,"made":"s2","moved":["b"],"trouble":""}'
        db.execute("INSERT INTO verdict (story, other, made, data) VALUES ('s1', '', 's2', ?)", [old])
        waits = old.replace('"arrival":5,"made":"s2","moved":["b"]', '"arrival":null,"made":"","moved":[]')
        db.execute("INSERT INTO verdict (story, other, made, data) VALUES ('s1', '', '', ?)", [waits])
    db.close()
    store = open_store(address)
    assert store.get_overrides([ident("a")]) == {ident("a"): Override(article=ident("a"), boost=100, published=False)}
    first, second = store.get_edits()
    assert (first.kind, first.made, first.arrival, second.arrival) == ("split", "s2", 5, None)
    store.add_edit(Edit(kind="merge", story="s1", other="s2", at=at(1)))
    log = store.get_edit_log()
    assert [(one.edit, one.event) for one in log] == [(1, "asked"), (1, "done"), (2, "asked"), (3, "asked")]
    assert edit_hash.breaks(log) == []
    store.close()
