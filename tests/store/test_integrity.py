"""What is damaged in a database is named: pages, references, and articles that nothing waits to file."""

import sqlite3

from making import filing, ident

from coranto.store import open_store


def test_a_whole_database_has_no_damage(store):
    store.save_article(filing("a", "s"))
    assert store.outbox_ids() == [ident("a")]
    assert store.find_damage() == [], "its record is still to be made"


def test_an_article_that_nothing_waits_to_file_is_named(store):
    store.save_article(filing("a", "s"))
    store.clear_outbox(store.outbox_ids())
    (said,) = store.find_damage()
    assert ident("a") in said
    assert "no record" in said


def test_references_to_nothing_are_named(tmp_path):
    url = f"sqlite:///{tmp_path}/coranto.db"
    store = open_store(url)
    store.save_article(filing("a", "s"))
    store.close()
    with sqlite3.connect(tmp_path / "coranto.db") as damaged:
        damaged.execute("delete from article")
    store = open_store(url)
    assert any("outbox names one of article" in said for said in store.find_damage())
    store.close()


def test_torn_pages_are_named(tmp_path):
    path = tmp_path / "coranto.db"
    store = open_store(f"sqlite:///{path}")
    for n in range(20):
        store.save_article(filing(f"a{n}", f"s{n}"))
    store.close()
    with sqlite3.connect(path) as torn:
        torn.execute("pragma writable_schema=1")
        row = torn.execute("select rootpage from sqlite_master where name = 'ix_article_published'").fetchone()
        root = row or torn.execute("select rootpage from sqlite_master where type = 'index' limit 1").fetchone()
        size = torn.execute("pragma page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root[0] - 1) * size)
        page = bytearray(file.read(size))
        page[3:5] = b"\0\0"  # an index without its rows
        file.seek((root[0] - 1) * size)
        file.write(page)
    store = open_store(f"sqlite:///{path}")
    assert any("the database is damaged" in said for said in store.find_damage())
    store.close()
