"""Whatever people decide, in whatever order: the log holds, the store fits together, files and records agree."""

from contextlib import suppress
from datetime import timedelta

import msgspec
from gathered import NOON, opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coranto import errors
from coranto.decide import explain
from coranto.edit import log, verbs
from coranto.model.change import TopicChange
from coranto.record import frontmatter

numbers = st.integers(0, 10)
steps = st.one_of(
    st.tuples(st.just("merge"), numbers, numbers),
    st.tuples(st.just("split"), numbers, numbers),
    st.tuples(st.just("move"), numbers, numbers),
    st.tuples(st.sampled_from(["publish", "hide", "pin", "lead"]), numbers, st.booleans()),
    st.tuples(st.just("boost"), numbers, st.sampled_from([-40, 0, 7, 100])),
    st.tuples(st.sampled_from(["headline", "excerpt"]), numbers, st.sampled_from(["", "One", "Two"])),
    st.tuples(st.just("topics"), numbers, st.sampled_from([("add", "danger"), ("remove", "Sea"), ("set", "law")])),
    st.tuples(st.just("undo"), st.integers(1, 8), numbers),
    st.tuples(st.just("arrive"), numbers, numbers),
)


def act(site, ids, step, make):
    verb, pick, more = step
    one = ids[pick % len(ids)]
    if verb == "merge":
        site.say("merge", one=one, other=ids[more % len(ids)])
    elif verb == "split":
        site.say("split", articles=[one, ids[more % len(ids)]])
    elif verb == "move":
        site.say("move", article=one, story=ids[more % len(ids)])
    elif verb in ("publish", "pin", "lead"):
        site.say(verb, article=one, off=more)
    elif verb == "hide":
        site.say("hide", article=one)
    elif verb == "boost":
        site.say("boost", article=one, points=more)
    elif verb in ("headline", "excerpt"):
        site.say(verb, article=one, text=more)
    elif verb == "topics":
        site.say("topics", article=one, **{more[0]: [more[1]]})
    elif verb == "undo":
        site.undo(pick)
    else:
        n = len(ids)
        title = site.store.get_articles([one])[one].title
        at = NOON - timedelta(minutes=100 - n)
        new = make(f"{title} again", f"late{n}.example", at.isoformat(), url=f"https://late{n}.example/", language="en")
        site.add(new)
        ids.append(new.id)
        site.publish()


def examine(site, ids):
    store = site.store
    assert log.verify(site.newsroom) == []
    assert store.outbox_ids() == []
    decided = store.get_overrides(ids)
    hidden = {name for name, one in decided.items() if one.hidden}
    homes = store.story_ids_of(ids)
    assert homes.keys() == set(ids)
    found = store.get_stories(set(homes.values()))
    members = [one.article for story in found.values() for one in story.members]
    assert sorted(members) == sorted(set(ids) - hidden)
    for ident, story in found.items():
        assert story.id == ident, "an article is in a story that stands"
        own = {one.article for one in story.members}
        assert story.lead in own or not own
        assert not own & {one.article for one in story.near}
        assert not hidden & {one.article for one in story.near}
        chosen = {name: decided[name].lead for name in own if name in decided and decided[name].lead}
        assert not chosen or story.lead == max(chosen, key=chosen.get)
    for name in ids:  # each decision is there once: what the edits say in turn is what holds
        said = {}
        for edit in store.edits_of_articles([name]):
            if not edit.of_stories:
                said |= {field: edit.number if value is True and field in ("pinned", "lead") else value for field, value in edit.after.items()}  # fmt: skip
        for field, value in said.items():
            assert msgspec.to_builtins(getattr(decided[name], field)) == (
                msgspec.to_builtins(msgspec.convert(value, TopicChange | None)) if field == "topics" else value
            )
    records = store.get_records(ids)
    files = site.files()
    assert files == {
        records[name].path.rpartition("/")[2]: frontmatter.emit(records[name].record).encode()
        for name in set(ids) - hidden
    }
    for name in ids:
        told = explain.explain(store, name, site.clock())
        record = records[name].record
        assert (told.published, told.quality) == (record.published, record.quality)
        assert name in hidden or told.heat == record.heat  # of a hidden one nobody sees it
        assert not hidden & {one.id for one, _ in told.members}
        assert name in hidden or told.article.title == record.title
    assert set(store.published_ids()) == {name for name in ids if records[name].record.published}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=14))
def test_everything_fits_together_whatever_is_decided(tmp_path_factory, fill, make, steps):
    with opened(tmp_path_factory.mktemp("any")) as site:
        ids = fill(site)
        for step in steps:
            with suppress(errors.EditError):
                act(site, ids, step, make)
        examine(site, ids)


def test_all_that_was_decided_can_be_taken_back_in_turn(site, make):
    """The last edit first: in the end all is as it was, whatever stood on what."""
    before, ids = site.tree(), list(site.ids)
    for step in [
        ("headline", 1, "One"), ("merge", 0, 3), ("lead", 4, False), ("topics", 4, ("add", "law")), ("hide", 1, True),
        ("boost", 2, 100), ("split", 2, 0), ("pin", 2, False), ("move", 4, 5), ("merge", 5, 0), ("headline", 0, "Two"),
        ("publish", 0, False), ("excerpt", 0, "Two"),
    ]:  # fmt: skip
        act(site, ids, step, make)
    examine(site, ids)
    for edit in reversed(site.store.get_edits()):
        undone = site.undo(edit.number)
        assert not undone.trouble, (edit, undone)
    after = site.tree()
    assert sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)) == []
    examine(site, ids)
    assert verbs.VERBS.keys() >= {edit.kind for edit in site.store.get_edits()}
