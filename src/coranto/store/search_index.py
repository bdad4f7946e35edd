"""The full-text index, the same on both databases (``coranto.store.search`` queries it).

Words are tokenized by ``coranto.text.search_words``: letters without case and accents, Chinese and Japanese characters
one by one. So results do not depend on the tokenizer of a database. SQLite indexes them with FTS5 (contentless: no
second copy of the text), PostgreSQL as a ``tsvector``. A change to ``fold`` needs a migration that rebuilds the index.

The index is updated for many articles at once, after ``BATCH`` arrivals or before a search, whichever comes first: the
overhead of FTS5 per transaction is several times the cost of indexing one article.
"""

import msgspec
from sqlalchemy import bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Article
from coranto.store import tables
from coranto.store.transaction import Transaction
from coranto.text.search_words import fold

BATCH = 512  # articles indexed together
LONGEST = 200_000  # characters of a text that are indexed; PostgreSQL refuses a vector of more than a megabyte

_decoder = msgspec.json.Decoder(Article)

_NOTE = insert(tables.unindexed).values(number=bindparam("number")).on_conflict_do_nothing()
_BEHIND = select(func.count()).select_from(tables.unindexed)
_NOTED = (
    select(tables.article.c.number, tables.article.c.data, tables.article_text.c.text)
    .join(tables.article_text, tables.article_text.c.number == tables.article.c.number)
    .where(tables.article.c.number.in_(select(tables.unindexed.c.number)))  # joined, SQLite would read all articles
    .order_by(tables.article.c.number)
)
_FORGET = delete(tables.unindexed)

_ADD_SQLITE = text("INSERT INTO search (rowid, title, excerpt, text) VALUES (:number, :title, :excerpt, :text)")
_DROP_SQLITE = text(
    "INSERT INTO search (search, rowid, title, excerpt, text) VALUES ('delete', :number, :title, :excerpt, :text)"
)
_ADD_POSTGRESQL = text(
    """
    INSERT INTO search (number, words) VALUES (:number,
        setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :excerpt), 'B')
        || to_tsvector('simple', :text))
    """
)
_EMPTY_SQLITE = text("INSERT INTO search (search) VALUES ('delete-all')")
_EMPTY_POSTGRESQL = text("DELETE FROM search")
_DROP_INDEX = text("DROP INDEX IF EXISTS ix_search_words")
_MEMORY = text("SET LOCAL maintenance_work_mem = '256MB'")  # the default makes the index in many small parts
_MAKE_INDEX = text("CREATE INDEX IF NOT EXISTS ix_search_words ON search USING gin (words)")
_DROP_POSTGRESQL = text("DELETE FROM search WHERE number = :number")


def note(db: Transaction, number: int, article: Article, before: Article | None) -> None:
    """Queue an article for indexing; index the queue when it is long.

    Parameters
    ----------
    db : Transaction
        This must be the last write in it, since FTS5 flushes what it has buffered before every later statement that
        could fail alone.
    number : int
        The arrival number of the article.
    article, before : Article
        The article as it is and as it was before, each with its text.

    """
    if article == before:
        return
    added = db.run(_NOTE, number=number)
    if before is not None and added:  # it is indexed; to delete a row FTS5 needs its old words
        if db.sqlite:
            db.run(_DROP_SQLITE, number=number, **_words(before))
        else:
            db.run(_DROP_POSTGRESQL, number=number)
    if behind(db) >= BATCH:
        catch_up(db)


def behind(db: Transaction) -> int:
    """Return how many articles wait to be indexed."""
    return int(db.one(_BEHIND))


def catch_up(db: Transaction) -> None:
    """Index every queued article."""
    rows = [
        {"number": number, **_words(msgspec.structs.replace(_decoder.decode(data), text=text))}
        for number, data, text in db.all(_NOTED)
    ]
    db.run(_FORGET)
    db.many(_ADD_SQLITE if db.sqlite else _ADD_POSTGRESQL, rows)


def begin_bulk(db: Transaction) -> None:
    """Prepare to index very many articles: PostgreSQL makes its index of words once they are all there."""
    if not db.sqlite:
        db.run(_DROP_INDEX)


def end_bulk(db: Transaction) -> None:
    """Make what ``begin_bulk`` has put off."""
    if not db.sqlite:
        db.run(_MEMORY)
        db.run(_MAKE_INDEX)


def empty(db: Transaction) -> None:
    """Take everything out of the index."""
    db.run(_FORGET)
    db.run(_EMPTY_SQLITE if db.sqlite else _EMPTY_POSTGRESQL)


def _words(article: Article) -> dict[str, str]:
    """Return the indexed parts of an article, folded."""
    parts = {"title": article.title, "excerpt": article.excerpt, "text": article.text[:LONGEST]}
    return {part: fold(written) for part, written in parts.items()}
