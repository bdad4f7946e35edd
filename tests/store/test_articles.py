import contextlib

import pytest
from making import NOON, article, as_of, at, filing, ident, path, record, source, url, waiting

from coranto import errors
from coranto.model.article import Picture
from coranto.model.change import StoredRecord
from coranto.store import open_store


def test_an_article_comes_back_without_its_text_which_is_asked_for_apart(store):
    whole = article(
        "a",
        updated=at(2),
        authors=("Ada", "Björk"),
        language="en",
        images=(Picture(url="https://a.example/1.jpg", width=640, height=480),),
        amp_url="https://a.example/amp",
        provenance={"title": "json-ld"},
        text='Ein ganzer Text.\nZwei Zeilen, \U0001f600 und "Zeichen"; DROP TABLE article; --',
    )
    store.save_article(filing("a", "s1", article=whole))
    back = store.get_articles([ident("a"), "unknown"])
    assert back == {ident("a"): _without_text(whole)}
    assert store.get_text(ident("a")) == whole.text
    assert store.get_text("unknown") == ""


def test_filing_twice_is_filing_once(store):
    store.save_poll(source(), [waiting("a")])
    arrival = filing("a", "s1", entry=1)
    store.save_article(arrival)
    before = _everything(store)
    store.save_article(arrival)
    assert _everything(store) == before
    assert store.count_all() == {"sources": 1, "waiting": 0, "articles": 1, "stories": 1, "records": 0, "published": 0}


def test_filing_again_with_other_values_replaces_them(store, publish):
    store.save_article(filing("a", "s1"))
    publish("a")
    store.save_article(filing("a", "s1", title="Zebras", text="Quite another text", topics=(), hours=3))
    assert store.get_articles([ident("a")])[ident("a")].title == "Zebras"
    assert store.get_text(ident("a")) == "Quite another text"
    assert store.recent_articles(topic="ai") == []
    assert [one.title for one in store.search("zebras another").articles] == ["Zebras"]
    assert store.search("whole").articles == ()
    assert [number for number, _ in store.articles_by_arrival(0)] == [1]


def test_known_under_canonical_address_and_appearances(store):
    store.save_article(filing("a", "s1", original_url="https://t.example/1"))
    assert store.article_ids_by_url([url("a"), "https://t.example/1", "https://else.example/"]) == {
        url("a"): ident("a"),
        "https://t.example/1": ident("a"),
    }
    assert store.article_ids_by_url([]) == {}


def test_a_canonical_address_counts_more_than_an_appearance(store):
    store.save_article(filing("a", "s1", original_url=url("b")))
    store.save_article(filing("b", "s1"))
    assert store.article_ids_by_url([url("b")]) == {url("b"): ident("b")}


def test_known_takes_any_number_of_addresses(store):
    store.save_article(filing("a", "s1"))
    many = [f"https://x.example/{n}" for n in range(70_000)]
    assert store.article_ids_by_url([*many, url("a")]) == {url("a"): ident("a")}


def test_arrivals_come_by_number(store):
    for name, hours in [("a", 5), ("b", 1), ("c", 3)]:
        store.save_article(filing(name, "s1", hours))
    assert [(number, one.id) for number, one in store.articles_by_arrival(0)] == [
        (1, ident("a")),
        (2, ident("b")),
        (3, ident("c")),
    ]
    assert [number for number, _ in store.articles_by_arrival(1, limit=1)] == [2]
    assert store.articles_by_arrival(3) == []


def test_the_river_is_newest_first_and_has_pages(store, publish):
    for name, hours in [("a", 1), ("b", 2), ("c", 2), ("d", 3), ("e", 0)]:
        store.save_article(filing(name, "s1", hours))
    everything = [one.id for one in store.recent_articles()]
    assert everything[0] == ident("d")
    assert set(everything[1:3]) == {ident("b"), ident("c")}
    assert everything[3:] == [ident("a"), ident("e")]
    paged, last = [], None
    while page := store.recent_articles(limit=2, before=last):
        paged += [one.id for one in page]
        last = paged[-1]
    assert paged == everything
    assert all(one.text == "" for one in store.recent_articles())


