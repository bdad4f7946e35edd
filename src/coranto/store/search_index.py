"""The index of words, the same on both databases (``coranto.store.search`` asks it).

Words are made here: letters without case and accents, Chinese and Japanese characters one by one; so what is found
does not depend on a database's idea of a word. SQLite indexes them with FTS5 (which keeps the index only, no second
copy of the text), PostgreSQL as a ``tsvector``. A change to ``fold`` needs a migration that builds the index anew.

The index is brought up to date for many articles at once, after so many arrivals or before somebody searches, whichever
comes first: FTS5 spends several times what an article costs on every transaction that it is part of.
"""

import re
import unicodedata

import msgspec
from sqlalchemy import bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from coranto.model.article import Article
from coranto.store import tables
from coranto.store.transaction import Transaction

BATCH = 512  # articles that are indexed together
LONGEST = 200_000  # characters of a text that are indexed; PostgreSQL refuses a vector of more than a megabyte

_decoder = msgspec.json.Decoder(Article)
_ACCENTS = re.compile("[\u0300-\u036f]")
_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BETWEEN = re.compile(r"[\W_]+")
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}

_NOTE = insert(tables.unindexed).values(number=bindparam("number")).on_conflict_do_nothing()
_BEHIND = select(func.count()).select_from(tables.unindexed)
_NOTED = (
    select(tables.article.c.number, tables.article.c.data, tables.article_text.c.text)
    .join(tables.unindexed, tables.unindexed.c.number == tables.article.c.number)
    .join(tables.article_text, tables.article_text.c.number == tables.article.c.number)
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
_DROP_POSTGRESQL = text("DELETE FROM search WHERE number = :number")


def fold(written: str) -> str:
    """Give a text as it is compared: its words, with spaces between."""
    if written.isascii():
        return written.lower().translate(_SPACED)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", written))
    return _BETWEEN.sub(" ", _IDEOGRAPH.sub(r" \g<0> ", unicodedata.normalize("NFKC", bare).casefold()))


def note(db: Transaction, number: int, article: Article, before: Article | None) -> None:
    """Say that an article is to be indexed, and index those that were said when they are many.

    Parameters
    ----------
    db : Transaction
        Of a filing: the last that is done in it, since FTS5 writes down what it has gathered before every later
        statement that could fail alone.
    number : int
        The article's, by arrival.
    article, before : Article
        What it is, and what it was before, each with its text.

    """
    if article == before:
        return
    added = db.run(_NOTE, number=number)
    if before is not None and added:  # it is in the index; FTS5 must be told the words that it is to forget
        if db.sqlite:
            db.run(_DROP_SQLITE, number=number, **_words(before))
        else:
            db.run(_DROP_POSTGRESQL, number=number)
    if behind(db) >= BATCH:
        catch_up(db)


def behind(db: Transaction) -> int:
    """Count the articles that are to be indexed."""
    return int(db.one(_BEHIND))


def catch_up(db: Transaction) -> None:
    """Index every article that is to be."""
    rows = [
        {"number": number, **_words(msgspec.structs.replace(_decoder.decode(data), text=text))}
        for number, data, text in db.all(_NOTED)
    ]
    db.run(_FORGET)
    db.many(_ADD_SQLITE if db.sqlite else _ADD_POSTGRESQL, rows)


def _words(article: Article) -> dict[str, str]:
    """Make what is indexed of an article."""
    parts = {"title": article.title, "excerpt": article.excerpt, "text": article.text[:LONGEST]}
    return {part: fold(written) for part, written in parts.items()}
