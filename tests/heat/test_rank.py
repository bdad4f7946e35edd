"""Heat of a lead, and the line for publication."""

from coranto.heat import rank
from coranto.model.article import TopicMatch
from coranto.model.reason import Reason
from coranto.model.settings import Publish, Settings


def test_the_contracts_sum():
    parts = rank.parts(58, 3, 12, Settings())
    assert rank.total(parts) == 58 + 30 + 12
    assert [part.name for part in parts] == ["quality", "related", "readers"]


def test_nothing_is_said_of_what_there_is_not():
    assert [part.name for part in rank.parts(40, 0, 0, Settings())] == ["quality"]


def test_a_topic_may_set_its_own_line_and_the_lowest_counts(make):
    topics = tuple(TopicMatch(id=n.lower(), name=n) for n in ("AI", "Law", "Vision"))
    article = make(topics=topics)
    assert rank.threshold(article, {"Law": 50, "Vision": 60, "Sport": 1}, Settings()) == (
        50,
        Reason("threshold.topic", {"line": 50, "topic": "Law"}),
    )
    assert rank.threshold(article, {}, Settings(publish=Publish(threshold=42))) == (
        42,
        Reason("threshold.site", {"line": 42}),
    )


def test_the_readers_of_today_take_the_place_of_those_that_were_counted():
    parts = rank.parts(58, 3, 12, Settings())
    assert rank.with_readers(parts, 20) == rank.parts(58, 3, 20, Settings())
    assert rank.with_readers(parts, 0) == rank.parts(58, 3, 0, Settings())
    assert rank.with_readers(rank.parts(58, 3, 0, Settings()), 12) == parts
