from making import article, at, filing, ident, member, neighbour, path, record

from coranto.heat import in_lists
from coranto.model.change import LeadAndHeat
from coranto.model.settings import Settings
from coranto.model.story import Story


def test_an_article_opens_a_story_and_others_join_in_order(store):
    store.save_article(filing("a", "s1", heat=10))
    store.save_article(filing("b", "s1", lead="a", heat=20))
    store.save_article(filing("c", "s1", lead="b", heat=30))
    assert store.get_stories(["s1", "unknown"]) == {
        "s1": Story(id="s1", lead=ident("b"), members=(member("a"), member("b"), member("c")))
    }
    assert store.story_ids_of([ident("a"), ident("c"), "unknown"]) == {ident("a"): "s1", ident("c"): "s1"}


def test_neighbours_come_with_their_evidence_in_order(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s2", near=(("s1", neighbour("b", 0.12)),)))
    store.save_article(filing("c", "s3", near=(("s1", neighbour("c", 0.11)), ("s2", neighbour("c", 0.10)))))
    stories = store.get_stories(["s1", "s2"])
    assert stories["s1"].near == (neighbour("b", 0.12), neighbour("c", 0.11))
    assert stories["s2"].near == (neighbour("c", 0.10),)
    assert store.near_story_ids(ident("c")) == ["s1", "s2"]
    assert store.near_story_ids(ident("a")) == []


def test_a_member_that_moves_leaves_its_old_story(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s1", lead="a"))
    moved = (("s2", member("c")), ("s2", member("b", 0.4)))
    standings = (LeadAndHeat(story="s2", lead=ident("c"), heat=9), LeadAndHeat(story="s1", lead=ident("a"), heat=5))
    store.save_article(filing("c", members=moved, standings=standings))
    stories = store.get_stories(["s1", "s2"])
    assert stories["s1"].members == (member("a"),)
    assert stories["s2"].members == (member("c"), member("b", 0.4))


def test_a_story_that_everybody_left_leads_to_where_the_last_one_went(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s2", members=(("s2", member("b")), ("s2", member("a")))))
    stories = store.get_stories(["s1", "s2"])
    assert stories["s1"] == stories["s2"]
    assert stories["s2"].members == (member("b"), member("a"))
    assert store.count_all()["stories"] == 1


def test_a_merged_story_leads_to_its_heir_through_any_number_of_merges(store):
    for name, story in [("a", "s1"), ("b", "s2"), ("c", "s3"), ("d", "s4")]:
        store.save_article(filing(name, story))
    store.save_article(filing("e", "s2", merged=(("s1", "s2"),)))
    store.save_article(filing("f", "s3", merged=(("s2", "s3"),)))
    store.save_article(filing("g", "s4", merged=(("s3", "s4"),)))
    heir = store.get_stories(["s4"])["s4"]
    assert [one.article for one in heir.members] == [ident(name) for name in "abcdefg"]
    assert store.get_stories(["s1", "s2", "s3"]) == {"s1": heir, "s2": heir, "s3": heir}
    assert set(store.story_ids_of(map(ident, "abcdefg")).values()) == {"s4"}
    assert store.count_all()["stories"] == 1


def test_merges_of_one_arrival_may_be_a_chain_in_either_order(store):
    for merged in ((("s1", "s2"), ("s2", "s3")), (("t2", "t3"), ("t1", "t2"))):
        for old in {story for pair in merged for story in pair}:
            store.save_article(filing(old, old))
        last = merged[0][0][0] + "3"
        store.save_article(filing(last + "x", last, merged=merged))
        assert {one.id for one in store.get_stories([story for pair in merged for story in pair]).values()} == {last}


def test_an_arrival_for_a_story_that_has_ended_goes_to_its_heir(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s2", merged=(("s1", "s2"),)))
    store.save_article(filing("c", "s1", heat=7, near=(("s1", neighbour("b")),)))
    assert store.story_ids_of([ident("c")]) == {ident("c"): "s2"}
    assert store.get_stories(["s2"])["s2"].lead == ident("c")


def test_neighbours_of_a_merged_story_go_over_once_and_never_near_their_own(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s2"))
    store.save_article(filing("c", "s3", near=(("s1", neighbour("c", 0.1)), ("s2", neighbour("c", 0.2)))))
    store.save_article(filing("d", "s4", near=(("s1", neighbour("d", 0.3)),)))
    store.save_article(filing("e", "s5", near=(("s1", neighbour("e", 0.3)),)))
    store.save_article(filing("f", "s2", merged=(("s1", "s2"), ("s4", "s2"))))
    story = store.get_stories(["s2"])["s2"]
    assert story.near == (neighbour("c", 0.2), neighbour("e", 0.3))
    assert [one.article for one in story.members] == [ident(name) for name in "abdf"]


def test_filing_a_merge_twice_is_filing_it_once(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("n", "s9", near=(("s1", neighbour("n")),)))
    arrival = filing("b", "s2", merged=(("s1", "s2"),), near=(("s9", neighbour("b")),))
    store.save_article(arrival)
    before = store.get_stories(["s1", "s2", "s9"])
    store.save_article(arrival)
    assert store.get_stories(["s1", "s2", "s9"]) == before


# -- heat


def test_only_stories_whose_lead_is_published_are_hot(store, publish):
    store.save_article(filing("a", "s1", heat=80))
    store.save_article(filing("b", "s2", heat=90))
    store.save_article(filing("c", "s3", heat=70))
    publish("a")
    publish("b", published=False)
    assert _hot(store) == [("s1", 80)]
    publish("b")
    assert _hot(store) == [("s2", 90), ("s1", 80)]
    publish("a", published=False)
    assert _hot(store) == [("s2", 90)]


def test_a_new_lead_hides_the_story_until_its_record_is_published(store, publish):
    store.save_article(filing("a", "s1", heat=80))
    publish("a")
    store.save_article(filing("b", "s1", heat=99))
    assert _hot(store) == []
    publish("b")
    assert _hot(store) == [("s1", 99)]
    store.save_article(filing("c", "s1", lead="a", heat=85))
    assert _hot(store) == [("s1", 85)]


def test_hot_is_by_heat_then_newest_then_id(store, publish):
    for name, story, hours, heat in [("a", "s4", 0, 80), ("b", "s3", 5, 80), ("c", "s2", 5, 80), ("d", "s1", -3, 99)]:
        store.save_article(filing(name, story, hours, heat))
    publish(*"abcd")
    assert _hot(store) == [("s1", 99), ("s2", 80), ("s3", 80), ("s4", 80)]
    assert _hot(store, limit=2) == [("s1", 99), ("s2", 80)]


def test_since_looks_at_the_newest_member(store, publish):
    store.save_article(filing("a", "s1", hours=-50))
    store.save_article(filing("b", "s1", hours=0, lead="a"))
    store.save_article(filing("c", "s2", hours=-50))
    publish(*"abc")
    assert _hot(store, since=at(0)) == [("s1", 50)]
    assert _hot(store, since=at(0.1)) == []
    assert len(_hot(store, since=at(-50))) == 2
    store.save_article(filing("d", "s3", members=(("s3", member("d")), ("s3", member("b"))), hours=-20))
    assert _hot(store, since=at(0)) == []


def test_a_merged_story_is_no_longer_hot_itself(store, publish):
    store.save_article(filing("a", "s1", heat=80))
    publish("a")
    store.save_article(filing("b", "s2", lead="a", heat=90, merged=(("s1", "s2"),)))
    assert _hot(store) == [("s2", 90)]
    publish("a", title="Changed")
    assert _hot(store) == [("s2", 90)]


def test_hot_of_a_topic_is_by_the_topics_of_the_lead(store, publish):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s2", topics=()))
    publish(*"ab")
    assert _hot(store, topic="ai") == [("s1", 50)]
    assert _hot(store, topic="sports") == []


def test_readers_of_the_lead_on_two_days_add_heat_each_person_once(store, publish):
    store.save_article(filing("a", "s1", heat=80))
    store.save_article(filing("b", "s1", heat=80, lead="a"))
    store.save_article(filing("c", "s2", heat=81))
    publish(*"abc")
    for name, reader, day in [
        ("a", "r1", "2026-03-01"),
        ("a", "r1", "2026-03-01"),
        ("a", "r1", "2026-02-28"),
        ("a", "r2", "2026-03-01"),
        ("b", "r3", "2026-03-01"),  # not the lead: its readers heat nothing
        ("b", "r4", "2026-02-28"),
    ]:
        store.count_reader(ident(name), reader, day)
    assert _hot(store) == [("s2", 81), ("s1", 80)]
    assert _hot(store, day=at(0)) == [("s1", 82), ("s2", 81)]
    assert _hot(store, day=at(-24)) == [("s1", 81), ("s2", 81)]
    assert _hot(store, day=at(72)) == [("s2", 81), ("s1", 80)]


def test_hot_stories_fade_and_cap_readers_as_the_subject_profile_says(store, publish):
    store.save_article(filing("a", "s1", -60, heat=30))
    store.save_article(filing("b", "s2", -30, heat=30))
    store.save_article(filing("c", "s3", -1, heat=30))
    publish(*"abc")
    for n in range(200):
        store.count_reader(ident("a"), f"r{n}", "2026-03-01", n < 3)
    for n in range(30):
        store.count_reader(ident("b"), f"r{n}", "2026-02-28", False)
        store.count_reader(ident("b"), f"r{n}", "2026-03-01", False)
    rules = in_lists.rules(Settings(profile="subject"), at(0))
    points = {"s1": rules.points(at(-60), 3, 197), "s2": rules.points(at(-30), 0, 30), "s3": rules.points(at(-1), 0, 0)}
    assert dict(_hot(store, day=at(0), rules=rules)) == {name: 30 + more for name, more in points.items()}
    later = in_lists.rules(Settings(profile="subject"), at(80))
    assert dict(_hot(store, day=at(80), rules=later)) == {"s1": 30, "s2": 30, "s3": 30}


def test_a_reader_whose_browser_is_known_later_is_one_reader(store):
    for known in (False, True, False):
        store.count_reader(ident("a"), "r1", "2026-03-01", known)
    for n in range(10):
        store.count_reader(ident("a"), f"other {n}", "2026-03-01", False)
    days = ("2026-03-01", "2026-02-28")
    assert store.reader_counts([ident("a")], days) == {ident("a"): 11}
    assert store.reader_counts([ident("a")], days, 8) == {ident("a"): 2}
    assert store.reader_counts([ident("a")], days, 100) == {ident("a"): 1}


def test_readers_of_articles(store):
    for reader, day in [("r1", "2026-03-01"), ("r1", "2026-02-28"), ("r2", "2026-02-28"), ("r3", "2026-02-01")]:
        store.count_reader(ident("a"), reader, day)
    days = ("2026-03-01", "2026-02-28")
    assert store.reader_counts([ident("a"), ident("b")], days) == {ident("a"): 2}
    assert store.reader_counts([ident("a")], days[:1]) == {ident("a"): 1}
    assert store.reader_counts([], days) == {}
    assert store.delete_readers("2026-02-28") == 1
    assert store.delete_readers("2026-02-28") == 0
    assert store.reader_counts([ident("a")], ["2026-02-01"]) == {}


def test_hot_stories_come_whole(store, publish):
    store.save_article(filing("a", "s1", near=()))
    store.save_article(filing("b", "s1", lead="a"))
    store.save_record(ident("a"), path("a"), record("a"), at(0))
    [(story, heat)] = store.hot_stories(at(-1))
    assert story == Story(id="s1", lead=article("a").id, members=(member("a"), member("b")))
    assert heat == 50


def _hot(store, since=None, **asked):
    return [(story.id, heat) for story, heat in store.hot_stories(since or at(-9999), **asked)]
