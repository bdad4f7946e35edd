from making import article, at, filing, ident, source, url, waiting

from coranto.model.source import Source, SourceStats


def test_a_source_comes_back_as_it_was_saved(store):
    whole = Source(
        id="s1",
        url="https://a.example/feed?x=1",
        title="Ärzte & Co",
        site="https://a.example/",
        kind="sitemap",
        folder="Agencies/Europe",
        topics=("AI", "Robots"),
        etag='"abc"',
        modified="Sun, 01 Mar 2026 12:00:00 GMT",
        next_look=at(1),
        last_look=at(0),
        last_good=at(-1),
        failures=3,
        trouble="timed out after 20 s",
        last_entry=at(-2),
        interval=900,
    )
    store.save_source(whole)
    assert store.get_sources() == [whole]


def test_the_topics_of_sources_are_found_and_go_with_them(store):
    store.save_source(source("a", topics=("Models & more", "Ärzte")))
    store.save_source(source("b"))
    store.save_source(source("c", topics=("Robots",)))
    assert store.source_topics() == {"a": ("Models & more", "Ärzte"), "c": ("Robots",)}
    store.save_source(source("a"))
    store.delete_source("c")
    assert store.source_topics() == {}


def test_saving_again_replaces(store):
    store.save_source(source(title="Old"))
    store.save_source(source(title="New"))
    assert [one.title for one in store.get_sources()] == ["New"]


def test_sources_stand_by_folder_then_title_whatever_the_letters(store):
    for name, folder, title in [("a", "B", "x"), ("b", "A", "zebra"), ("c", "A", "Apple"), ("d", "", None)]:
        store.save_source(source(name, folder=folder, title=title))
    assert [one.id for one in store.get_sources()] == ["d", "c", "b", "a"]
    assert [one.id for one in store.get_sources(["a", "c", "nobody"])] == ["c", "a"]
    assert store.get_sources([]) == []


def test_due_gives_newcomers_first_then_the_longest_waiting(store):
    store.save_source(source("later", last_look=at(-9), next_look=at(1)))
    store.save_source(source("hour", last_look=at(-9), next_look=at(-1)))
    store.save_source(source("day", last_look=at(-9), next_look=at(-24)))
    store.save_source(source("new"))
    store.save_source(source("gone", retired="410 Gone"))
    assert [one.id for one in store.due_sources(at(0))] == ["new", "day", "hour"]
    assert [one.id for one in store.due_sources(at(0), limit=2)] == ["new", "day"]
    assert [one.id for one in store.due_sources(at(1), limit=9)] == ["new", "day", "hour", "later"]


def test_took_saves_the_look_and_counts_what_is_new(store):
    store.save_source(source())
    looked = source(last_look=at(0), etag='"1"')
    assert store.save_poll(looked, [waiting("a"), waiting("b")]) == 2
    assert store.get_sources() == [looked]
    assert store.save_poll(looked, [waiting("b"), waiting("c"), waiting("c")]) == 1
    assert [(one.number, one.url) for one in store.pending_entries(at(0))] == [
        (1, url("a")),
        (2, url("b")),
        (3, url("c")),
    ]
    assert store.pending_entries(at(0), limit=1)[0] == _numbered(waiting("a"), 1)


def test_what_is_an_article_already_is_another_appearance(store):
    store.save_article(filing("a", "s1"))
    assert store.save_poll(source("other"), [waiting("a", by="other", hours=5)]) == 0
    assert store.save_poll(source("other"), [waiting("a", by="other", hours=6)]) == 0
    assert store.get_appearances(ident("a")) == [(url("a"), "wire", at(1)), (url("a"), "other", at(5))]
    assert store.pending_entries(at(99)) == []


def test_a_source_that_lists_an_article_under_a_second_address_is_not_noted_twice(store):
    store.save_poll(source(), [waiting("short")])
    store.save_article(filing("a", "s1", entry=1))
    assert store.save_poll(source(), [waiting("a", hours=7)]) == 0
    assert store.get_appearances(ident("a")) == [(url("short"), "wire", at(0))]


