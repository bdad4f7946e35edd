"""What happened to a story lately, in words. The rules are ``coranto.decide.history`` and ``coranto.heat.trend``."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from coranto.heat import trend as trends
from coranto.i18n.messages import N_, _
from coranto.model.article import Article
from coranto.web import words
from coranto.web.pages import components

N_("new"), N_("rising"), N_("cooling")
_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)


def trend(articles: Sequence[Article], now: datetime) -> str:
    """Return the trend of a story in a word; "" for one that is steady, of which there is nothing to say."""
    found = trends.trend([(one.published, components.outlet(one)) for one in articles], now)
    return _(found) if found != "steady" else ""


def lately(articles: Sequence[Article], now: datetime) -> str:
    """Return what came in lately: ``2 articles in the last three hours``; "" for a story without one for a day."""
    past = [now - one.published for one in articles]
    if fresh := sum(gap <= trends.FRESH for gap in past):
        return _("{articles} in the last three hours", articles=words.count(fresh, "article"))
    if today := sum(gap <= _DAY for gap in past):
        return _("{articles} in the last 24 hours", articles=words.count(today, "article"))
    return ""


def until(articles: Sequence[Article], now: datetime) -> datetime | None:
    """Return when the trend, or what is said of the last hours, may change; None where it does not."""
    turn = trends.until([one.published for one in articles], now)
    days = [one.published + _DAY + _TICK for one in articles]
    return min((at for at in (turn, *days) if at is not None and at > now), default=None)
