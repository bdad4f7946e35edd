"""Quality is a sum of named parts, as the contract has it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coranto.model.article import Picture, TopicMatch
from coranto.model.reason import Reason
from coranto.model.score import ScorePart
from coranto.model.settings import Outlet, Settings
from coranto.score import quality

VISION = TopicMatch(
    id="v",
    name="Vision",
    reasons=(Reason("topic.named"), Reason("topic.in_title", {"words": ["facial recognition"]})),
    keywords=("facial recognition",),
)
AI = TopicMatch(id="ai", name="AI", reasons=(Reason("topic.parent", {"topic": "Vision"}),))
PICTURE = (Picture(url="https://example.org/a.jpg"),)


@pytest.mark.parametrize(
    ("length", "image", "amp", "expected"),
    [(67, False, False, 19), (73, True, True, 58), (73, True, False, 38), (88, False, False, 10)],
)
def test_the_contracts_five(make, length, image, amp, expected):
    article = make(
        "x" * length, topics=(VISION, AI), images=PICTURE if image else (), amp_url="https://a/amp" if amp else None
    )
    assert quality.judge(article, Settings())[0] == expected


def test_a_part_names_its_points_and_its_reason(make):
    points, parts = quality.judge(make(topics=(VISION, AI), type="video"), Settings(), boost=100)
    assert points == sum(part.points for part in parts) == 2 + 15 + 2 + 50 + 100
    assert [part.name for part in parts] == ["Vision", "“facial recognition”", "AI", "video", "boost"]
    assert [part.reason.code for part in parts] == [
        "quality.topic",
        "quality.keyword",
        "quality.topic",
        "quality.video",
        "quality.boost",
    ]
    assert parts[0].reason.within == (Reason("topic.named"),)


def test_the_host_has_its_own_weight_before_its_domain(make):
    site = Settings(
        outlets={"example.org": Outlet(weight=50), "docs.example.org": Outlet(weight=0), "old.org": Outlet(weight=7)}
    )
    of = lambda url, outlet: quality.judge(make(url=url, outlet=outlet), site)[0]
    assert of("https://blog.example.org/1", "example.org") == 50
    assert of("https://docs.example.org/1", "example.org") == 0
    assert of("https://elsewhere.net/1", "old.org") == 7


def test_a_signal_of_ones_own_stands_in_the_same_table(make):
    def loud(article, settings, boost):
        yield from [ScorePart(name="loud", points=5, because="it shouts")] if article.title.isupper() else []

    table = {**quality.SIGNALS, "loud": loud}
    assert quality.judge(make("HEAR HEAR"), Settings(), signals=table)[0] == 5


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the fixture only makes values
@given(length=st.integers(1, 2000), boost=st.integers(-500, 500), image=st.booleans())
def test_it_adds_up_and_is_never_below_zero(make, length, boost, image):
    points, parts = quality.judge(make("x" * length, images=PICTURE if image else ()), Settings(), boost)
    assert points == sum(part.points for part in parts) >= 0
