"""A newsroom of its own, with a topic and a clock that can be set; subscribers in one call."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coranto import newsroom as newsrooms
from coranto.mailing import bring
from coranto.mailing.address_list import Row
from coranto.model.settings import Letter, Mail, Settings, Site

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "store")]  # for the tests' own modules

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)


class Clock:
    """The newsroom's only clock."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(tmp_path, clock):
    """Open the newsroom with a server of mail."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "ai.yaml").write_text(
        "taxonomy: topic\n_id: ai\nname: Artificial Intelligence\nshortname: AI\nkeywords:\n  - robot\n"
    )
    stack = []

    def opened(*servers, language="en-us", sender="The Hive <letter@hive.example>", **fields):
        settings = Settings(
            site=Site(title="The Hive", url="https://hive.example", language=language),
            mail=Mail(servers=servers, sender=sender, **fields),
            letter=Letter(postal="Lindengasse 4, Vienna"),
            folder=str(tmp_path),
        )
        context = newsrooms.open_newsroom(settings, now=clock)
        stack.append(context)
        return context.__enter__()

    yield opened
    for context in stack:
        context.__exit__(None, None, None)


@pytest.fixture
def newsroom(opened):
    return opened()


@pytest.fixture
def subscribe():
    """Add confirmed subscribers by address."""

    def subscribe(newsroom, *addresses):
        rows = [Row(number, one) for number, one in enumerate(addresses, 1)]
        bring.bring(newsroom, rows, "test", "agreed for a test", confirmed=True)

    return subscribe
