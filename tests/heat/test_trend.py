"""How a story goes."""

from datetime import UTC, datetime, timedelta

import pytest

from coranto.heat import trend

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def told(*hours):
    return [(NOW - timedelta(hours=ago), f"outlet {n}") for n, ago in enumerate(hours)]


@pytest.mark.parametrize(
    ("hours", "how"),
    [
        ((2.5, 1), "new"),
        ((20, 2, 1), "rising"),
        ((20, 5), "steady"),
        ((20, 4.6, 4.5, 1), "steady"),
        ((40, 13), "cooling"),
    ],
)
def test_a_story_goes(hours, how):
    assert trend.trend(told(*hours), NOW) == how


def test_it_stays_as_it_goes_until_then():
    times = [time for time, _ in told(20, 1)]
    turn = trend.until(times, NOW)
    assert turn == NOW + timedelta(hours=1)
    assert trend.until([NOW - timedelta(days=9)], NOW) is None
