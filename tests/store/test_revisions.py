"""What outlets changed, and the articles that are looked at again."""

import msgspec
from making import at, filing, ident, path, record

from coranto.model.revision import Difference, Version, Watch
from coranto.store import change_log


def difference(before, after, kind="number"):
    return Difference(kind=kind, before=before, after=after, context="the words around it")


def test_a_difference_is_kept_once_and_logged(store):
    store.save_article(filing("a", "s1"))
    number, _ = store.read_changes()
    version = store.read_version()
    (first,) = store.add_revisions(ident("a"), at(1), [difference("3", "4")])
    assert (first.article, first.seen, first.difference) == (ident("a"), at(1), difference("3", "4"))
    assert store.read_version() != version
    _, changed = store.read_changes(number)
    assert {change_log.REVISIONS, change_log.article(ident("a")), change_log.story("s1")} == set(changed)
    assert store.add_revisions(ident("a"), at(2), [difference("3", "4")]) == []
    (second,) = store.add_revisions(ident("a"), at(2), [difference("3", "4"), difference("4", "3")])
    assert store.get_revisions([ident("a"), "unknown"]) == {ident("a"): [first, second]}


def test_only_changes_of_what_is_published_are_listed_latest_first(store):
    for name, shown in (("a", True), ("b", False)):
        store.save_article(filing(name, f"s{name}"))
        store.save_record(ident(name), path(name), record(name, published=shown), at(0))
        store.add_revisions(ident(name), at(1), [difference(str(n), str(n + 1)) for n in range(3)])
    found = store.recent_revisions()
    assert [(one.article, one.difference.before) for one in found] == [(ident("a"), n) for n in "210"]
    assert store.recent_revisions(1, found[0].number) == found[1:2]
    assert store.recent_revisions(articles=[ident("b")]) == []
    assert store.recent_revisions(articles=[ident("a")]) == found


def test_a_watch_is_due_at_its_time_and_gone_when_deleted(store):
    for name in "ab":
        store.save_article(filing(name, name))
    watch = Watch(article=ident("a"), source="wire", seen=at(0), looked=at(0), due=at(1), feed=Version(headline="A"))
    store.save_watch(watch)
    store.save_watch(msgspec.structs.replace(watch, article=ident("b"), due=None))
    assert store.due_watches(at(0)) == []
    assert store.due_watches(at(1)) == [watch]
    later = msgspec.structs.replace(watch, due=at(5), etag='"x"')
    store.save_watch(later)
    assert store.get_watches([ident("a")]) == {ident("a"): later}
    store.delete_watches([ident("a")])
    assert store.get_watches([ident("a")]) == {}
