"""Search of articles by words, phrases and excluded words, filtered by topic, outlet, time and publication.

Only the newest ``WEIGHED`` matches are ranked, so that a word in every second article costs no more than a rare one.
Filters read the narrow table ``record_facts``, because the rows of articles and records are a hundred times as wide.
"""

from collections import Counter
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import TextClause, bindparam, func, select, text

from coranto.model.article import Article
from coranto.model.change import StoredRecord
from coranto.model.search import SearchFilter, SearchResult
from coranto.store import record, tables, values
from coranto.store.transaction import Transaction, among, listed
from coranto.text.search_words import phrases

WEIGHED = 2000

_decoder = msgspec.json.Decoder(Article)
_BY_ID = select(tables.article.c.id, tables.article.c.data).where(among(tables.article.c.id, "ids"))
_TOPICS = (
    select(tables.record_topic.c.topic, func.count())
    .where(among(tables.record_topic.c.article, "ids"))
    .group_by(tables.record_topic.c.topic)
    .order_by(func.count().desc(), tables.record_topic.c.topic)
)
_LISTS = {  # how each database reads a JSON list of texts
    True: "(SELECT value FROM json_each(:{}))",
    False: "(SELECT jsonb_array_elements_text(CAST(:{} AS jsonb)))",
}
_HIDDEN = "record_facts.article NOT IN (SELECT article FROM hidden)"
_PUBLISHED: dict[bool, dict[bool | None, str]] = {  # the condition as the partial indexes have it
    True: {True: "record_facts.published = 1", False: f"record_facts.published = 0 AND {_HIDDEN}", None: _HIDDEN},
    False: {True: "record_facts.published", False: f"NOT record_facts.published AND {_HIDDEN}", None: _HIDDEN},
}
_SEARCHES = {
    True: (
        "bm25(search, 10.0, 4.0, 1.0)",
        "search CROSS JOIN record_facts ON record_facts.number = search.rowid",
        "search MATCH :wanted",
        "search.rowid",
        "record_facts.number NOT IN (SELECT rowid FROM search WHERE search MATCH :unwanted)",
    ),
    False: (
        "-ts_rank(search.words, to_tsquery('simple', :wanted))",
        "search JOIN record_facts ON record_facts.number = search.number",
        "search.words @@ to_tsquery('simple', :wanted)",
        "search.number",
        "record_facts.number NOT IN (SELECT number FROM search WHERE words @@ to_tsquery('simple', :unwanted))",
    ),
}


def search(
    db: Transaction,
    words: str,
    within: SearchFilter | None = None,
    limit: int = 25,
    offset: int = 0,
    newest: bool = False,
) -> SearchResult:
    """Rank the matches and return a page of them."""
    wanted, unwanted = phrases(words)
    within = within or SearchFilter()
    given = _parameters(within)
    if wanted:
        given["wanted"] = _all(db, wanted)
    if unwanted:
        given["unwanted"] = _any(db, unwanted)
    if not given and within.published is True:
        return SearchResult()
    db.plan_by_values()
    rows = db.all(_statement(db.sqlite, frozenset(given), within.published), **given, most=WEIGHED + 1)
    whole = len(rows) <= WEIGHED
    rows = rows[:WEIGHED]
    order = (lambda row: (-row[2], row[1])) if newest else (lambda row: (row[0], -row[2], row[1]))
    page = [row[1] for row in sorted(rows, key=order)[offset : offset + limit]]
    found = {ident: _decoder.decode(data) for ident, data in db.all(_BY_ID, ids=listed(page))}
    return SearchResult(
        articles=tuple(found[ident] for ident in page),
        count=len(rows),
        whole=whole,
        topics=dict(db.all(_TOPICS, ids=listed(row[1] for row in rows))),
        outlets=_counted(row[4] for row in rows),
        months=dict(sorted(Counter(f"{values.moment(row[2]):%Y-%m}" for row in rows).items(), reverse=True)),
        quality=dict(sorted(Counter(row[3] // 10 * 10 for row in rows).items(), reverse=True)),
    )


def page_of_records(
    db: Transaction, within: SearchFilter | None = None, after: tuple[datetime, str] | None = None, limit: int = 25
) -> list[StoredRecord]:
    """Return a page of records, walking backwards in time from the last record of the page before."""
    within = within or SearchFilter()
    given = _parameters(within)
    if after is not None:
        given |= {"moment": values.stamp(after[0]), "article": after[1]}
    rows = db.all(_statement(db.sqlite, frozenset(given), within.published), **given, most=limit)
    found = record.by_article(db, [row[1] for row in rows])
    return [found[row[1]] for row in rows]


def _parameters(within: SearchFilter) -> dict[str, Any]:
    """Return the query parameters of a filter."""
    given: dict[str, Any] = {}
    for name in ("after", "before"):
        if (at := getattr(within, name)) is not None:
            given[name] = values.stamp(at)
    for name in ("topics", "outlets"):
        if named := getattr(within, name):
            given[name] = listed(named)
    if within.topics:
        given["all"] = len(set(within.topics))
    if within.quality is not None:
        given["quality"] = within.quality
    return given


@cache
def _statement(sqlite: bool, given: frozenset[str], published: bool | None) -> TextClause:
    """Build the query for these parameters; it contains their names, never their values."""
    score, source, match, number, without = _SEARCHES[sqlite]
    listing = _LISTS[sqlite]
    outlets = listing.format("outlets")
    parts = {
        "wanted": match,
        "unwanted": without,
        "after": "record_facts.moment >= :after",
        "before": "record_facts.moment < :before",
        "moment": "(record_facts.moment, record_facts.article) < (:moment, :article)",
        "quality": "record_facts.quality >= :quality",
        "outlets": f"(record_facts.outlet IN {outlets} OR record_facts.source IN {outlets})",
        "topics": (
            "(SELECT COUNT(DISTINCT topic) FROM record_topic WHERE record_topic.article = record_facts.article "  # noqa: S608 - fixed parts
            f"AND record_topic.topic IN {listing.format('topics')}) = :all"
        ),
    }
    by_words = "wanted" in given
    chosen = [part for name, part in parts.items() if name in given]
    where = " AND ".join((*chosen, _PUBLISHED[sqlite][published]))
    columns = ", ".join(f"record_facts.{name}" for name in ("article", "moment", "quality", "outlet"))
    order = number if by_words else "record_facts.moment DESC, record_facts.article"
    statement = (
        f"SELECT {score if by_words else '0.0'}, {columns} FROM {source if by_words else 'record_facts'} "  # noqa: S608 - fixed parts
        f"WHERE {where} ORDER BY {order} DESC LIMIT :most"
    )
    return text(statement).bindparams(*(bindparam(name) for name in sorted({*given, "most"})))


def _all(db: Transaction, wanted: list[list[str]]) -> str:
    if db.sqlite:
        return " ".join(_phrase(phrase) for phrase in wanted)
    return " & ".join(_lexemes(phrase) for phrase in wanted)


def _any(db: Transaction, unwanted: list[list[str]]) -> str:
    if db.sqlite:
        return " OR ".join(_phrase(phrase) for phrase in unwanted)
    return " | ".join(_lexemes(phrase) for phrase in unwanted)


def _phrase(phrase: list[str]) -> str:
    return '"' + " ".join(phrase) + '"'


def _lexemes(phrase: list[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in phrase) + ")"


def _counted(texts: Any) -> dict[str, int]:
    return dict(sorted(Counter(texts).items(), key=lambda pair: (-pair[1], pair[0])))
