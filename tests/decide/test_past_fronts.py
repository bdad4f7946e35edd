"""The front pages of past days by other numbers: what comes, what goes, and why."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto.config import settings_file
from coranto.decide import past_fronts
from coranto.decide.past_heat import Numbers, Past
from coranto.model.change import Override
from coranto.model.score_facts import ScoredArticle, ScoreFacts, TopicFacts
from coranto.model.settings import Outlet, Publish, Settings, Site

UNTIL = datetime(2026, 3, 31, 12, tzinfo=UTC)
HEAT = TopicFacts("Heat", 2.0, 1)


def scored(name, story, total, *, days=0.0, outlet="", **facts):
    """An article seen so many days ago."""
    moment = int((UNTIL - timedelta(days=days)).timestamp() * 1_000_000)
    outlet = outlet or f"{name}.example"
    known = msgspec.json.encode(ScoreFacts(**{"topics": (HEAT,)} | facts)).decode()
    return ScoredArticle(story, name, moment, moment, outlet, f"www.{outlet}", 40, total, known)


def compared(
    articles, change, *, profile="subject", shown=40, days=3, leads=None, overrides=None, roles=None, **publish
):
    given = {"per_day": 0, "threshold": 20, "fresh": 0} | publish
    settings = Settings(profile=profile, publish=Publish(**given), site=Site(front_days=2))
    now = Numbers(settings)
    then = Numbers(settings_file.changed(settings, [change] if change else []), {}, roles or {})
    first = {one.story: one.article for one in reversed(articles)}
    past = Past(articles, {**first, **(leads or {})}, overrides or {})
    return list(past_fronts.compare(past, now, then, days, UNTIL, shown))


def told(day):
    return [(one.story, one.reason.code) for one in (*day.come, *day.go)]


def test_the_same_numbers_make_the_same_pages():
    articles = [scored("a", "s1", 30), scored("b", "s2", 10), scored("c", "s3", 30, days=1)]
    for day in compared(articles, ""):
        assert day.front == day.front_then
        assert told(day) == []


def test_a_lower_threshold_lets_stories_in_for_as_long_as_the_page_looks_back():
    days = compared([scored("a", "s1", 15, days=1.2), scored("b", "s2", 30)], "publish.threshold=12")
    assert [told(day) for day in days] == [[], [("s1", "replay.line")], [("s1", "replay.line")]]
    assert (days[1].line, days[1].line_then) == (20, 12)
    assert days[2].front_then == ("s2", "s1"), "the hottest first"
    assert days[1].come[0].reason.params == {"stands": 15, "line": 20, "line_then": 12}


def test_points_are_added_up_again():
    heat = scored("a", "s1", 25)
    (day,) = compared([heat], "subject.points=7", days=1)
    assert told(day) == [("s1", "replay.heat")]
    assert day.go[0].reason.params == {"stands": 25, "stands_then": 19, "line": 20}


def test_an_outlet_weighs_less_and_takes_its_stories_along():
    articles = [scored("a", "s1", 30), scored("b", "s2", 30)]
    (day,) = compared(articles, "outlets.a.example.weight=-20", days=1)
    assert told(day) == [("s1", "replay.heat")]
    assert day.front_then == ("s2",)


def test_further_outlets_count_by_what_they_did():
    story = [
        scored("a", "s1", 5, days=0.2), scored("b", "s1", 3, days=0.1), scored("c", "s1", 3, days=0.1, told="cites"),
        scored("d", "s1", 3, days=0.1, told="copies"), scored("e", "s1", 3, days=0.1, topics=()),
    ]  # fmt: skip
    (day,) = compared(story, "publish.outlet=12", days=1, threshold=22)
    assert day.come[0].reason.params == {"stands": 20, "stands_then": 23, "line": 22}, "5 + 10 + 5, and 5 + 12 + 6"


def test_in_the_classic_profile_the_best_leads_and_articles_count():
    story = [
        scored("a", "s1", 30, days=0.2),
        scored("b", "s1", 28, days=0.1),
        scored("c", "s1", 28, days=0.1, outlet="b.example"),
    ]
    (day,) = compared(story, "outlets.a.example.weight=-10", profile="classic", days=1, threshold=45)
    assert told(day) == []
    assert day.front == ("s1",), "30 + 20, and 28 + 20 where b leads"
    (day,) = compared(story, "publish.per_outlet=1", profile="classic", days=1, threshold=45)
    assert day.go[0].reason.params == {"stands": 50, "stands_then": 40, "line": 45}


def test_the_line_of_the_day_follows_the_stories_wanted():
    articles = [scored(f"a{day}{n}", f"s{day}{n}", 20 + n, days=day + 0.3) for day in range(12) for n in range(10)]
    days = compared(articles, "publish.per_day=2", per_day=5)
    assert all(day.line < day.line_then for day in days)
    assert all(day.go and not day.come for day in days)
    assert {len(day.front_then) for day in days} <= {4, 6}, (
        "two a day, of the two or three days that the page looks back"
    )


def test_the_first_day_of_a_newsroom_has_a_line_too():
    articles = [scored(f"a{number}", f"s{number}", 20 + number, days=0.3) for number in range(10)]
    (day,) = compared(articles, "publish.per_day=2", per_day=5, days=1)
    assert (len(day.front), len(day.front_then)) == (5, 2)


def test_what_a_hotter_story_pushes_off_is_said():
    articles = [scored("a", "s1", 40), scored("b", "s2", 30), scored("c", "s3", 25)]
    (day,) = compared(articles, "outlets.c.example.weight=10", days=1, shown=2)
    assert sorted(told(day)) == [("s2", "replay.no_room"), ("s3", "replay.room")]


def test_what_editors_decided_stays():
    articles = [scored("a", "s1", 5), scored("b", "s2", 50), scored("c", "s3", 50), scored("d", "s4", 30)]
    overrides = {
        "a": Override(article="a", published=True), "b": Override(article="b", published=False),
        "c": Override(article="c", hidden=True), "d": Override(article="d", pinned=3),
    }  # fmt: skip
    (day,) = compared(articles, "publish.threshold=1", days=1, overrides=overrides)
    assert day.front == day.front_then == ("s4", "s1")


@pytest.mark.parametrize("facts", [{"muted": True}, {"held": True}, {"topics": ()}])
def test_what_rules_withhold_stays_withheld(facts):
    (day,) = compared([scored("a", "s1", 50, **facts)], "publish.threshold=1", days=1)
    assert (day.front, day.front_then) == ((), ())


def test_a_topic_that_is_never_published_takes_its_stories():
    (day,) = compared([scored("a", "s1", 50)], "", days=1, roles={"Heat": "never"})
    assert told(day) == [("s1", "replay.may_not")]


def test_outlets_of_one_owner_count_once():
    story = [scored("a", "s1", 15, days=0.2), scored("b", "s1", 3, days=0.1), scored("c", "s1", 3, days=0.1)]
    settings = Settings(
        profile="subject", publish=Publish(per_day=0, threshold=30, fresh=0),
        outlets={"b.example": Outlet(owner="One"), "c.example": Outlet(owner="One")},
    )  # fmt: skip
    past = Past(story, {"s1": "a"}, {})
    then = Numbers(msgspec.structs.replace(settings, outlets={}))
    (day,) = past_fronts.compare(past, Numbers(settings), then, 1, UNTIL, 40)
    assert day.come[0].reason.params == {"stands": 25, "stands_then": 35, "line": 30}
