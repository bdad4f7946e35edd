"""What a rule is about, condition by condition, and what it does to an article."""

import pytest

from coranto.config import rule_file
from coranto.model.article import TopicMatch
from coranto.model.reason import Reason
from coranto.model.settings import Settings
from coranto.score import rules

HEAT = TopicMatch(id="heat", name="Heat Pumps", reasons=(Reason("topic.title"),))


@pytest.fixture
def article(make):
    return make(
        "Wärmepumpe gewinnt: Hive #12",
        "tabloid.example",
        url="https://tabloid.example/money/heat-pump-1",
        excerpt="A state lottery for heat pumps",
        text="Nobody expected rain.",
        authors=("Ada Lovelace",),
        language="de-AT",
        source="s1",
        topics=(HEAT,),
    )


@pytest.mark.parametrize(
    ("search", "met"),
    [
        ("lottery", True), ('"state lottery"', True), ('"lottery state"', False), ("rain", True), ("snow", False),
        ('lottery -"state lottery"', False), ("lottery -snow", True), ("title:wärmepumpe", True), ("title:lottery", False),
        ("source:tabloid.example", True), ("source:s1", True), ("source:other.example", False),
        ('author:"Ada Lovelace"', True), ("author:ada", True), ("author:grace", False),
        ("url:/money/*", True), ("url:/money/*-pump", True), ("url:/sport/*", False),
        ("lang:de lottery", True), ("lang:en lottery", False),
        ("topic:heat lottery", True), ('topic:"heat pumps" lottery', True), ("topic:law lottery", False),
        (r"/\bhive #\d+/", True), (r"/\bhive #\d{3}/", False),
    ],
)  # fmt: skip
def test_each_condition_asks_for_its_own_part(article, search, met):
    (rule,) = rule_file.parse(f"mute: {search}\n")
    assert rules.meets(rule.condition, rules.Folded(article, "en")) is met


def test_an_expression_that_takes_too_long_is_not_found():
    assert not rules.found(r"(a|aa)+(b|bb)+c", "a" * 60 + "b" * 60)


def test_many_stars_in_an_address_take_no_longer_than_it_is_long(make):
    long = make("A headline", url="https://tabloid.example/" + "a" * 3_000)
    for last, met in (("a", True), ("b", False)):
        condition = rule_file.read(f"mute: url:{'a*' * 90}{last}").condition
        assert rules.meets(condition, rules.Folded(long, "en")) is met


def settings(text, **fields):
    found = tuple(rule_file.parse(text))
    return Settings(rules=found, **fields)


def test_what_an_article_meets_is_written_on_it(article):
    judged = rules.applied(article, settings("mute: snow\nfavour 7: lottery\nhold: rain\n"))
    assert [(one.action, one.search, one.points) for one in judged.rules] == [
        ("favour", "lottery", 7),
        ("hold", "rain", 0),
    ]
    assert rules.holding(judged) == "rain"
    assert rules.muting(judged) == ""
    (part,) = rules.signal(judged, Settings(), 0)
    assert (part.points, part.reason) == (7, Reason("quality.rule", {"rule": "lottery"}))
    assert rules.muting(rules.applied(article, settings("mute: lottery\n"))) == "lottery"


def test_rules_that_are_gone_leave_nothing_on_it(article):
    judged = rules.applied(article, settings("mute: lottery\n"))
    assert rules.applied(judged, Settings()) == article
    assert rules.applied(article, Settings()) is article


@pytest.mark.parametrize("profile", ["classic", "subject"])
def test_a_rule_gives_its_topic_and_those_above_it_once_and_other_rules_may_ask_for_them(article, profile):
    (rule,) = rule_file.parse('topic "Games": lottery\n')
    family = (("games", "Games", "core"), ("leisure", "Leisure", "core"), ("heat", "Heat Pumps", "core"))
    giving = type(rule)(action="topic", search=rule.search, condition=rule.condition, topic="Games", family=family)
    (asks,) = rule_file.parse("hold: topic:leisure lottery\n")
    judged = rules.applied(article, Settings(profile=profile, rules=(asks, giving)))
    assert [topic.name for topic in judged.topics] == ["Heat Pumps", "Games", "Leisure"]
    assert [topic.reasons[0].code for topic in judged.topics[1:]] == ["topic.by_rule", "topic.parent"]
    assert (judged.topics[1].evidence > 0) == (profile == "subject")
    assert rules.holding(judged) == "topic:leisure lottery"
