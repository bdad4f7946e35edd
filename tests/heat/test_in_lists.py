"""Heat in lists: it fades with time, and no crowd of readers lifts it by more than some points."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.heat import in_lists, subject
from coranto.model.settings import Publish, Settings

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
SITE = Settings(profile="subject")
RULES = in_lists.rules(SITE, NOW)


def test_the_classic_profile_has_none():
    assert in_lists.rules(Settings(), NOW) is None
    assert in_lists.cookieless(Settings()) == 1
    assert in_lists.cookieless(SITE) == 8


def test_a_story_cools_while_nothing_happens():
    hours = [RULES.points(NOW - timedelta(hours=h), 0, 0) for h in (0, 18, 36, 54, 72, 900)]
    assert hours == [20, 15, 10, 5, 0, 0]


@given(st.timedeltas(timedelta(), timedelta(days=9)), st.integers(0, 10**9), st.integers(0, 10**9))
def test_freshness_and_readers_stay_within_their_limits(age, known, cookieless):
    points = RULES.points(NOW - age, known, cookieless)
    assert 0 <= points <= SITE.publish.fresh + SITE.publish.readers
    assert points >= RULES.points(NOW - age, known, 0)
    assert points <= RULES.points(NOW - age, known + cookieless, 0)


@given(st.integers(0, 10**7), st.integers(0, 20))
def test_the_steps_of_readers_are_the_points(readers, most):
    assert subject.reading(readers, most) == sum(readers >= step for step in subject.reading_steps(most))


def test_a_browser_without_a_cookie_is_a_share_of_a_reader():
    assert RULES.points(NOW - timedelta(days=9), 0, 7) == 0
    assert RULES.points(NOW - timedelta(days=9), 0, 8) == RULES.points(NOW - timedelta(days=9), 1, 0) == 1


@given(st.floats(0, 200), st.integers(0, 10**6))
def test_what_passes_is_replaced_and_the_rest_stays(age, readers):
    parts = subject.summed(40, 2, 5.0, 3, SITE)
    again = subject.with_time(parts, age, readers, SITE)
    assert subject.standing(again) == subject.standing(parts)
    assert again == subject.summed(40, 2, age, readers, SITE)


def test_no_readers_count_where_the_owner_wants_none():
    rules = in_lists.rules(Settings(profile="subject", publish=Publish(readers=0, fresh=0)), NOW)
    assert rules.points(NOW, 10**6, 10**6) == 0