def test_who_else_listed_a_waiting_address_is_remembered(store):
    store.save_poll(source(), [waiting("a")])
    assert store.save_poll(source("other"), [waiting("a", by="other", hours=2)]) == 0
    assert store.get_appearances(ident("a")) == []
    store.save_article(filing("a", "s1", entry=1))
    assert store.get_appearances(ident("a")) == [(url("a"), "wire", at(0)), (url("a"), "other", at(2))]


def test_an_entry_put_off_comes_back_when_it_is_time(store):
    store.save_poll(source(), [waiting("a"), waiting("b")])
    store.postpone_entry(1, at(3), "503 Service Unavailable")
    assert [one.url for one in store.pending_entries(at(2))] == [url("b")]
    assert [(one.url, one.tries) for one in store.pending_entries(at(3))] == [(url("a"), 1), (url("b"), 0)]


def test_an_entry_that_is_held_back_was_not_tried(store):
    store.save_poll(source(), [waiting("a"), waiting("b")])
    store.hold_entries([1, 2], at(3), "its outlet has many")
    store.postpone_entry(2, at(3), "503 Service Unavailable")
    assert store.pending_entries(at(2)) == []
    said = [(one.url, one.tries, one.held) for one in store.pending_entries(at(3))]
    assert said == [(url("a"), 0, "its outlet has many"), (url("b"), 1, "")]


def test_an_entry_put_off_for_ever_is_neither_waiting_nor_new(store):
    store.save_poll(source(), [waiting("a")])
    store.postpone_entry(1, None, "410 Gone")
    assert store.pending_entries(at(9999)) == []
    assert store.save_poll(source(), [waiting("a")]) == 0
    assert store.count_all()["waiting"] == 0


def test_a_settled_entry_makes_its_address_an_appearance(store):
    store.save_article(filing("a", "s1"))
    store.save_poll(source(), [waiting("twin", hours=4)])
    store.resolve_entry(1, ident("a"))
    assert store.pending_entries(at(9)) == []
    assert store.article_ids_by_url([url("twin"), url("a"), url("b")]) == {
        url("twin"): ident("a"),
        url("a"): ident("a"),
    }
    assert store.save_poll(source(), [waiting("twin")]) == 0


def test_the_number_of_an_entry_is_never_given_again(store):
    store.save_poll(source(), [waiting("a")])
    store.save_article(filing("a", "s1", entry=1))
    store.save_poll(source(), [waiting("b")])
    store.resolve_entry(1, ident("a"))
    assert [one.number for one in store.pending_entries(at(0))] == [2]


def test_dropping_a_source_leaves_its_articles(store):
    store.save_poll(source(), [waiting("a"), waiting("b")])
    store.save_article(filing("a", "s1", entry=1))
    store.delete_source("wire")
    assert store.get_sources() == []
    assert store.pending_entries(at(0)) == []
    assert store.get_articles([ident("a")])
    assert store.save_poll(source("other"), [waiting("b", by="other")]) == 1


def test_figures_for_each_source(store, publish):
    for name in "abc":
        store.save_article(filing(name, "s1"))
    store.save_article(filing("d", "s1", source="other"))
    store.save_article(filing("e", "s1", source=None))
    publish("a", "d")
    publish("b", published=False)
    assert store.source_counts() == {"wire": (3, 1), "other": (1, 1)}
    volume = store.source_stats("wire", at(-1))
    assert (volume.articles, volume.published, len(volume.lately)) == (3, 1, 3)
    assert list(volume.lately) == sorted(volume.lately)
    assert store.source_stats("wire", at(1000)) == SourceStats(3, 1, ())
    assert store.source_stats("nobody", at(-1)) == SourceStats(0, 0, ())


def _numbered(entry, number):
    return type(entry)(number=number, source=entry.source, url=entry.url, entry=entry.entry, seen=entry.seen)


def test_an_imported_article_has_no_source(store):
    store.save_article(filing("a", "s1", source=None))
    assert store.get_appearances(ident("a")) == [(url("a"), None, article("a").seen)]
