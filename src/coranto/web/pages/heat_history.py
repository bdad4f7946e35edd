"""How a story grew: its heat after each article, its trend, and what it gained lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from coranto.decide import decision
from coranto.heat import curve, rank
from coranto.i18n.language import _
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.web.pages import charts, components

QUIET = timedelta(hours=12)  # without an article: cooling
_TICK = timedelta(microseconds=1)
_HOURS = 2 * curve.LATELY


def heat(articles: Sequence[Article], settings: Settings) -> int:
    """Give the heat of these articles as one story, without readers; 0 for none."""
    if not articles:
        return 0
    lead = max(articles, key=lambda one: (one.quality, -one.published.timestamp(), one.id))
    return rank.total(rank.parts(lead.quality, len(decision.related(lead, articles, settings)), 0, settings))


def history(articles: Sequence[Article], settings: Settings) -> list[tuple[Article, int]]:
    """Give each article in order of time with the story's heat after it."""
    told = sorted(articles, key=lambda one: (one.published, one.id))
    return [(one, heat(told[: n + 1], settings)) for n, one in enumerate(told)]


def gained(articles: Sequence[Article], settings: Settings, now: datetime) -> int:
    """Give the heat that came with the articles of the last three hours."""
    before = [one for one in articles if now - one.published > charts.FRESH]
    return heat(articles, settings) - heat(before, settings) if len(before) < len(articles) else 0


def until(articles: Sequence[Article], now: datetime) -> datetime | None:
    """Give the earliest time after ``now`` at which the trend may be another one; None where it stays.

    An article changes it when it comes out of the future, stops being fresh, or has been followed by silence; and what
    is counted by the hour changes with the hour.
    """
    times = [one.published for one in articles]
    turns = [time + after for time in times for after in (timedelta(), charts.FRESH + _TICK, QUIET + _TICK)]
    if any(time > now - (_HOURS + 1) * curve.HOUR for time in times):
        turns.append(now.replace(minute=0, second=0, microsecond=0) + curve.HOUR)
    return min((turn for turn in turns if turn > now), default=None)


def trend(articles: Sequence[Article], now: datetime) -> str:
    """Say how a story goes: new, rising, cooling or steady.

    New: its first article is not three hours old. Rising: heating up, as ``curve.heating`` has it. Cooling: none for
    twelve hours. Steady: anything else.
    """
    past = [now - one.published for one in articles]
    if max(past) <= charts.FRESH:
        return _("new")
    if curve.heating(curve.count(((one.published, components.outlet(one)) for one in articles), now, _HOURS)):
        return _("rising")
    return _("cooling") if min(past) > QUIET else _("steady")
