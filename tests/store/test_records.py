from making import NOON, at, filing, ident, path, record

from coranto.model.article import Picture, Provider
from coranto.model.change import Override, StoredRecord
from coranto.model.record import Related


def test_a_record_comes_back_as_it_was_kept(store):
    store.save_article(filing("a", "s1"))
    whole = record(
        "a",
        excerpt="Said “yes” – twice",
        heat=-1,
        provider=Provider(name="A", domain="a.example", images=(Picture(url="https://a.example/i.png", width=50),)),
        topics=("AI", "Computer Vision"),
        images=(Picture(url="https://a.example/1.jpg", width=2, height=1, is_cached=True),),
        related=(Related(title="B", quality=58, published_date_time=at(-1)),),
        secured="abc;def",
        extra={"head": {"mood": "grey", "list": [1, 2.5, None, True]}},
    )
    assert store.save_record(ident("a"), path("a"), whole, at(5)) is True
    assert store.get_records([ident("a"), "unknown"]) == {
        ident("a"): StoredRecord(article=ident("a"), path=path("a"), record=whole, changed=at(5))
    }


def test_the_same_record_is_no_change(store):
    store.save_article(filing("a", "s1"))
    assert store.save_record(ident("a"), path("a"), record("a"), at(0)) is True
    assert store.save_record(ident("a"), path("a"), record("a"), at(1)) is False
    assert store.get_records([ident("a")])[ident("a")].changed == at(0)
    assert store.save_record(ident("a"), path("a"), record("a", title="New"), at(2)) is True
    assert store.get_records([ident("a")])[ident("a")].changed == at(2)


def test_published_is_newest_first_then_by_path(store, publish):
    for name in "abcde":
        store.save_article(filing(name, "s1"))
    publish("b", "a", hours=1)
    publish("c", hours=3)
    publish("d", hours=2, published=False)
    publish("e", hours=2, topics=("Robots", "AI"))
    assert [one.article for one in store.published_records()] == [ident(name) for name in "ceab"]
    assert [one.article for one in store.published_records(offset=1, limit=2)] == [ident(name) for name in "ea"]
    assert store.published_records(offset=4) == []
    assert len(store.published_ids()) == 4
    assert [one.article for one in store.published_records(topic="Robots")] == [ident("e")]
    assert [one.article for one in store.published_records(topic="AI", offset=1)] == [ident(name) for name in "eab"]
    assert store.published_records(topic="robots") == []


def test_published_records_are_counted_by_the_day(store, publish):
    for name in "abcd":
        store.save_article(filing(name, "s1"))
    assert store.published_days() == []
    publish("a", "b", hours=1)
    publish("c", hours=-48)
    publish("d", hours=-72, published=False)
    publish_day = at(1).date()
    assert store.published_days() == [(at(-48).date(), 1), (publish_day, 2)]


def test_a_record_that_changes_leaves_its_old_lists(store, publish):
    store.save_article(filing("a", "s1"))
    publish("a", topics=("AI", "AI", "Robots"))
    publish("a", topics=("Drones",), hours=2)
    assert (store.published_ids("AI"), store.published_ids("Drones")) == ([], [ident("a")])
    publish("a", topics=("Drones",), published=False)
    assert store.published_records(topic="Drones") == []
    assert (store.published_records(), store.published_records(topic="Drones")) == ([], [])


def test_a_record_without_date_or_decision_is_kept_unpublished(store):
    store.save_article(filing("a", "s1"))
    assert store.save_record(ident("a"), path("a"), record("a", published_date_time=None, published=None), NOON)
    assert store.published_records() == []


def test_the_outbox_keeps_its_order_and_lets_go_of_what_is_delivered(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s1", dirty=(ident("b"), ident("a"))))
    store.save_article(filing("c", "s1", dirty=(ident("c"), ident("a"))))
    assert store.outbox_ids() == [ident("a"), ident("b"), ident("c")]
    assert store.outbox_ids(limit=1) == [ident("a")]
    store.save_record(ident("a"), path("a"), record("a"), NOON)
    assert store.outbox_ids(limit=1) == [ident("a")]
    store.clear_outbox([ident("a"), ident("b"), "unknown"])
    assert store.outbox_ids() == [ident("c")]


def test_what_changes_while_it_is_written_stays_in_the_outbox(store):
    store.save_article(filing("a", "s1"))
    store.save_article(filing("b", "s1"))
    names = store.outbox_ids()
    store.save_article(filing("a", "s1", quality=117))
    store.clear_outbox(names)
    assert store.outbox_ids() == [ident("a")]
    store.clear_outbox(store.outbox_ids())
    assert store.outbox_ids() == []


def test_an_editors_word_is_kept_with_all_that_it_changes(store):
    store.save_article(filing("a", "s1", heat=50))
    store.save_article(filing("b", "s1", heat=50, lead="a"))
    store.clear_outbox(store.outbox_ids())
    for name, override in (
        ("a", Override(article=ident("a"), boost=100)),
        ("a", Override(article=ident("a"), published=False)),
        ("b", Override(article=ident("b"), published=True)),
    ):
        store.save_override(override)
        store.save_article(filing(name, "s1", heat=150, lead=name, quality=117))
        assert store.get_overrides([override.article]) == {override.article: override}
        assert store.get_articles([override.article])[override.article].quality == 117
        assert store.get_stories(["s1"])["s1"].lead == override.article
        assert store.get_text(override.article)
    assert store.outbox_ids() == [ident("a"), ident("b")]
    assert [number for number, _ in store.articles_by_arrival(0)] == [1, 2], "a ruling is no arrival"
    assert store.last_arrival() == 2
    assert store.arrived_since(1) == [(2, ident("b"))]
    assert store.get_overrides(["unknown"]) == {}


def test_the_shelf_keeps_bytes_by_name(store):
    assert store.get_value("clusterer") is None
    store.put_value("clusterer", b"\x00\xff" * 100_000)
    store.put_value("edition", b"")
    assert store.get_value("clusterer") == b"\x00\xff" * 100_000
    assert store.get_value("edition") == b""
    assert store.delete_values(["edition", "nothing"], dry=True) == 1
    assert store.delete_values(["edition", "nothing"]) == 1
    assert store.get_value("edition") is None
    store.put_value("clusterer", b"new")
    assert store.get_value("clusterer") == b"new"


def test_everything_is_there_when_it_is_opened_again(store, address, publish):
    from coranto.store import open_store

    store.save_article(filing("a", "s1"))
    publish("a")
    store.put_value("k", b"v")
    before = (
        store.count_all(),
        store.published_records(),
        store.get_stories(["s1"]),
        store.outbox_ids(),
        store.search("whole"),
    )
    store.close()
    again = open_store(address)
    try:
        assert (
            again.count_all(),
            again.published_records(),
            again.get_stories(["s1"]),
            again.outbox_ids(),
            again.search("whole"),
        ) == before
        assert again.get_value("k") == b"v"
    finally:
        again.close()
