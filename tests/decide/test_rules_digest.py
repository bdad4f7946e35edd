"""The digest of the rules: another one for whatever decides, the same for whatever does not."""

import msgspec
import pytest

from coranto.decide import rules_digest as rules
from coranto.model.settings import Judge, Outlet, Publish, Serve, Settings, Site, Stories
from coranto.model.topic import Topic

AI = Topic(id="ai", name="AI", keywords=("ai",), file="topics/ai.yaml")
ARTS = Topic(id="arts", name="Arts", parent="AI")
WIRE = {"wire": ("AI",)}


def digest(settings=None, topics=(AI, ARTS), sources=None, signals=("image", "title")):
    return rules.digest(settings or Settings(), topics, WIRE if sources is None else sources, signals)


@pytest.mark.parametrize(
    "settings",
    [
        Settings(judge=Judge(image=21)),
        Settings(publish=Publish(threshold=50)),
        Settings(stories=Stories(related_days=4)),
        Settings(outlets={"wire.example": Outlet(weight=5)}),
    ],
)
def test_settings_that_decide_change_it(settings):
    assert digest(settings) != digest()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(site=Site(title="Another")),
        Settings(serve=Serve(port=9000)),
        Settings(publish=Publish(outputs=())),
    ],
)
def test_settings_that_do_not_leave_it(settings):
    assert digest(settings) == digest()


def test_what_decides_of_a_topic_changes_it_and_the_rest_does_not():
    changed = msgspec.structs.replace
    for field in ({"name": "A.I."}, {"keywords": ("ai", "model")}, {"parent": "Arts"}, {"threshold": 30}):
        assert digest(topics=(changed(AI, **field), ARTS)) != digest()
    assert digest(topics=(ARTS, AI)) != digest(), "their order is the order in which an article has them"
    assert digest(topics=(changed(AI, description="New words", hashtags=("#ai",), file="b.yaml"), ARTS)) == digest()


def test_the_topics_of_sources_and_the_signals_change_it():
    assert digest(sources={}) != digest()
    assert digest(sources=WIRE | {"post": ("Robots",)}) != digest()
    assert digest(signals=("image", "title", "shouting")) != digest()
