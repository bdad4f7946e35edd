"""Edits of stories taken back out of their order: what waits is still carried out, and every story stands for itself."""

from coranto.edit import verbs
from coranto.run import ingest


def test_one_taken_back_before_its_round_hides_no_earlier_one_that_waits(site):
    ids, homes = site.ids, site.store.story_ids_of(site.ids)
    ingest.Ingest(site.newsroom).snapshot()
    merge = verbs.say(site.newsroom, "merge", {"one": homes[ids[0]], "other": homes[ids[3]]})
    split = verbs.say(site.newsroom, "split", {"articles": [ids[2]]})
    verbs.take_back(site.newsroom, split.number)
    done = ingest.Ingest(site.newsroom).apply_edits()
    assert [one.number for one in done] == [merge.number]
    assert not done[0].trouble


def test_a_story_that_was_reopened_is_not_closed_by_a_later_undo(site):
    ids, homes = site.ids, site.store.story_ids_of(site.ids)
    first, second, third = homes[ids[0]], homes[ids[3]], homes[ids[5]]
    before = {name: site.store.get_stories([name])[name].lead for name in (first, second, third)}
    one = site.say("merge", one=second, other=third)
    other = site.say("merge", one=first, other=second)
    for number in (one.number, other.number):  # the first one first
        assert not site.undo(number).trouble
    assert site.store.story_ids_of(ids) == homes
    stories = site.store.get_stories(before)
    assert {name: (story.id, story.lead) for name, story in stories.items()} == {
        name: (name, lead) for name, lead in before.items()
    }
