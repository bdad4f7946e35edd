"""The front pages of past days by two sets of numbers, from stored facts: nothing is read or judged again. Pure.

What is near to the paper but not the same: a day's page is that of its end, without readers; who leads a story in the
subject profile, and what puts an article on a topic, stays as it is; who copies is what each article shows alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import msgspec

from coranto.decide import line, past_heat
from coranto.decide.past_heat import DAY, Numbers, Past, State, Timelines
from coranto.heat import line as heights
from coranto.heat.subject import freshness
from coranto.model.change import Override
from coranto.model.reason import Reason

_EPOCH = date(1970, 1, 1).toordinal()


class Moved(NamedTuple):
    """A story that a front page would have had besides, or would have lacked, by its lead's id, and why."""

    story: str
    article: str
    reason: Reason


class DayFronts(NamedTuple):
    """The front page of a day by both sets of numbers: its lines, its stories in order, and what differs."""

    day: date
    line: int
    line_then: int
    front: tuple[str, ...]
    front_then: tuple[str, ...]
    come: tuple[Moved, ...]
    go: tuple[Moved, ...]


def compare(past: Past, now: Numbers, then: Numbers, days: int, until: datetime, shown: int) -> Iterator[DayFronts]:
    """Yield the front pages of the last days by the numbers of now and by others, the oldest first.

    Parameters
    ----------
    past : Past
        The articles of these days and of the two weeks before, on which the first lines are based.
    now, then : Numbers
        Of one profile.
    days : int
        How many days, with that of ``until``, which is still incomplete.
    until : datetime
        UTC.
    shown : int
        The most stories of a front page.

    """
    here, there = (
        _Paper(numbers, past.overrides, states)
        for numbers, states in zip((now, then), past_heat.timelines(past, now, then), strict=True)
    )
    today = until.date()
    for back in range(days + heights.DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        end = min(until, datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1))
        front, other = here.front(day, end, shown), there.front(day, end, shown)
        if back < days:
            yield DayFronts(
                day, here.height, there.height, front, other,
                come=tuple(_moved(story, there, here) for story in other if story not in set(front)),
                go=tuple(_moved(story, here, there, gone=True) for story in front if story not in set(other)),
            )  # fmt: skip


