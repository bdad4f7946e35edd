"""A learner: judges an article by the table, and counts the decision once it is known."""

from collections.abc import Mapping

from coranto.model.score import ScorePart
from coranto.teach import features
from coranto.teach.gate import Decision, Gate, Verdict
from coranto.teach.table import Table

_WAITING = 200_000  # the most judged articles without a decision; the oldest are dropped first


class Learner:
    """A table with its gate, and the judged articles whose decision is not known yet.

    Parameters
    ----------
    table : Table, optional
        The table learned before.
    gate : Gate, optional
        Decides whether the table counts.

    """

    def __init__(self, table: Table | None = None, gate: Gate | None = None) -> None:
        self.table = table or Table()
        self.gate = gate or Gate()
        self._waiting: dict[str, tuple[features.Features, str, float, float]] = {}

    def judge(self, article: str, read: features.Features, group: str = "", formula: float = 0.0) -> float:
        """Return the table's points for an article, and remember it until its decision is known.

        Parameters
        ----------
        article : str
            Its id.
        read : Features
            Its features.
        group : str
            The day whose articles compete.
        formula : float
            Its points without the table, for the gate's comparison.

        """
        points = self.table.score(read)
        self._waiting[article] = (read, group, formula, points)
        if len(self._waiting) > _WAITING:
            del self._waiting[next(iter(self._waiting))]
        return points

    def points(self, article: str) -> tuple[float, float]:
        """Return the points of a judged article without a decision: by the rules, and by the table.

        Raises
        ------
        KeyError
            The article was not judged, or its decision is already known.

        """
        _, _, formula, table = self._waiting[article]
        return formula, table

    def parts(self, read: features.Features, limit: int) -> tuple[ScorePart, ...]:
        """Return the parts that the table adds to an article's quality; empty while the gate is closed."""
        return self.table.parts(read, limit) if self.gate.is_open else ()

    def learn(self, decisions: Mapping[str, bool]) -> Verdict:
        """Count decisions about judged articles; unknown ids are ignored."""
        known = []
        for article, picked in decisions.items():
            if waiting := self._waiting.pop(article, None):
                read, group, formula, points = waiting
                self.table.add(read, picked)
                known.append(Decision(group, formula, points, picked))
        return self.gate.learn(known)

    def count(self, read: features.Features, picked: bool) -> None:
        """Count an earlier decision without a prediction: it teaches the table, not the gate."""
        self.table.add(read, picked)
