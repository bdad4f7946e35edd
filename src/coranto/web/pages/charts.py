"""The geometry of the charts, as numbers for SVG. The templates draw them.

The same style everywhere: heat is red, the past is ink, and a step is an article.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from coranto.heat.trend import FRESH  # what is drawn in red
from coranto.i18n import formats
from coranto.i18n.messages import _
from coranto.web import words

HOUR = timedelta(hours=1)
DAY = 24 * HOUR
_WIDE, _HIGH, _STEP = 96.0, 24.0, 7.0  # of a sparkline; a step is an article, lower where there are many
_FLOOR, _TOP = 205.0, 30.0  # of the story's chart, pixels


class Spark(msgspec.Struct, frozen=True):
    """A story's last 24 hours as a staircase: path data up to three hours ago and since then, and both in words."""

    old: str
    new: str
    label: str


def spark(times: Sequence[datetime], now: datetime) -> Spark:
    """Draw how a story grew in the last 24 hours, one step per article, 96 x 24; flat if it did not grow."""
    past = sorted((now - time for time in times if now - time <= DAY), reverse=True)
    unit = min(_STEP, _HIGH / max(1, len(past)))
    corners = [(min(_WIDE - 1, _WIDE - gap / HOUR * _WIDE / 24), (n + 1) * unit) for n, gap in enumerate(past)]
    fresh = sum(gap <= FRESH for gap in past)
    split = _WIDE - FRESH / HOUR * _WIDE / 24 if fresh else _WIDE
    label = _(
        "{articles}, {day} in the last 24 hours, {lately} in the last three",
        articles=words.count(len(times), "article"),
        day=len(past),
        lately=fresh or _("none"),
    )
    return Spark(old=_stairs(corners, 0.0, split), new=_stairs(corners, split, _WIDE), label=label)


def _stairs(corners: Sequence[tuple[float, float]], left: float, right: float) -> str:
    """Return the filled outline of a staircase between two x; "" where it has no height there."""
    base = max((y for x, y in corners if x <= left), default=0.0)
    inside = [(x, y) for x, y in corners if left < x <= right]
    if not base and not inside:
        return ""
    corners = [(left, base), *inside] if base else inside
    (start, first), *rest = corners
    risers = "".join(f"H{x:.3g}V{_HIGH - y:.3g}" for x, y in rest)
    return f"M{start:.3g} 24V{_HIGH - first:.3g}{risers}H{right:.3g}V24z"


class Pulse(msgspec.Struct, frozen=True):
    """Articles per hour: path data of the earlier hours and of the last three, and both in words."""

    old: str
    new: str
    label: str


def pulse(hours: Sequence[int], now: datetime) -> Pulse:
    """Draw 24 counts, the oldest first, as bars of 384 x 40."""
    peak = max(hours, default=0)
    bars = [f"M{16 * n + 8} 40v-{max(1.0, number * 40 / peak):.3g}" if number else "" for n, number in enumerate(hours)]
    fresh = len(bars) - 3
    label = _("Articles an hour in the last 24 hours: none")
    if peak:
        at = now - HOUR * (len(hours) - 1 - list(hours).index(peak))
        label = _(
            "Articles an hour in the last 24 hours: most {peak}, at {time}; {last} in the last",
            peak=peak,
            time=f"{at:%H}:00",
            last=hours[-1],
        )
    return Pulse(old="".join(bars[:fresh]), new="".join(bars[fresh:]), label=label)


class Bar(msgspec.Struct, frozen=True):
    """A bar: x and width in per cent, y and height in pixels."""

    x: float
    width: float
    y: float
    height: float


def days(counts: Sequence[int]) -> list[Bar]:
    """Draw a count per day as bars, 96 pixels high at most."""
    peak, wide = max(counts, default=0) or 1, 100 / max(1, len(counts))
    return [
        Bar(
            x=round(n * wide, 2),
            width=round(wide * 0.8, 2),
            y=round(96 - number * 88 / peak, 1),
            height=round(number * 88 / peak, 1),
        )
        for n, number in enumerate(counts)
    ]


def days_label(counts: Sequence[int], since: datetime) -> str:
    """Describe the bars of a count per day, the first on the day of ``since``."""
    peak = max(counts, default=0)
    if not peak:
        return _("No article in {days} days", days=len(counts))
    at = since + timedelta(days=list(counts).index(peak))
    return _(
        "Articles a day, {days} days; the most is {peak}, on {date}",
        days=len(counts),
        peak=peak,
        date=words.date(at, year=False),
    )


class Rise(msgspec.Struct, frozen=True):
    """One step of a story's heat: when, to what, by which article (its letter) of which outlet."""

    time: datetime
    heat: int
    key: str
    name: str


