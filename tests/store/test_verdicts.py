"""Verdicts in the store: kept in their order, found by the stories they are about."""

import msgspec
from making import at

from coranto.model.verdict import Verdict


def test_verdicts_are_numbered_and_kept_with_what_became_of_them(store):
    merge = Verdict(kind="merge", story="s1", other="s2", why="one event", at=at(1))
    split = Verdict(kind="split", story="s3", articles=("a", "b"), at=at(2))
    assert [store.say(merge), store.say(split)] == [1, 2]
    assert store.verdicts() == [msgspec.structs.replace(merge, number=1), msgspec.structs.replace(split, number=2)]
    before = store.version()
    done = msgspec.structs.replace(split, number=2, arrival=7, made="s4", moved=("a", "b"))
    store.judged(done)
    assert store.version() != before
    assert store.verdicts(1) == [done]
    assert store.verdicts_on(["s4"]) == store.verdicts_on(["s3", "s9"]) == [done]
    assert [one.number for one in store.verdicts_on(["s2", "s1", "s4"])] == [1, 2]
    assert store.verdicts_on([]) == []
