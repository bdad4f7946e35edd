from datetime import timedelta

import msgspec
import pytest
import seeding

from coranto.model.settings import Settings
from coranto.web.pages import heat_history

HOUR = timedelta(hours=1)


def told(*hours, quality=40):
    return [
        msgspec.structs.replace(seeding.article(f"Title {n}", seeding.OUTLETS[n], ago), quality=quality - n)
        for n, ago in enumerate(hours)
    ]


@pytest.mark.parametrize(
    ("hours", "trend"),
    [
        ((2.5, 1), "new"),
        ((20, 2, 1), "rising"),
        ((20, 5), "steady"),
        ((20, 4.6, 4.5, 1), "steady"),
        ((40, 13), "cooling"),
    ],
)
def test_trend(hours, trend):
    assert heat_history.trend(told(*hours), seeding.NOW) == trend


def test_history_ends_at_the_heat_of_the_story():
    history = heat_history.history(told(9, 5, 1), Settings())
    assert [heat for _, heat in history] == [40, 50, 60]


def test_a_better_article_takes_the_lead_and_lifts_the_heat():
    first, second = told(9, 5)
    better = msgspec.structs.replace(second, quality=90)
    assert [heat for _, heat in heat_history.history([first, better], Settings())] == [40, 100]


def test_gained_is_what_the_last_three_hours_brought():
    assert heat_history.gained(told(9, 5, 1), Settings(), seeding.NOW) == 10
    assert heat_history.gained(told(9, 5), Settings(), seeding.NOW) == 0
    assert heat_history.gained(told(1), Settings(), seeding.NOW) == 40