class Step(msgspec.Struct, frozen=True):
    """A step on the chart: from x to x in per cent, at y, coming from ``below``; how much of its label fits."""

    key: str
    name: str
    heat: int
    x: float
    end: float
    y: float
    below: float
    shows: str  # name, key, nothing


class Tick(msgspec.Struct, frozen=True):
    """A time on the axis; ``anchor`` is SVG's, ``minor`` ones are left out where it is narrow."""

    x: float
    text: str
    anchor: str
    minor: bool


class Steps(msgspec.Struct, frozen=True):
    """The chart of a story: its steps, the line for publication, the axis, and all of it in words."""

    steps: list[Step]
    limit: int
    limit_y: float
    ticks: list[Tick]
    heat: int
    end_y: float
    label: str


def _tail(rises: Sequence[Rise]) -> timedelta:
    """Return how long a chart goes on after its last article, at most."""
    return max(rises[-1].time - rises[0].time, 2 * HOUR) * 0.22


def until(rises: Sequence[Rise], now: datetime) -> datetime | None:
    """Return when a chart of these rises ends elsewhere than now; None where it goes on no further."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return hour + HOUR if hour < rises[-1].time + _tail(rises) else None


def steps(rises: Sequence[Rise], limit: int, now: datetime, heat: int | None = None) -> Steps:
    """Draw the heat of a story over time: x in per cent of the width, y in pixels of 236.

    Parameters
    ----------
    rises : sequence of Rise
        In order of time, at least one.
    limit : int
        The heat that publishes.
    now : datetime
        Where the chart ends, by the full hour, unless that is long after the last article.
    heat : int, optional
        The heat at its end, where readers or an editor changed it since the last article.

    """
    first, last = rises[0].time, rises[-1].time
    span = max(last - first, 2 * HOUR)
    hour = now.replace(minute=0, second=0, microsecond=0)
    start, end = first - span * 0.04, max(last, min(hour, last + _tail(rises)))
    if end - start < HOUR:
        start = end - HOUR
    last_heat = rises[-1].heat if heat is None else heat
    top = max(limit * 1.15, last_heat, *(rise.heat for rise in rises))

    def x(time: datetime) -> float:
        return round((time - start) / (end - start) * 100, 2)

    def y(heat: float) -> float:
        return round(_FLOOR - (_FLOOR - _TOP) * max(0.0, heat) / top, 1)

    edges = [*(x(rise.time) for rise in rises), 100.0]
    drawn = []
    for n, rise in enumerate(rises):
        room = edges[n + 1] - edges[n]
        letters = len(rise.name) + (1 if n == len(rises) - 1 else 5)  # the last step's heat is at the end
        # the figure at the end has the last 6 % to itself; letters never stand over letters
        room -= 6 if n == len(rises) - 1 else 0
        shows = "name" if room * 9.5 > 40 + 6.8 * letters else "key" if room > 3 else "nothing"
        below = y(rises[n - 1].heat) if n else _FLOOR
        drawn.append(
            Step(
                key=rise.key,
                name=rise.name,
                heat=rise.heat,
                x=edges[n],
                end=edges[n + 1],
                y=y(rise.heat),
                below=below,
                shows=shows,
            )
        )
    summary = "; ".join(_("{heat} at {time}", heat=rise.heat, time=words.stamp(rise.time)) for rise in rises[:12])
    return Steps(
        steps=drawn,
        limit=limit,
        limit_y=y(limit),
        ticks=_ticks(start, end),
        heat=last_heat,
        end_y=y(last_heat),
        label=_("Heat rises with each article: {steps}. {line} publishes.", steps=summary, line=limit),
    )


def _ticks(start: datetime, end: datetime) -> list[Tick]:
    """Choose five to eight round times between two, whole hours or whole days."""
    hours = (end - start) / HOUR
    every = next(
        (step for step in (1, 2, 3, 4, 6, 12, 24, 48, 96, 168, 336, 720) if hours / step <= 8),
        24 * int(hours / 192 + 1),
    )
    time = start.replace(hour=0, minute=0, second=0, microsecond=0)
    times = []
    while time <= end:
        if time >= start:
            times.append(time)
        time += HOUR * every
    ticks = []
    for n, (time, before) in enumerate(zip(times, [None, *times], strict=False)):
        new_day = before is None or before.date() != time.date()
        text = words.clock(time)
        if every >= 24:  # hours
            text = words.date(time, year=False)
        elif new_day:
            text = f"{formats.weekday(time.weekday())[1]} {text}"
        text += " UTC" if every < 24 and not n else ""  # a picture has no times of the reader's own
        x = round((time - start) / (end - start) * 100, 2)
        ticks.append(Tick(x=x, text=text, anchor="start" if x < 4 else "end" if x > 96 else "middle", minor=n % 2 == 1))
    return ticks
