"""Full-text search, the same on both databases.

Words are made here: letters without case and accents, Chinese and Japanese characters one by one; so what is found
does not depend on a database's idea of a word. SQLite indexes them with FTS5 (which keeps the index only, no second
copy of the text), PostgreSQL as a ``tsvector``. A change to ``fold`` needs a migration that builds the index anew.
"""

import re
import unicodedata

import msgspec
from sqlalchemy import text

from coranto.model.article import Article
from coranto.store.transaction import Transaction

LONGEST = 200_000  # characters of a text that are indexed; PostgreSQL refuses a vector of more than a megabyte

Words = tuple[str, str, str]  # of title, excerpt and text, each with spaces between

_decoder = msgspec.json.Decoder(Article)
_ACCENTS = re.compile("[\u0300-\u036f]")
_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')

_ADD_SQLITE = text("INSERT INTO search (rowid, title, excerpt, text) VALUES (:number, :title, :excerpt, :text)")
_DROP_SQLITE = text(
    "INSERT INTO search (search, rowid, title, excerpt, text) VALUES ('delete', :number, :title, :excerpt, :text)"
)
_FIND_SQLITE = text(
    """
    SELECT article.data FROM search
    JOIN article ON article.number = search.rowid
    JOIN record ON record.article = article.id AND record.published
    WHERE search MATCH :query
    ORDER BY bm25(search, 10.0, 4.0, 1.0), article.published DESC, article.id LIMIT :limit OFFSET :offset
    """
)
_ADD_POSTGRESQL = text(
    """
    INSERT INTO search (number, words) VALUES (:number,
        setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :excerpt), 'B')
        || to_tsvector('simple', :text))
    """
)
_DROP_POSTGRESQL = text("DELETE FROM search WHERE number = :number")
_FIND_POSTGRESQL = text(
    """
    SELECT article.data FROM search
    JOIN article ON article.number = search.number
    JOIN record ON record.article = article.id AND record.published
    CROSS JOIN to_tsquery('simple', :query) AS query
    WHERE search.words @@ query
    ORDER BY ts_rank(search.words, query) DESC, article.published DESC, article.id LIMIT :limit OFFSET :offset
    """
)


def fold(written: str) -> list[str]:
    """Give the words of a text as they are compared."""
    if not written.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", written))
        written = _IDEOGRAPH.sub(r" \g<0> ", unicodedata.normalize("NFKC", bare))
    return _WORD.findall(written.casefold())


def words(title: str, excerpt: str, body: str) -> Words:
    """Make what is indexed of an article."""
    return " ".join(fold(title)), " ".join(fold(excerpt)), " ".join(fold(body[:LONGEST]))


def add(db: Transaction, number: int, made: Words) -> None:
    """Index the article with that number by arrival."""
    statement = _ADD_SQLITE if db.sqlite else _ADD_POSTGRESQL
    db.run(statement, number=number, title=made[0], excerpt=made[1], text=made[2])


def drop(db: Transaction, number: int, made: Words) -> None:
    """Take an article out; FTS5 must be told the words it was indexed with."""
    if db.sqlite:
        db.run(_DROP_SQLITE, number=number, title=made[0], excerpt=made[1], text=made[2])
    else:
        db.run(_DROP_POSTGRESQL, number=number)


def find(db: Transaction, words: str, limit: int = 25, offset: int = 0) -> list[Article]:
    """Find what has all words; those between double quotes, or joined as in ``GPT-4``, in that order side by side."""
    phrases = [folded for quoted, single in _PHRASE.findall(words) if (folded := fold(quoted or single))]
    if not phrases:
        return []
    if db.sqlite:
        query = " ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
    else:
        query = " & ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases)
    statement = _FIND_SQLITE if db.sqlite else _FIND_POSTGRESQL
    rows = db.all(statement, query=query, limit=limit, offset=offset)
    return [_decoder.decode(data) for (data,) in rows]
