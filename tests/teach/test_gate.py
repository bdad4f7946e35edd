"""The gate: the table counts only while it helps."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.i18n.wording import say
from coranto.teach import features
from coranto.teach import learner as learner_module
from coranto.teach.gate import Decision, Gate, weigh
from coranto.teach.learner import Learner


def days(signal, count, seed=1):
    """Make days of ten articles with two picks each; the table knows them as well as ``signal`` says."""
    chance = random.Random(seed)
    return [
        Decision(f"day {day}", 0.0, signal * (n < 2) + chance.gauss(0, 1), n < 2)
        for day in range(count)
        for n in range(10)
    ]


def test_it_is_shut_at_the_beginning_and_says_why():
    gate = Gate()
    assert not gate.is_open
    assert "does not count yet" in say(gate.reason())


def test_it_opens_to_a_table_that_helps():
    gate = Gate()
    gate.learn(days(2.0, 20))
    assert gate.is_open
    assert say(gate.reason()).startswith("counts")


def test_it_stays_shut_to_one_that_does_not():
    opened = 0
    for seed in range(20):
        gate = Gate()
        gate.learn(days(-0.3, 20, seed))
        opened += gate.is_open
    assert opened <= 2


def test_it_stays_shut_while_few_picks_can_be_compared():
    gate = Gate()
    gate.learn(days(5.0, 4))
    assert not gate.is_open


def test_it_shuts_when_the_table_begins_to_mislead():
    gate = Gate()
    gate.learn(days(2.0, 40))
    assert gate.is_open
    gate.learn(days(-2.0, 40))
    assert not gate.is_open


@given(st.lists(st.builds(Decision, st.sampled_from("abc"), st.floats(-50, 50), st.just(0.0), st.booleans())))
def test_a_table_that_says_nothing_gains_nothing(decisions):
    assert weigh(decisions).gain == 0


def test_what_was_taught_is_a_part_of_quality_only_while_the_gate_is_open():
    learner = Learner()
    read = features.of("Oil falls", "https://a.org/x", "a.org")
    for _ in range(20):
        learner.count(read, True)
        learner.count(features.of("Gas rises", "https://b.org/x", "b.org"), False)
    assert learner.parts(read, 40) == ()
    learner.gate.is_open = True
    assert 0 < sum(part.points for part in learner.parts(read, 40)) <= 40


def test_a_learner_counts_only_decisions_about_what_it_judged():
    learner = Learner()
    read = features.of("Oil falls", "https://a.org/x", "a.org")
    assert learner.judge("a", read) == 0
    learner.learn({"a": True, "stranger": False})
    learner.learn({"a": True})
    assert (learner.table.picked, learner.table.seen) == (1, 1)
    assert learner.judge("b", read) > 0


def test_what_was_said_of_an_article_is_known_until_its_decision_is():
    learner = Learner()
    read = features.of("Oil falls", "https://a.org/x", "a.org")
    learner.count(read, True)
    points = learner.judge("a", read, "day", 30.0)
    assert learner.points("a") == (30.0, points)
    learner.learn({"a": True})
    with pytest.raises(KeyError):
        learner.points("a")


def test_of_very_many_articles_without_a_decision_the_oldest_are_forgotten(monkeypatch):
    monkeypatch.setattr(learner_module, "_WAITING", 2)
    learner = Learner()
    read = features.of("Oil falls", "https://a.org/x", "a.org")
    for name in "abc":
        learner.judge(name, read)
    learner.learn({"a": True, "b": True, "c": False})
    assert (learner.table.picked, learner.table.seen) == (1, 2)
