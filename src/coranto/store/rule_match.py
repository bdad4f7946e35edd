"""Try the condition of a rule on everything that is stored.

Each part is one query that gives the numbers of articles, from an index or from the narrow table ``rule_facts``; wide
rows are read for the examples only.
"""

import heapq
import re
import time
from collections.abc import Callable, Iterable

import regex
from sqlalchemy import bindparam, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.base import Executable

from coranto import errors
from coranto.language import stem
from coranto.model.article import Article
from coranto.model.reason import Reason
from coranto.model.rule import Condition, Phrase, RuleMatch
from coranto.store import rule_tables, tables
from coranto.store.transaction import Transaction, among, listed
from coranto.text.search_words import fold

SECONDS = 1.5  # of the processor that a regular expression may take over all titles
_EACH = 0.05  # over one title, as ``coranto.score.rules`` allows
_TITLE = 1_000  # characters of a title in which it is looked for
_REPEAT = re.compile(r"[*+{]")
_DOUBTFUL = re.compile(r"\)\s*[*+?{]|\\[0-9gk]|\(\?[^:!=<i]")

_facts, _article, _topic = rule_tables.rule_facts.c, tables.article.c, tables.article_topic.c
_record = tables.record_facts.c
_add = insert(rule_tables.rule_facts).values(
    {name: bindparam(name) for name in ("number", "title", "authors", "language")}
)
_SAVE = _add.on_conflict_do_update(
    index_elements=["number"], set_={name: _add.excluded[name] for name in ("title", "authors", "language")}
)
_EVERY = select(_facts.number)
_STORED = select(func.count()).select_from(rule_tables.rule_facts)
_TITLES = select(_facts.number, _facts.title)
_LANGUAGES = select(_facts.number).where(among(_facts.language, "languages"))
_AUTHOR = select(_facts.number).where(_facts.authors.like(bindparam("name"), escape="\\"))
_OUTLETS = select(_article.number).where(or_(among(_article.outlet, "outlets"), among(_article.source, "outlets")))
_ADDRESS = select(_article.number).where(func.lower(_article.url).like(bindparam("address"), escape="\\"))
_ON_TOPIC = (
    select(_article.number)
    .join(tables.article_topic, _topic.article == _article.id)
    .where(_topic.topic == bindparam("topic"))
)
_PUBLISHED = select(_record.number).where(text("record_facts.published = 1"))
_PUBLISHED_POSTGRESQL = select(_record.number).where(text("record_facts.published"))
_ID = select(_article.id).where(_article.number == bindparam("its_number"))
_WORDS = {
    True: text("SELECT rowid FROM search WHERE search MATCH :wanted").bindparams(bindparam("wanted")),
    False: text("SELECT number FROM search WHERE words @@ to_tsquery('simple', :wanted)").bindparams(
        bindparam("wanted")
    ),
}


def note(db: Transaction, number: int, article: Article) -> None:
    """Save what rules ask about an article."""
    db.run(_SAVE, number=number, **facts(article))


def facts(article: Article) -> dict[str, str]:
    """Return the columns of an article."""
    names = " | ".join(" ".join(fold(name).split()) for name in article.authors)
    language = stem.primary(article.language) if article.language else ""
    return {"title": article.title, "authors": f" {names} ", "language": language}


def match(db: Transaction, condition: Condition, language: str, limit: int = 20) -> RuleMatch:
    """Intersect what each part of the condition finds."""
    found: set[int] | None = None
    for part in _parts(db, condition, language):
        numbers = part()
        found = numbers if found is None else found & numbers
        if not found:
            break
    if condition.pattern and (found is None or found):
        found = _by_pattern(db, condition.pattern, found)
    if found is None:
        found = _numbers(db.all(_EVERY))
    if found and condition.unwanted:
        found -= _any_words(db, condition.unwanted)
    out = _numbers(db.all(_PUBLISHED if db.sqlite else _PUBLISHED_POSTGRESQL)) if found else set()
    last = heapq.nlargest(limit, found)
    newest = tuple(str(db.one(_ID, its_number=number)) for number in last)
    return RuleMatch(count=len(found), published=len(found & out), stored=int(db.one(_STORED)), newest=newest)


