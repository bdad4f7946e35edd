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
        ((20, 5), "steady"),
        ((20, 4.6, 4.5, 1), "steady"),
        ((40, 13), "cooling"),
    ],
)
def test_trend(hours, trend):
    assert heat_history.trend(told(*hours), seeding.NOW) == trend
