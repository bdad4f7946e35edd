"""A clock that jumps by days, either way: the newsroom loses nothing and is at work again after one round."""

from datetime import timedelta

import pytest
import structlog

from coranto import testing
from coranto.operate import clock, round_log

FEED = "<rss version='2.0'><channel><title>Daily</title>{}</channel></rss>"
ITEM = (
    "<item><title>{0} in the harbour</title><link>https://daily.example/{0}</link><description>{1}</description></item>"
)
WORDS = ["Bread", "Glass", "Copper", "Violin"]


def listed(web, count):
    items = "".join(ITEM.format(word, f"What is told of {word}. " * 20) for word in WORDS[:count])
    web.put("https://daily.example/feed", FEED.format(items).encode(), "application/rss+xml")


@pytest.mark.parametrize("days", [9, -9])
async def test_a_jump_costs_one_round(tmp_path, days):
    web, time = testing.Web(), [testing.NOW]
    listed(web, 1)
    with testing.newsroom(tmp_path, now=lambda: time[0]) as newsroom:
        testing.listen(newsroom, "https://daily.example/feed")
        assert (await testing.round_of(newsroom, web))["articles"] == 1
        time[0] += timedelta(hours=1, days=days)  # it is wrong
        listed(web, 2)
        with structlog.testing.capture_logs() as log:
            assert (await testing.round_of(newsroom, web))["articles"] == 1
        assert (
            "the clock went back; what waited for the time before is due now" in [line["event"] for line in log]
        ) == (days < 0)
        time[0] += timedelta(hours=1, days=-days)  # and right again
        listed(web, 3)
        assert (await testing.round_of(newsroom, web))["articles"] == 1
        time[0] += timedelta(hours=2)
        listed(web, 4)
        assert (await testing.round_of(newsroom, web))["articles"] == 1, "it goes on as before"
        (source,) = newsroom.store.get_sources()
        assert time[0] < source.next_look < time[0] + timedelta(days=2)
        assert all(one.ended <= time[0] for one in round_log.read(newsroom.store))


async def test_a_small_correction_is_none(tmp_path):
    time = [testing.NOW]
    with testing.newsroom(tmp_path, now=lambda: time[0]) as newsroom:
        await testing.round_of(newsroom, testing.Web())
        time[0] -= timedelta(seconds=30)
        assert clock.mend(newsroom) is None
        time[0] -= timedelta(days=3)
        assert clock.mend(newsroom) == timedelta(days=3, seconds=30)
        assert clock.mend(newsroom) is None, "once"
