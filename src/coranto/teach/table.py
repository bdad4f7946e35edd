"""The table: for each feature, how often an article with it was picked, and the points for that.

Points are counted, not trained: a feature's points are the log odds of (picked + k * base) / (seen + k) against the
base rate. ``k`` is the number of decisions until a feature is trusted: 2 for an outlet, more for features that say less
alone. Every row can be read, fixed or switched off, and a decision can be subtracted again.
"""

from collections.abc import Iterable, Iterator
from math import log

import msgspec

from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.teach.features import KINDS, Features

UNIT = 20  # points per unit of log odds
_SHRINK = (2.0, 20.0, 50.0, 60.0)  # k of each kind, in the order of KINDS
_WEIGHT = (0.3, 0.4, 0.2, 0.3)  # of each kind: features of one article say the same thing several times
_PRIOR_SEEN, _PRIOR_PICKED = 10.0, 2.0  # prior decisions for the base rate
NAMED = 6  # rows shown in an explanation

_CODES = {"outlet": "taught.outlet", "word": "taught.word", "pair": "taught.pair", "form": "taught.form"}


class Row(msgspec.Struct, frozen=True):
    """A row of the table: a feature, its counts and its points; ``fixed`` if an editor set the points."""

    kind: str
    feature: str
    picked: int
    seen: int
    points: float
    fixed: bool = False


