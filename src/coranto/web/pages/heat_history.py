"""The trend of a story, in the words of pages. The rules are ``coranto.decide.history`` and ``coranto.heat.trend``."""

from collections.abc import Sequence
from datetime import datetime

from coranto.heat import trend as trends
from coranto.i18n.messages import N_, _
from coranto.model.article import Article
from coranto.web.pages import components

N_("new"), N_("rising"), N_("cooling"), N_("steady")


def trend(articles: Sequence[Article], now: datetime) -> str:
    """Return the trend of a story in words."""
    return _(trends.trend([(one.published, components.outlet(one)) for one in articles], now))


def until(articles: Sequence[Article], now: datetime) -> datetime | None:
    """Return when the trend may change; None where it does not."""
    return trends.until([one.published for one in articles], now)