class _Paper:
    """One paper, day after day: what it published, and the line of the day."""

    def __init__(self, numbers: Numbers, overrides: Mapping[str, Override], timelines: Timelines) -> None:
        self._numbers, self._overrides, self._timelines = numbers, overrides, timelines
        self._stood: dict[str, dict[date, Counter[int]]] = {name: {} for name in ("", *numbers.settings.publish.topics)}
        self._lined = line.lined(numbers.settings)
        self._drawn: heights.Line | None = None
        self._lines: dict[str, int] = {}
        self._out: set[str] = set()
        self.states: dict[str, State] = {}
        self.height = numbers.settings.publish.threshold

    def front(self, day: date, end: datetime, shown: int) -> tuple[str, ...]:
        """Return the stories of the front page at the end of a day; days are asked for in order."""
        settings = self._numbers.settings
        moved = self._draw(day)
        arrived = self._timelines.get(day.toordinal() - _EPOCH, ())
        for story, state in arrived:
            if (before := self.states.get(story)) is not None:
                self._stand(before, -1)
            self._stand(state, 1)
            self.states[story] = state
        moved |= self._draw(day)  # again where the day brought more than half as much, as on a newsroom's first one
        stamp = int(end.timestamp()) * 1_000_000
        since = stamp - settings.site.front_days * DAY
        again = self._recent(since) if moved else [story for story, _ in arrived]
        for story in again:
            if self._publishes(story):
                self._out.add(story)
            else:
                self._out.discard(story)
        listed = [story for story in self._out if self.states[story].newest >= since]
        return tuple(sorted(listed, key=lambda story: self._order(story, stamp))[:shown])

    def bar(self, state: State) -> int:
        """Return the heat that publishes a story."""
        bars = {**self._lines, **self._numbers.own}
        return min((bars[topic.name] for topic in state.facts.topics if topic.name in bars), default=self.height)

    def publishes(self, story: str) -> bool:
        """Whether a story is published."""
        return story in self._out

    def _recent(self, since: int) -> Iterable[str]:
        return [story for story, state in self.states.items() if state.newest >= since]

    def _draw(self, day: date) -> bool:
        """Draw the line of a day; return whether it moved so far that all are decided again."""
        settings = self._numbers.settings
        if not self._lined:
            return False
        before, own = self._drawn, settings.publish.topics
        topics = {
            name: heights.draw_counted(self._stood[name], per_day, day, before.topics.get(name) if before else None)
            for name, per_day in own.items()
        }
        drawn = heights.draw_counted(self._stood[""], settings.publish.per_day, day, before)
        old = {"": self.height, **self._lines}
        self._drawn = msgspec.structs.replace(drawn, topics=topics)
        self.height, self._lines = drawn.heat, {name: one.heat for name, one in topics.items()}
        new = {"": self.height, **self._lines}
        return any(abs(heat - old.get(name, 0)) > heights.STEP for name, heat in new.items())

    def _stand(self, state: State, by: int) -> None:
        """Count a story for the lines, or no longer."""
        if not (state.fits and self._lined):
            return
        day = date.fromordinal(state.lead.published // DAY + _EPOCH)
        own = self._numbers.settings.publish.topics
        for name in [topic.name for topic in state.facts.topics if topic.name in own] or [""]:
            self._stood[name].setdefault(day, Counter())[state.heat] += by

    def _publishes(self, story: str) -> bool:
        state, was = self.states[story], story in self._out
        edited = self._overrides.get(state.lead.article)
        if edited is not None and edited.decides is not None:
            return edited.decides
        reaches = state.heat >= self.bar(state)
        if self._numbers.settings.profile == "subject":
            reaches = reaches or was  # what is published stays
        return state.fits and reaches and not state.facts.muted and (was or not state.facts.held)

    def _order(self, story: str, stamp: int) -> tuple[int, int, int, str]:
        state, given = self.states[story], self._numbers.settings.publish
        edited, heat = self._overrides.get(state.lead.article), state.heat
        if self._numbers.settings.profile == "subject":
            age = timedelta(microseconds=stamp - state.newest)
            heat += freshness(age, given.fresh, timedelta(hours=given.fresh_hours))
        return -(edited.pinned if edited else 0), -heat, -state.newest, story


def _moved(story: str, on: _Paper, off: _Paper, *, gone: bool = False) -> Moved:
    """Return why a story is on one paper's front page and not on the other's; ``gone``: the first is that of now."""
    state, other = on.states[story], off.states.get(story)
    now, then = (state, other) if gone else (other, state)
    here, there = (on, off) if gone else (off, on)
    if other is None or now is None or then is None or not other.fits:
        return Moved(story, state.lead.article, Reason("replay.may" if not gone else "replay.may_not"))
    if off.publishes(story):
        return Moved(story, state.lead.article, Reason("replay.no_room" if gone else "replay.room"))
    lines = {"line": here.bar(now), "line_then": there.bar(then)}
    if now.heat == then.heat and lines["line"] == lines["line_then"]:
        return Moved(story, state.lead.article, Reason("replay.not_kept" if gone else "replay.kept"))
    if now.heat == then.heat:
        return Moved(story, state.lead.article, Reason("replay.line", {"stands": now.heat, **lines}))
    heats = {"stands": now.heat, "stands_then": then.heat}
    if lines["line"] == lines["line_then"]:
        return Moved(story, state.lead.article, Reason("replay.heat", {**heats, "line": lines["line"]}))
    return Moved(story, state.lead.article, Reason("replay.both", {**heats, **lines}))
