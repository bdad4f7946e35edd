"""Verdicts in the store: kept in their order, found by the stories they are about."""

import msgspec
from making import at

from coranto.model.edit import StoryEdit


def test_verdicts_are_numbered_and_kept_with_what_became_of_them(store):
    merge = StoryEdit(kind="merge", story="s1", other="s2", why="one event", at=at(1))
    split = StoryEdit(kind="split", story="s3", articles=("a", "b"), at=at(2))
    assert [store.add_edit(merge), store.add_edit(split)] == [1, 2]
    assert store.get_edits() == [msgspec.structs.replace(merge, number=1), msgspec.structs.replace(split, number=2)]
    before = store.read_version()
    done = msgspec.structs.replace(split, number=2, arrival=7, made="s4", moved=("a", "b"))
    store.finish_edit(done)
    assert store.read_version() != before
    assert store.get_edits(1) == [done]
    assert store.edits_of_stories(["s4"]) == store.edits_of_stories(["s3", "s9"]) == [done]
    assert [one.number for one in store.edits_of_stories(["s2", "s1", "s4"])] == [1, 2]
    assert store.edits_of_stories([]) == []
