"""After a try: arrived, again later, or given up; and whether the hook is left alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.model.response import Failure, Response
from coranto.model.webhook import Webhook, WebhookDelivery
from coranto.notify import event as news
from coranto.notify import retry

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOOK = Webhook(number=1, url="https://letters.example/in", at=NOW)
MESSAGE = WebhookDelivery(number=1, hook=1, id="msg_1", event="story.published", story="s1", at=NOW, due=NOW)
URL = HOOK.url


def fail(status=None, **fields):
    return Failure(url=URL, reason="letters.example does not take connections", status=status, **fields)


def test_the_pauses_grow_to_a_day_and_then_it_is_given_up():
    message, now, waits = MESSAGE, NOW, []
    while message.due:
        message = retry.after(message, fail(500), now, 0.0)
        if message.due:
            waits.append((message.due - now).total_seconds() / 60)
            now = message.due
    assert waits == [1, 5, 30, 120, 480, 1440]
    assert (message.tries, message.ended, message.given_up) == (7, now, True)
    assert message.trouble == "it answered HTTP 500 and not 2xx"


@given(st.integers(1, 20), st.floats(0, 1, exclude_max=True), st.none() | st.floats(0, 1e9))
def test_a_pause_is_never_shorter_than_said_nor_longer_than_a_day_and_its_jitter(tries, chance, asked):
    pause = retry.pause(tries, chance, asked)
    if tries > len(retry.PAUSES):
        assert pause is None
    else:
        assert retry.PAUSES[tries - 1] <= pause <= timedelta(hours=28.8)
        assert asked is None or pause >= min(timedelta(seconds=asked), timedelta(days=1))


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_done(status):
    done = retry.after(MESSAGE, Response(url=URL, status=status), NOW, 0.5)
    assert (done.arrived, done.due, done.ended, done.tries, done.status) == (True, None, NOW, 1, status)


@pytest.mark.parametrize("outcome", [Response(url=URL, status=304), fail(302), fail(400), fail(503), fail()])
def test_everything_else_is_tried_again(outcome):
    again = retry.after(MESSAGE, outcome, NOW, 0.5)
    assert (again.due, again.ended) == (NOW + timedelta(seconds=66), None)
    assert again.trouble
    assert retry.stopped(HOOK, outcome, NOW) == HOOK


def test_what_is_asked_for_is_kept_and_the_whole_hook_rests():
    outcome = fail(503, retry_after=7200)
    assert retry.after(MESSAGE, outcome, NOW, 0.0).due == NOW + timedelta(hours=2)
    assert retry.stopped(HOOK, outcome, NOW).rest == NOW + timedelta(hours=2)


def test_gone_ends_the_message_and_the_hook():
    outcome = fail(410, gone=True)
    assert retry.after(MESSAGE, outcome, NOW, 0.0).given_up
    assert "410" in retry.stopped(HOOK, outcome, NOW).off


def test_what_was_held_back_is_no_try():
    held = retry.after(MESSAGE, fail(429, held=True, retry_after=90), NOW, 0.0)
    assert (held.tries, held.due) == (0, NOW + timedelta(seconds=90))


def test_where_a_receiver_sends_us_is_not_repeated():
    outcome = Failure(url=URL, reason="it redirects to https://x.example/in?key=1, where nothing is sent", status=302)
    assert "key" not in retry.after(MESSAGE, outcome, NOW, 0.0).trouble


@pytest.mark.parametrize(
    ("status", "down"), [(None, True), (500, True), (429, True), (410, True), (400, False), (302, False)]
)
def test_one_message_that_is_refused_keeps_no_other_back(status, down):
    assert retry.down(fail(status)) is down


@pytest.mark.parametrize(
    ("topic", "before", "now", "event"),
    [
        ("", None, {"ai"}, "story.published"), ("", set(), set(), "story.updated"), ("ai", None, {"ai"}, "story.published"),
        ("ai", {"ai"}, {"ai", "law"}, "story.updated"), ("ai", {"law"}, {"ai"}, "story.published"), ("ai", {"ai"}, {"law"}, None),
        ("ai", None, set(), None),
    ],
)  # fmt: skip
def test_what_happened_as_a_hook_sees_it(topic, before, now, event):
    assert news.event(topic, before, now) == event