def test_the_river_of_a_topic_and_of_what_is_published(store, publish):
    for name, hours in [("a", 1), ("b", 2), ("c", 3)]:
        store.save_article(filing(name, "s1", hours))
    store.save_article(filing("d", "s1", 4, topics=()))
    publish("a", "d")
    publish("b", published=False)
    assert [one.id for one in store.recent_articles(topic="ai")] == [ident("c"), ident("b"), ident("a")]
    assert [one.id for one in store.recent_articles(topic="ai", before=ident("c"), limit=1)] == [ident("b")]
    assert [one.id for one in store.recent_articles(published=True)] == [ident("d"), ident("a")]
    assert [one.id for one in store.recent_articles(published=False)] == [ident("c"), ident("b")]
    assert [one.id for one in store.recent_articles(published=True, topic="ai")] == [ident("a")]
    assert store.recent_articles(topic="nothing") == []


def test_hours_have_articles_and_outlets(store):
    store.save_article(filing("a", "s1", 0.1))
    store.save_article(filing("b", "s1", 0.9))
    store.save_article(filing("c", "s2", 0.2, provider=article("a").provider))
    store.save_article(filing("d", "s2", 2))
    store.save_article(filing("e", "s2", -5))
    assert store.articles_by_hour(at(0)) == [(at(0), 3, 2), (at(2), 1, 1)]
    assert store.articles_by_hour(at(-9), story="s2") == [(at(-5), 1, 1), (at(0), 1, 1), (at(2), 1, 1)]
    assert store.articles_by_hour(at(9)) == []


def test_times_before_1970_and_with_microseconds_are_kept(store):
    old = article("a").published.replace(year=1912, microsecond=123_456)
    store.save_article(filing("a", "s1", published=old))
    assert store.recent_articles()[0].published == old
    assert store.articles_by_hour(old)[0][0] == old.replace(minute=0, second=0, microsecond=0)


@pytest.mark.parametrize(
    "text",
    [
        ident("a"),
        ident("a")[:6],
        f" {ident('a')} ",
        url("a"),
        url("a") + "?utm_source=mail#top",
        "https://t.example/1",
        path("a"),
        "./" + path("a"),
        "2026-03-01-a.md",
        "/home/me/site/" + path("a"),
    ],
)
def test_what_people_type_names_an_article(store, publish, text):
    store.save_article(filing("a", "s1", original_url="https://t.example/1"))
    store.save_article(filing("b", "s1"))
    publish("a", "b")
    assert store.resolve_article(text) == ident("a")


@pytest.mark.parametrize("text", ["", ident("a")[:5], "ffffffffffff", "%", "https://no.example/", "no.md", "_news/"])
def test_what_names_nothing(store, publish, text):
    store.save_article(filing("a", "s1"))
    publish("a")
    assert store.resolve_article(text) is None


def test_the_beginning_of_two_ids_names_neither(store):
    store.save_article(filing("a", id="abcdef000001", dirty=()))
    store.save_article(filing("b", id="abcdef000002", dirty=()))
    assert store.resolve_article("abcdef") is None
    assert store.resolve_article("abcdef000002") == "abcdef000002"


def test_a_record_from_elsewhere_is_taken_over_as_it_is(store):
    filed = StoredRecord(
        article=ident("a"), path="_news/old.md", record=record("a", extra={"head": {"mood": "grey"}}), changed=at(-9)
    )
    assert store.import_record(article("a", source=None), filed) is True
    assert store.get_records([ident("a")]) == {ident("a"): filed}
    assert store.outbox_ids() == []
    assert store.story_ids_of([ident("a")]) == {}
    assert store.get_appearances(ident("a")) == [(url("a"), None, at(1))]
    assert [one.article for one in store.published_records()] == [ident("a")]
    assert store.import_record(article("a"), filed) is False


def test_an_address_that_is_known_is_not_taken_over(store):
    store.save_article(filing("a", "s1", original_url=url("b")))
    filed = StoredRecord(article=ident("b"), path="_news/old.md", record=record("b"), changed=at(-9))
    assert store.import_record(article("b"), filed) is False
    assert store.get_articles([ident("b")]) == {}


