"""Grow a store by copies of its first articles, by SQL: under other ids, and each copy earlier than the one before.

Rows of every table that an article has are copied, as often as asked for in one statement a table, with indexes and
constraints dropped and made again. Copies that are older than the newest ``FULL`` articles are as ``coranto prune``
leaves them: the beginning of their text, and no points for replays.
"""

import time
from datetime import timedelta

from sqlalchemy import BigInteger, Boolean, Text, text

from coranto.store import bulk, contents, search_index

FULL = 100_000  # articles that keep their texts
KEEP = 200  # characters of a text that pruning leaves (``subject.opening`` of the settings)
START, LEAP = 100_000_000_000, 100_000_000  # the first number of an article; each copy has numbers as much lower
STEP = timedelta(seconds=43)  # between two articles of ``rejudge.py``
IDS = {"id", "article", "story", "lead", "url", "path", "file"}
TIMES = {"published", "seen", "moment", "newest", "changed"}
LEFT = {"shelf", "source", "entry", "reading", "verdict", "edit_log", "outbox", "hook", "person"}
ALSO = {"sighting", "change"}  # of articles, without a key to them


def begin(store) -> None:
    """Let the numbers of articles begin so high that there are lower ones for copies."""
    with store.session(writes=True) as db:
        if db.sqlite:
            db.run(text(f"INSERT INTO article VALUES ({START}, '', '', 0, NULL, '', '{{}}')"))
        else:
            db.run(text(f"SELECT setval('article_number_seq', {START})"))


def begun(store) -> None:
    """Note what is there now, the first articles, and take away what ``begin`` has put there."""
    with store.session(writes=True) as db:
        db.run(text(f"DELETE FROM article WHERE number = {START}"))
        db.run(text("CREATE TABLE scale_first AS SELECT id, number FROM article UNION ALL SELECT id, NULL FROM story"))


def grow(store, base: int, first: int, last: int, report) -> None:
    """Add the copies from a number up to another one."""
    full = min(last, max(first, FULL // base))
    with store.session(writes=True) as db:
        later = bulk.drop(db)
        search_index.begin_bulk(db)
    for begin, end, pruned in ((first, full, False), (full, last, True)):
        if begin == end:
            continue
        for table in contents.all_tables():
            if pruned and table.name == "score_facts":
                continue
            if not _of_articles(table):
                continue
            began = time.perf_counter()
            with store.session(writes=True) as db:
                db.run(text(f"INSERT INTO {table.name} ({_names(table)}) SELECT {_values(table, base, pruned)} FROM {table.name} CROSS JOIN {_series(db, begin, end)} WHERE {_first(table)}"))  # fmt: skip
            report(table.name, began)
        began = time.perf_counter()
        with store.session(writes=True) as db:
            db.run(text(_search(db.sqlite, pruned).format(series=_series(db, begin, end))))
        report("search", began)
    for statement in later:
        began = time.perf_counter()
        with store.session(writes=True) as db:
            bulk.make(db, statement)
        report(" ".join(statement.split()[:6]), began)
    began = time.perf_counter()
    with store.session(writes=True) as db:
        search_index.end_bulk(db)
    report("search index", began)


def _series(db, begin: int, end: int) -> str:
    if db.sqlite:
        return f"(WITH RECURSIVE one(n) AS (SELECT {begin} UNION ALL SELECT n + 1 FROM one WHERE n + 1 < {end}) SELECT n FROM one) AS copy"  # fmt: skip
    return f"generate_series({begin}, {end - 1}) AS copy(n)"


def _of_articles(table) -> bool:
    parents = {key.column.table.name for key in table.foreign_keys}
    named = {table.name, *parents, *(column.name for column in table.c)} | (
        {"article"} if table.name == "story" else set()
    )
    return table.name not in LEFT and ("article" in named or table.name in ALSO)


def _first(table) -> str:
    """Return the condition of rows of the first articles alone."""
    if table.name == "change":
        return "key IN (SELECT 'article:' || id FROM scale_first UNION ALL SELECT 'story:' || id FROM scale_first)"
    named = [column.name for column in table.c if column.name in ("id", "article", "story")]
    if named:
        return " AND ".join(f"{name} IN (SELECT id FROM scale_first)" for name in named)
    return "number IN (SELECT number FROM scale_first)"


def _names(table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.c)


def _values(table, base: int, pruned: bool) -> str:
    back = int((base * STEP).total_seconds()) * 1_000_000
    return ", ".join(_value(table, column, back, pruned) for column in table.c)


def _value(table, column, back: int, pruned: bool) -> str:
    if table.name == "change":
        return "key || '~' || copy.n" if column.name == "key" else "number"
    if table.name == "article_text" and column.name == "text" and pruned:
        return f"substr(text, 1, {KEEP})"
    if column.name == "number":
        return f"number - copy.n * CAST({LEAP} AS bigint)"
    if column.name in IDS and isinstance(column.type, Text):
        return f"{column.name} || '~' || copy.n"
    if column.name in TIMES and isinstance(column.type, BigInteger) and not isinstance(column.type, Boolean):
        return f"{column.name} - copy.n * CAST({back} AS bigint)"
    return f'"{column.name}"'


def _search(sqlite: bool, pruned: bool) -> str:
    """Return the statement that indexes the words of copies; the words of ``rejudge.py`` are folded but for capitals."""
    number = f"number - copy.n * CAST({LEAP} AS bigint)"
    words = f"substr(text, 1, {KEEP})" if pruned else "text"
    if sqlite:
        read = f"SELECT number, lower(json_extract(data, '$.title')) AS title, json_extract(data, '$.excerpt') AS excerpt, {words} AS text FROM article JOIN article_text USING (number) WHERE number IN (SELECT number FROM scale_first)"  # fmt: skip
        return f"INSERT INTO search (rowid, title, excerpt, text) SELECT {number}, title, excerpt, text FROM {{series}} CROSS JOIN ({read})"  # fmt: skip
    if not pruned:
        return f"INSERT INTO search (number, words) SELECT {number}, words FROM search CROSS JOIN {{series}} WHERE number IN (SELECT number FROM scale_first)"  # fmt: skip
    made = f"setweight(to_tsvector('simple', data::json->>'title'), 'A') || setweight(to_tsvector('simple', data::json->>'excerpt'), 'B') || to_tsvector('simple', {words})"  # fmt: skip
    return f"WITH made AS MATERIALIZED (SELECT number, {made} AS words FROM article JOIN article_text USING (number) WHERE number IN (SELECT number FROM scale_first)) INSERT INTO search (number, words) SELECT {number}, words FROM made CROSS JOIN {{series}}"  # fmt: skip
