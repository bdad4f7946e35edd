"""The line of the day: as many a day as were asked for, moved slowly."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.heat import line

TODAY = date(2026, 3, 15)


def stories(a_day, days=14, seed=1, top=100):
    chance = random.Random(seed)
    return [(TODAY - timedelta(days=n), chance.randrange(top)) for n in range(days) for _ in range(a_day)]


@given(st.integers(3, 20), st.integers(0, 99))
def test_about_as_many_reach_it_as_were_asked_for(per_day, seed):
    some = stories(40, seed=seed)
    drawn = line.draw(some, per_day, TODAY)
    reach = sum(heat >= drawn.heat for _, heat in some) / 14
    assert abs(reach - per_day) <= max(1.0, 0.3 * per_day)


def test_a_newsroom_with_less_than_it_asks_for_publishes_all():
    assert line.draw(stories(5), 10, TODAY).heat == 0
    assert line.draw([], 10, TODAY).heat == 0


def test_the_first_day_works_from_what_the_first_round_brought():
    drawn = line.draw(stories(40, days=1), 10, TODAY)
    assert 60 < drawn.heat < 90


def test_days_that_feeds_reach_back_to_with_little_do_not_count_as_days():
    some = [*stories(40, days=2), (TODAY - timedelta(days=12), 50)]
    assert line.draw(some, 10, TODAY).days == 2


def test_what_is_older_than_the_newsroom_takes_no_place_in_its_days():
    old = [(TODAY - timedelta(days=n), 99) for n in range(4, 14) for _ in range(8)]
    assert line.draw(stories(40, days=3) + old, 10, TODAY).heat == line.draw(stories(40, days=3), 10, TODAY).heat


def test_it_stands_still_within_a_day():
    morning = line.draw(stories(40), 10, TODAY)
    assert line.draw(stories(40, seed=2) + stories(5, days=1), 10, TODAY, morning) == morning


def test_it_moves_a_few_points_a_day():
    before = line.Line(TODAY - timedelta(days=1), 20, 560, 14)
    assert line.draw(stories(40), 10, TODAY, before).heat == 23
    after_a_pause = line.Line(TODAY - timedelta(days=3), 20, 560, 14)
    assert line.draw(stories(40), 10, TODAY, after_a_pause).heat == 29


def test_a_newsroom_that_has_grown_gets_a_new_line_at_once():
    small = line.draw(stories(5), 10, TODAY)
    assert line.draw(stories(40), 10, TODAY, small).heat > 60


@given(st.lists(st.tuples(st.dates(date(2026, 2, 1), date(2026, 3, 20)), st.integers(0, 50))), st.floats(0.1, 30))
def test_any_newsroom_has_a_line(some, per_day):
    assert line.draw(some, per_day, TODAY).heat >= 0


def test_equal_stories_are_taken_together():
    some = [(TODAY, 30)] * 8 + [(TODAY, 10)] * 3
    assert line.draw(some, 5, TODAY).heat in (30, 31)
    assert line.draw(some, 7, TODAY).heat == 30
