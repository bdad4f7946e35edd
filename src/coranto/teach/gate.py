"""The gate: the table counts only while formula and table together rank better than the formula alone."""

from collections import deque
from collections.abc import Iterable, Sequence
from math import sqrt

import msgspec

from coranto.model.reason import Reason, Value

WINDOW = 400  # the number of last decisions that are compared
_LEAST = 10  # the fewest picks among them that can be compared within their day
_STEP = 1.0  # standard errors of gain needed to open the gate; it closes at zero gain


class Decision(msgspec.Struct, frozen=True, array_like=True):
    """A decision with the points that formula and table predicted before it was known.

    ``group`` is shared by competing articles (the day); ``formula`` and ``table`` are points.
    """

    group: str
    formula: float
    table: float
    picked: bool


class Verdict(msgspec.Struct, frozen=True):
    """The result of the last decisions: mean gain, its standard error (shares of pairs), compared picks, decisions."""

    gain: float
    error: float
    picks: int
    count: int


class Gate:
    """A gate that opens or closes according to the last decisions; closed at the beginning."""

    def __init__(self, decisions: Iterable[Decision] = (), *, is_open: bool = False) -> None:
        self.is_open = is_open
        self._last = deque(decisions, WINDOW)

    def learn(self, decisions: Iterable[Decision]) -> Verdict:
        """Add decisions, then open or close the gate."""
        self._last.extend(decisions)
        verdict = weigh(self._last)
        if verdict.picks < _LEAST or verdict.gain <= 0:
            self.is_open = False
        elif verdict.gain > _STEP * verdict.error:
            self.is_open = True
        return verdict

    def reason(self) -> Reason:
        """Return whether the table counts, and why; gain and error are shares of pairs of a day, in percent."""
        verdict = weigh(self._last)
        if verdict.picks < _LEAST:
            return Reason("gate.few", {"picks": verdict.picks, "least": _LEAST})
        gain, error = round(100 * verdict.gain), round(100 * verdict.error, 1)
        facts: dict[str, Value] = {"gain": gain, "error": error, "count": verdict.count}
        return Reason("gate.open" if self.is_open else "gate.shut", facts)


def weigh(decisions: Iterable[Decision]) -> Verdict:
    """Compare the two rankings within each group.

    For each pick: the share of its group's unpicked articles that it outranks with the table, minus without it. The
    mean difference is the gain; ties count half.
    """
    groups: dict[str, list[Decision]] = {}
    count = 0
    for decision in decisions:
        groups.setdefault(decision.group, []).append(decision)
        count += 1
    gains: list[float] = []
    for group in groups.values():
        left = [decision for decision in group if not decision.picked]
        if not left:
            continue
        plain = [decision.formula for decision in left]
        both = [decision.formula + decision.table for decision in left]
        gains += [
            _share(decision.formula + decision.table, both) - _share(decision.formula, plain)
            for decision in group
            if decision.picked
        ]
    if len(gains) < 2:
        return Verdict(0.0, 0.0, len(gains), count)
    mean = sum(gains) / len(gains)
    spread = sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1)
    return Verdict(mean, sqrt(spread / len(gains)), len(gains), count)


def _share(value: float, others: Sequence[float]) -> float:
    """Return the share of other values below a value; equal ones count half."""
    return sum([1.0 if value > other else 0.5 if value == other else 0.0 for other in others]) / len(others)