def _parts(db: Transaction, condition: Condition, language: str) -> list[Callable[[], set[int]]]:
    """Return what finds the articles of each part, the most selective first as far as is known."""
    parts: list[Callable[[], set[int]]] = []
    if condition.outlets:
        parts.append(lambda: _numbers(db.all(_OUTLETS, outlets=listed(condition.outlets))))
    if condition.wanted:
        parts.append(lambda: _all_words(db, condition.wanted))
    if condition.titled:
        parts.append(lambda: _all_words(db, condition.titled, titled=True))
    if condition.authors:
        parts.append(lambda: _any_like(db, _AUTHOR, "name", [f" {' '.join(one)} " for one in condition.authors]))
    if condition.addresses:
        parts.append(lambda: _any_like(db, _ADDRESS, "address", condition.addresses))
    parts += [lambda one=one: _numbers(db.all(_ON_TOPIC, topic=one)) for one in condition.topics]  # type: ignore[misc]
    if condition.languages:
        wanted = [*condition.languages, *([""] if language in condition.languages else [])]
        parts.append(lambda: _numbers(db.all(_LANGUAGES, languages=listed(wanted))))
    return parts


def _by_pattern(db: Transaction, pattern: str, among_these: set[int] | None) -> set[int]:
    search, until = regex.compile(pattern, regex.IGNORECASE).search, 0.0
    limits = {} if _is_quick(pattern) else {"timeout": _EACH}  # asking for the time costs more than most searches
    found = set()
    for at, (number, title) in enumerate(db.all(_TITLES)):
        try:
            if (among_these is None or number in among_these) and search(title[:_TITLE], **limits) is not None:
                found.add(number)
        except TimeoutError:
            pass
        until = until or time.thread_time() + SECONDS
        if not at % 64 and time.thread_time() > until:
            raise errors.ConfigError(Reason("rule.slow", {"pattern": pattern}))
    return found


def _is_quick(pattern: str) -> bool:
    """Whether a regular expression takes a millisecond at most for one title: at most two repeats, none of a group."""
    return len(_REPEAT.findall(pattern)) <= 2 and not _DOUBTFUL.search(pattern)


def _any_like(db: Transaction, statement: Executable, name: str, patterns: Iterable[str]) -> set[int]:
    return set[int]().union(*(_numbers(db.all(statement, **{name: _like(one)})) for one in patterns))


def _like(pattern: str) -> str:
    """Return a pattern of LIKE: ``*`` stands for anything, everything else for itself."""
    plain = pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain.replace('*', '%')}%"


def _all_words(db: Transaction, phrases: tuple[Phrase, ...], *, titled: bool = False) -> set[int]:
    if db.sqlite:
        column = "title : " if titled else ""
        wanted = " AND ".join(f'{column}"{" ".join(phrase)}"' for phrase in phrases)
    else:
        wanted = " & ".join(_lexemes(phrase, titled=titled) for phrase in phrases)
    return _numbers(db.all(_WORDS[db.sqlite], wanted=wanted))


def _any_words(db: Transaction, phrases: tuple[Phrase, ...]) -> set[int]:
    if db.sqlite:
        return _numbers(db.all(_WORDS[True], wanted=" OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)))
    return _numbers(db.all(_WORDS[False], wanted=" | ".join(_lexemes(phrase) for phrase in phrases)))


def _lexemes(phrase: Phrase, *, titled: bool = False) -> str:
    return "(" + " <-> ".join(f"'{word}'" + (":A" if titled else "") for word in phrase) + ")"


def _numbers(rows: list[tuple[int, ...]]) -> set[int]:
    return {number for (number,) in rows}
