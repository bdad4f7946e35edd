from datetime import timedelta

import msgspec
import pytest
import seeding

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
        ((20, 5), ""),  # of a steady one there is nothing to say
        ((20, 4.6, 4.5, 1), ""),
        ((40, 13), "cooling"),
    ],
)
def test_trend(hours, trend):
    assert heat_history.trend(told(*hours), seeding.NOW) == trend


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ((20, 2, 1), "2 articles in the last three hours"),
        ((20, 5), "2 articles in the last 24 hours"),
        ((40, 23), "1 article in the last 24 hours"),
        ((40, 25), ""),
    ],
)
def test_what_came_lately_is_said_in_words_until_that_changes(hours, says):
    articles = told(*hours)
    assert heat_history.lately(articles, seeding.NOW) == says
    until = heat_history.until(articles, seeding.NOW)
    if says:
        assert until is not None
        assert heat_history.lately(articles, until - timedelta(microseconds=1)) == says
