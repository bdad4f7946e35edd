"""What decisions taught, in the store: the table as counted, the rows that editors fixed, and the table in force.

The table in force is a copy: it is replaced at most once a day while the gate is open, so that the newsroom is not
judged again after every decision. It is empty while the gate is closed, but for rows that editors fixed: those always
count. ``coranto.run.teach`` keeps all of it up to date.
"""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from coranto.language import stem
from coranto.model.article import Article
from coranto.model.lesson import KINDS
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.store.protocol import Store
from coranto.teach import features
from coranto.teach.gate import WINDOW, Decision, Gate
from coranto.teach.table import Row, Table

_STATE, _FIXED, _FORCE = "taught", "taught.fixed", "taught.force"  # keys in the store
IN_FORCE = (_FIXED, _FORCE)  # of what judges articles

Fixed = dict[tuple[str, str], int]  # points by kind and feature


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The table as counted, and how far decisions have been counted.

    ``edit`` is the number of the last counted edit, ``day`` the last counted UTC day (ISO), ``off`` the kinds of
    lessons that were switched off then.
    """

    table: bytes = b""
    is_open: bool = False
    edit: int = 0
    day: str = ""
    off: tuple[str, ...] = ()


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """The table that judges articles; empty if none does. ``day`` is when it was copied."""

    table: bytes = b""
    day: str = ""


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the table stands on: decisions by kind, picks among them, rows, and whether it counts and why."""

    counts: bool
    reason: Reason
    picked: int
    seen: int
    rows: int
    fixed: int
    lessons: dict[str, int]


class Taught:
    """The table in force, for judging; the same as in the store after each ``refresh``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._bytes = b""
        self._table: Table | None = None
        self.digest = ""
        self.refresh()

    def refresh(self) -> None:
        """Read the table in force again if it was replaced."""
        kept = get_in_force(self._store).table
        if kept != self._bytes:
            self._bytes = kept
            self._table = Table.load(kept) if kept else None
            self.digest = hashlib.blake2b(kept, digest_size=8).hexdigest() if kept else ""

    def signal(self, article: Article, settings: Settings, boost: int) -> Iterable[ScorePart]:  # noqa: ARG002 - a signal's shape
        """Return the parts that the table adds to an article's quality; a signal of ``coranto.score.quality``."""
        if self._table is None:
            return ()
        return self._table.parts(features_of(article, settings), settings.subject.taught)


def features_of(article: Article, settings: Settings) -> features.Features:
    """Return the features of an article as found."""
    language = stem.primary(article.language or settings.site.language)
    return features.of(article.title, article.web_url, article.provider.domain, language=language)


def formula(article: Article) -> float:
    """Return an article's points without what decisions added."""
    return float(sum(part.points for part in article.parts if part.name not in ("taught", "floor", "boost")))


def get_state(store: Store) -> State:
    """Return how far decisions have been counted."""
    kept = store.get_value(_STATE)
    return msgspec.msgpack.decode(kept, type=State) if kept else State()


def put_state(store: Store, state: State) -> None:
    """Save how far decisions have been counted."""
    store.put_value(_STATE, msgspec.msgpack.encode(state))


def get_fixed(store: Store) -> Fixed:
    """Return the rows that editors fixed, with their points."""
    kept = store.get_value(_FIXED)
    rows = msgspec.msgpack.decode(kept, type=list[tuple[str, str, int]]) if kept else []
    return {(kind, feature): points for kind, feature, points in rows}


def put_fixed(store: Store, fixed: Mapping[tuple[str, str], int]) -> None:
    """Save the rows that editors fixed."""
    store.put_value(_FIXED, msgspec.msgpack.encode([(*row, points) for row, points in fixed.items()]))


def get_in_force(store: Store) -> InForce:
    """Return the table that judges articles."""
    kept = store.get_value(_FORCE)
    return msgspec.msgpack.decode(kept, type=InForce) if kept else InForce()


def put_in_force(store: Store, table: InForce) -> None:
    """Save the table that judges articles."""
    store.put_value(_FORCE, msgspec.msgpack.encode(table))


def get_table(store: Store) -> Table:
    """Return the table as counted, with the rows that editors fixed."""
    return with_fixed(get_state(store), get_fixed(store))


def with_fixed(state: State, fixed: Mapping[tuple[str, str], int]) -> Table:
    """Return the counted table with fixed rows."""
    table = Table.load(state.table) if state.table else Table()
    for (kind, feature), points in fixed.items():
        table.fix(kind, feature, points)
    return table


def get_gate(store: Store, *, is_open: bool) -> Gate:
    """Return the gate with the last lessons."""
    last = store.lessons_of_kinds(KINDS, WINDOW)
    return Gate([Decision(one.day, one.formula, one.table, one.picked) for one in last], is_open=is_open)


def status(store: Store) -> Status:
    """Return what the table stands on and whether it counts."""
    with store.transaction():
        state, fixed = get_state(store), get_fixed(store)
        table = with_fixed(state, fixed)
        return Status(
            counts=state.is_open,
            reason=get_gate(store, is_open=state.is_open).reason(),
            picked=table.picked,
            seen=table.seen,
            rows=len(table),
            fixed=len(fixed),
            lessons=store.lesson_counts(),
        )


def rows(store: Store, kind: str = "", words: str = "") -> list[Row]:
    """Return rows of the table, the largest absolute points first; of a kind, and with these letters in them."""
    found = [row for row in get_table(store).rows() if kind in ("", row.kind) and words.lower() in row.feature.lower()]
    return sorted(found, key=lambda row: (-abs(row.points), -row.seen, row.kind, row.feature))