def test_what_cannot_be_kept_is_refused_whole(store):
    with pytest.raises(errors.StoreError, match="nothing"):
        store.save_article(filing("a", "s1", text="\ud800"))
    with pytest.raises(errors.StoreError):
        store.save_article(filing("a", "s1", dirty=("nosucharticl",)))
    with pytest.raises(errors.StoreError):
        store.save_article(filing("b", "s1", members=(("s1", _stranger()),)))
    assert set(store.count_all().values()) == {0}
    store.save_article(filing("a", "s1"))
    assert store.count_all()["articles"] == 1


def test_a_path_belongs_to_one_article(store, publish):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s1"))
    publish("a")
    assert store.article_ids_by_path([path("a"), path("b")]) == {path("a"): ident("a")}
    with pytest.raises(errors.StoreError, match="contradicts"):
        store.save_record(ident("b"), path("a"), record("b"), NOON)


def test_paths_come_in_order_some_at_a_time(store, publish):
    for name in "cab":
        store.save_article(filing(name, "s1"))
        publish(name)
    assert list(store.record_paths().items()) == [(path(name), ident(name)) for name in "abc"]
    assert list(store.record_paths(limit=2)) == [path("a"), path("b")]
    assert list(store.record_paths(path("b"), 2)) == [path("c")]
    assert store.record_paths(path("c"), 2) == {}


def _stranger():
    from making import member

    return member("stranger")


def _without_text(whole):
    return type(whole)(**{name: getattr(whole, name) for name in whole.__struct_fields__} | {"text": ""})


def _everything(store):
    ids = [one.id for _, one in store.articles_by_arrival(0)]
    stories = store.story_ids_of(ids)
    return (
        store.articles_by_arrival(0),
        [store.get_text(one) for one in ids],
        [store.get_appearances(one) for one in ids],
        stories,
        store.get_stories(stories.values()),
        store.count_all(),
        store.get_sources(),
        store.pending_entries(at(9999)),
        store.outbox_ids(),
    )


def test_sources_that_have_enough_under_way_are_left_out(store):
    store.save_poll(source(), [waiting("a"), waiting("b")])
    assert [entry.source for entry in store.pending_entries(at(9999))] == [source().id] * 2
    assert store.pending_entries(at(9999), without=[source().id]) == []
    assert len(store.pending_entries(at(9999), without=["another"])) == 2


def test_an_imported_record_is_marked_and_may_be_in_a_story(store):
    for name, hours, published in (("b", 2, False), ("a", 0, True)):
        old = record(name, published=published)
        filed = StoredRecord(article=ident(name), path=f"_news/{name}.md", record=old, changed=at(-9))
        store.import_record(article(name, hours, source=None), filed)
    store.save_article(filing("new", "s1"))
    names = [ident("a"), ident("b"), ident("new"), "nosucharticl"]
    assert store.imported_ids(names) == {ident("a"), ident("b")}
    assert store.withheld_import_ids(names) == {ident("b")}
    assert store.ungrouped_import_ids() == [ident("a"), ident("b")]
    assert store.ungrouped_import_ids(1) == [ident("a")]
    store.save_article(filing("b", "s1", 2, lead="new", dirty=(ident("new"),)))
    store.save_article(filing("more", "s1", 3, lead="new", dirty=(ident("b"), ident("more"))))
    assert store.ungrouped_import_ids() == [ident("a")]
    assert store.outbox_ids() == [ident("new"), ident("more")], "an imported record changes by edits of its own only"
    assert [name for _, name in store.articles_to_judge()] == [ident("new"), ident("more")]
    store.save_article(filing("b", "s1", 2, lead="new"))
    assert ident("b") in store.outbox_ids()


def test_records_without_a_story_are_imported_ones_for_an_older_store(address):
    with contextlib.closing(open_store(address)) as store:
        filed = StoredRecord(article=ident("a"), path="_news/old.md", record=record("a"), changed=at(-9))
        store.import_record(article("a", source=None), filed)
        store.save_article(filing("b", "s1"))
        store.save_record(ident("b"), path("b"), record("b"), at(0))
    as_of(address, "0020")
    with contextlib.closing(open_store(address)) as store:
        assert store.imported_ids([ident("a"), ident("b")]) == {ident("a")}
