"""What is stored of an article gives the points that other numbers would give it, as if it were judged again."""

import msgspec
import pytest

from coranto.config import settings_file
from coranto.model.article import Picture, TopicMatch
from coranto.model.settings import Outlet, Settings
from coranto.score import facts, quality

TOPICS = (
    TopicMatch(id="v", name="Vision", keywords=("camera", "lens"), evidence=3.0),
    TopicMatch(id="ai", name="AI", evidence=2.5, role="also"),
    TopicMatch(id="law", name="Law", evidence=0.0),
)
NEVER = TopicMatch(id="ads", name="Ads", evidence=2.0, role="never")
OUTLETS = {"example.org": Outlet(weight=5)}
ARTICLES = {
    "plain": {},
    "two topics": {"topics": TOPICS},
    "one that is only of interest": {"topics": TOPICS[1:]},
    "never": {"topics": (NEVER, *TOPICS)},
    "a long question": {"title": f"10 things to know about {'x' * 70}?", "topics": TOPICS, "own_report": True},
    "a video": {"type": "video", "amp_url": "https://a/amp", "topics": TOPICS[:1]},
}
CHANGES = {
    "subject": [
        "subject.points=14", "subject.most=2", "subject.another=9", "subject.also=1", "subject.also=0.3", "subject.never=3",
        "subject.image=0", "subject.own=7", "subject.headline.question=11", "outlets.docs.example.org.weight=-20",
    ],
    "classic": [
        "judge.topic=5", "judge.keyword=3", "judge.image=0", "judge.amp=1", "judge.video=9", "judge.title_length=20",
        "outlets.example.org.weight=-40",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("profile", "change"), [(name, one) for name, some in CHANGES.items() for one in some])
@pytest.mark.parametrize("name", ARTICLES)
def test_other_numbers_give_what_judging_again_gives(make, profile, change, name):
    old = Settings(profile=profile, outlets=OUTLETS)
    new = settings_file.changed(old, [change])
    images = (Picture(url="https://example.org/a.jpg"),)
    given = {"title": "A headline", "url": "https://docs.example.org/1", "images": images, **ARTICLES[name]}
    article = make(given.pop("title"), "example.org", **given)
    signals = quality.PROFILES[profile]
    points, parts = quality.judge(article, old, 3, signals)
    judged = msgspec.structs.replace(article, quality=points, parts=parts)
    known = msgspec.json.decode(msgspec.json.encode(facts.of(judged)), type=facts.ScoreFacts)
    where = "docs.example.org", "example.org"
    again = facts.total(judged)
    for sign, settings in ((-1, old), (1, new)):
        again += sign * (
            facts.points(known, settings, {})
            + facts.length(len(article.title), settings)
            + facts.weight(*where, settings.outlets)
        )
    assert max(0, again) == quality.judge(article, new, 3, signals)[0]


def test_a_topic_counts_by_the_role_that_it_would_have(make):
    known = facts.of(make("A headline", topics=TOPICS[:1]))
    settings = Settings(profile="subject")
    points = [facts.points(known, settings, {"Vision": role}) for role in ("core", "also", "never")]
    assert points == [30, 15, -100]
