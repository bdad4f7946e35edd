"""The gate: whether the table counts. Only while formula and table together rank better than the formula alone."""

from collections import deque
from collections.abc import Iterable, Sequence
from math import sqrt

import msgspec

from coranto.model.reason import Reason, Value

WINDOW = 400  # decisions that are looked back on
_LEAST = 10  # picks among them that can be compared with others of their day
_STEP = 1.0  # standard errors by which the two together must be better for the gate to open; it closes at none


class Decision(msgspec.Struct, frozen=True, array_like=True):
    """A decision that was foreseen: what both would have said before it was known.

    ``group`` names those that competed with each other (the day); ``formula`` and ``table`` are points.
    """

    group: str
    formula: float
    table: float
    picked: bool


class Verdict(msgspec.Struct, frozen=True):
    """What the last decisions say: mean gain and its standard error (shares of pairs), picks compared, decisions."""

    gain: float
    error: float
    picks: int
    count: int


class Gate:
    """Remembers the last decisions and opens or shuts by them; shut at the beginning."""

    def __init__(self, decisions: Iterable[Decision] = (), *, is_open: bool = False) -> None:
        self.is_open = is_open
        self._last = deque(decisions, WINDOW)

    def learn(self, decisions: Iterable[Decision]) -> Verdict:
        """Take in decisions, then open or shut."""
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

    For each pick: the share of its group's unpicked that it outranks, with the table less without it. The mean of these
    differences is the gain; ties count half.
    """
    groups: dict[str, list[Decision]] = {}
    count = 0
    for one in decisions:
        groups.setdefault(one.group, []).append(one)
        count += 1
    gains: list[float] = []
    for group in groups.values():
        left = [one for one in group if not one.picked]
        if not left:
            continue
        plain = [one.formula for one in left]
        both = [one.formula + one.table for one in left]
        gains += [_share(one.formula + one.table, both) - _share(one.formula, plain) for one in group if one.picked]
    if len(gains) < 2:
        return Verdict(0.0, 0.0, len(gains), count)
    mean = sum(gains) / len(gains)
    spread = sum((gain - mean) ** 2 for gain in gains) / (len(gains) - 1)
    return Verdict(mean, sqrt(spread / len(gains)), len(gains), count)


def _share(one: float, others: Sequence[float]) -> float:
    """Return the share of values below one; equal ones count half."""
    return sum([1.0 if one > other else 0.5 if one == other else 0.0 for other in others]) / len(others)
