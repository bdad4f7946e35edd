"""Links between stories of different languages."""

from making import at, filing, ident

from coranto.model.also_told import AlsoTold
from coranto.model.story import EvidenceTerm
from coranto.store import change_log


def link(story, other, score=3.0):
    evidence = (EvidenceTerm(term="armenien / armenia", weight=score),)
    return AlsoTold(story=story, other=other, languages=("de", "en"), score=score, evidence=evidence)


def filed(store, *stories):
    for n, story in enumerate(stories):
        store.save_article(filing(f"n{story}", story, hours=n))


def test_a_link_is_read_from_both_ends_and_logged_when_it_changes(store):
    filed(store, "g", "e", "f")
    number, _ = store.read_changes()
    assert store.save_also_told(["g"], [link("g", "e")])
    _, changed = store.read_changes(number)
    assert set(changed) == {change_log.story("g"), change_log.story("e")}
    assert store.get_also_told(["g", "e", "f"]) == {"g": [link("g", "e")], "e": [link("g", "e").turned()]}
    version = store.read_version()
    assert not store.save_also_told(["g"], [link("g", "e")])
    assert store.read_version() == version
    assert store.also_told_from(["e"]) == {"g"}
    assert store.save_also_told(["g"], [link("g", "f"), link("g", "e", 4.0)])
    assert [one.other for one in store.get_also_told(["g"])["g"]] == ["e", "f"]
    assert store.save_also_told(["g"], [])
    assert store.get_also_told(["g", "e", "f"]) == {}


def test_two_links_between_the_same_stories_are_one(store):
    filed(store, "g", "e")
    store.save_also_told(["g", "e"], [link("g", "e", 3.0), link("e", "g", 3.5)])
    (one,) = store.get_also_told(["g"])["g"]
    assert one.score == 3.5


def test_a_merged_story_has_no_links_and_recent_stories_are_without_it(store):
    filed(store, "g", "e", "f")
    store.save_also_told(["g"], [link("g", "e")])
    assert store.recent_story_ids(at(1), 10) == ["f", "e"]
    assert store.recent_story_ids(at(0), 2) == ["f", "e"]
    store.save_article(filing("more", "f", hours=3, merged=(("e", "f"),)))
    assert store.get_also_told(["g", "e", "f"]) == {}
    assert store.also_told_from(["e"]) == {"g"}
    assert store.recent_story_ids(at(0), 10) == ["f", "g"]
    assert ident("more") in {one.article for one in store.get_stories(["e"])["e"].members}