class Table:
    """Counts of decisions by feature."""

    def __init__(self) -> None:
        self.picked = 0
        self.seen = 0
        self._counts: tuple[dict[str, list[int]], ...] = tuple({} for _ in KINDS)
        self._fixed: dict[tuple[str, str], float] = {}

    def __len__(self) -> int:
        """Return the number of features seen."""
        return sum(map(len, self._counts))

    def add(self, features: Features, picked: bool) -> None:
        """Count a decision about an article."""
        self._count(features, int(picked), 1)

    def take_back(self, features: Features, picked: bool) -> None:
        """Subtract a decision; afterwards the table is as if it had not been counted.

        Raises
        ------
        ValueError
            No such decision was counted.

        """
        for counts, names in zip(self._counts, _by_kind(features), strict=True):
            for name in names:
                had = counts.get(name, (0, 0))
                if had[1] < 1 or had[0] < picked or had[1] - had[0] < (not picked):
                    what = "picked" if picked else "not picked"
                    raise ValueError(f"no article with `{name}` was counted as {what}; there is nothing to take back")
        self._count(features, -int(picked), -1)

    def fix(self, kind: str, feature: str, points: float | None) -> None:
        """Set a row's points regardless of its counts (0 switches it off); None restores the points from the counts."""
        if kind not in KINDS:
            raise ValueError(f"a row is of one of the kinds {', '.join(KINDS)}, not `{kind}`")
        if points is None:
            self._fixed.pop((kind, feature), None)
        else:
            self._fixed[kind, feature] = points

    def fixed(self) -> dict[tuple[str, str], float]:
        """Return the fixed points by kind and feature."""
        return dict(self._fixed)

    def score(self, features: Features) -> float:
        """Return the sum of an article's rows, in points."""
        if self._fixed:
            return sum(row.points for row in self.rows_of(features))
        base, odds = self._base()
        total = 0.0
        for counts, names, k, weight in zip(self._counts, _by_kind(features), _SHRINK, _WEIGHT, strict=True):
            taken, left = k * base, k - k * base
            logs = 0.0
            get = counts.get
            for name in names:
                count = get(name)
                if count is not None:
                    logs += log((count[0] + taken) / (count[1] - count[0] + left)) - odds
            total += weight * logs
        return UNIT * total

    def rows_of(self, features: Features) -> list[Row]:
        """Return the rows of an article's features, the largest absolute points first."""
        rows = [
            row
            for kind, names in zip(KINDS, _by_kind(features), strict=True)
            for name in names
            if (row := self.row(kind, name))
        ]
        return sorted(rows, key=lambda row: (-abs(row.points), row.kind, row.feature))

    def row(self, kind: str, feature: str) -> Row | None:
        """Return a row; None if the feature is unknown."""
        number = KINDS.index(kind)
        picked, seen = self._counts[number].get(feature, (0, 0))
        fixed = self._fixed.get((kind, feature))
        if fixed is not None:
            return Row(kind, feature, picked, seen, fixed, fixed=True)
        if not seen:
            return None
        base, odds = self._base()
        k = _SHRINK[number]
        points = log((picked + k * base) / (seen - picked + k - k * base)) - odds
        return Row(kind, feature, picked, seen, UNIT * _WEIGHT[number] * points)

    def rows(self) -> Iterator[Row]:
        """Yield every row, by kind, in the order in which features were first seen."""
        for kind, counts in zip(KINDS, self._counts, strict=True):
            for feature in counts:
                if row := self.row(kind, feature):
                    yield row
        for kind, feature in self._fixed:
            if feature not in self._counts[KINDS.index(kind)] and (row := self.row(kind, feature)):
                yield row

    def parts(self, features: Features, limit: int | None = None) -> tuple[ScorePart, ...]:
        """Return an article's points as parts: the six largest rows by name, the rest together.

        Parameters
        ----------
        features : Features
            The article's features.
        limit : int, optional
            The most points by which the table may raise or lower a quality; the excess is taken from the last part.

        Returns
        -------
        tuple of ScorePart
            Whole points; their sum is the rounded score, within the limit.

        """
        rows = self.rows_of(features)
        total = round(sum(row.points for row in rows))
        if limit is not None:
            total = max(-limit, min(limit, total))
        named = [(row, round(row.points)) for row in rows[:NAMED]]
        parts = [_part(row, points) for row, points in named if points]
        rest = total - sum(points for _, points in named)
        if rest:
            reason = Reason("taught.rest", {"number": max(0, len(rows) - NAMED)})
            parts.append(ScorePart(name="taught", points=rest, reason=reason))
        return tuple(parts)

    def dump(self) -> bytes:
        """Return the table as bytes; ``load`` reads them."""
        return msgspec.msgpack.encode((self.picked, self.seen, self._counts, list(self._fixed.items())))

    @classmethod
    def load(cls, data: bytes) -> "Table":
        """Read what ``dump`` wrote."""
        table = cls()
        state = msgspec.msgpack.decode(data, type=tuple[int, int, list[dict[str, list[int]]], list[_Fixed]])
        table.picked, table.seen = state[0], state[1]
        table._counts = tuple(state[2])
        table._fixed = {(kind, feature): points for (kind, feature), points in state[3]}
        return table

    def _count(self, features: Features, picked: int, seen: int) -> None:
        self.picked += picked
        self.seen += seen
        for counts, names in zip(self._counts, _by_kind(features), strict=True):
            for name in names:
                count = counts.get(name)
                if count is None:
                    counts[name] = [picked, seen]
                    continue
                count[0] += picked
                count[1] += seen
                if not count[1]:
                    del counts[name]

    def _base(self) -> tuple[float, float]:
        """Return the share of picks among all decisions, and its log odds."""
        base = (self.picked + _PRIOR_PICKED) / (self.seen + _PRIOR_SEEN)
        return base, log(base / (1.0 - base))


_Fixed = tuple[tuple[str, str], float]


def _by_kind(features: Features) -> Iterable[tuple[str, ...]]:
    return features.outlet, features.word, features.pair, features.form


def _part(row: Row, points: int) -> ScorePart:
    if row.fixed:
        reason = Reason("taught.fixed", {"feature": row.feature})
    else:
        reason = Reason(_CODES[row.kind], {"feature": row.feature, "picked": row.picked, "seen": row.seen})
    return ScorePart(name="taught", points=points, reason=reason)
