from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.web.pages import charts

NOW = datetime(2026, 3, 7, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_story_that_did_not_grow_is_flat():
    shape = charts.spark([NOW - 30 * HOUR, NOW - 40 * HOUR], NOW)
    assert (shape.old, shape.new) == ("", "")
    assert shape.label == "2 articles, 0 in the last 24 hours, none in the last three"


def test_what_came_in_the_last_three_hours_is_drawn_apart():
    shape = charts.spark([NOW - 10 * HOUR, NOW - 9 * HOUR, NOW - HOUR], NOW)
    assert shape.old == "M56 24V17H60V10H84V24z"
    assert shape.new == "M84 24V10H92V3H96V24z"


@given(st.lists(st.integers(-60, 60 * 50), min_size=1, max_size=60))
def test_a_sparkline_stays_in_its_frame(minutes):
    shape = charts.spark([NOW - timedelta(minutes=n) for n in minutes], NOW)
    for path in (shape.old, shape.new):
        for step in (
            path.replace("M", "H").replace(" 24", "V24").removesuffix("z").replace("V", " V").replace("H", " H").split()
        ):
            assert 0 <= float(step[1:]) <= (96 if step[0] == "H" else 24), path


@given(
    st.lists(st.tuples(st.integers(0, 60 * 24 * 30), st.integers(0, 400)), min_size=1, max_size=40), st.integers(1, 200)
)
def test_the_story_chart_stays_in_its_frame(points, limit):
    rises = [charts.Rise(NOW + timedelta(minutes=m), heat, "A", "An Outlet") for m, heat in sorted(points)]
    drawn = charts.steps(rises, limit, NOW)
    assert 1 <= len(drawn.ticks) <= 9
    assert all(0 <= tick.x <= 100 for tick in drawn.ticks)
    assert 30 <= drawn.limit_y <= 205
    for step in drawn.steps:
        assert 0 <= step.x <= step.end <= 100
        assert 30 <= step.y <= 205


def test_the_pulse_says_when_most_came():
    drawn = charts.pulse([0] * 20 + [4, 0, 0, 1], NOW)
    assert drawn.label == "Articles an hour in the last 24 hours: most 4, at 04:00; 1 in the last"
    assert drawn.new == "M376 40v-10"
    assert charts.pulse([0] * 24, NOW).label == "Articles an hour in the last 24 hours: none"


def test_days_without_an_article_are_empty_bars():
    bars = charts.days([0, 3, 6])
    assert [bar.height for bar in bars] == [0, 44, 88]
    assert [bar.height for bar in charts.days([0, 0])] == [0, 0]
