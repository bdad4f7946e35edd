"""Quality in the subject profile: fit first, form a little, nothing for AMP."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coranto.i18n.wording import say
from coranto.model.article import Picture, TopicMatch
from coranto.model.score import ScorePart
from coranto.model.settings import Settings, Subject
from coranto.score import form, quality, subject

SITE = Settings(profile="subject")
OIL = TopicMatch(id="oil", name="Oil", because="“oil” in the title", evidence=2.0)
PLAIN = "Oil price falls after talks in Vienna"


def judge(article, site=SITE):
    return quality.judge(article, site, 0, quality.SUBJECT)


def test_evidence_is_what_counts_most(make):
    points, parts = judge(make(PLAIN, topics=(OIL,), images=(Picture(url="https://a.org/p"),)))
    assert points == 22
    assert [(part.name, part.points) for part in parts] == [("Oil", 20), ("image", 2)]
    assert say(parts[0].reason) == "on the subject: “oil” in the title"


def test_amp_gives_nothing(make):
    assert judge(make(PLAIN, topics=(OIL,), amp_url="https://a.org/amp"))[0] == judge(make(PLAIN, topics=(OIL,)))[0]


def test_off_the_subject_nothing_lifts_an_article_above_one_on_it(make):
    off = judge(make(PLAIN, amp_url="https://a.org/amp", images=(Picture(url="https://a.org/p"),)))[0]
    assert off < judge(make("Oil?", topics=(OIL,)))[0]


def test_a_topic_of_interest_gives_half_and_one_that_is_never_published_takes_all(make):
    also = TopicMatch(id="o", name="Oil", because="x", evidence=2.0, role="also")
    never = TopicMatch(id="n", name="Stars", because="x", evidence=2.0, role="never")
    assert judge(make(PLAIN, topics=(also,)))[0] == 10
    assert judge(make(PLAIN, topics=(OIL, never)))[0] == 0


def test_a_further_topic_gives_a_little(make):
    gas = TopicMatch(id="gas", name="Gas", because="x", evidence=1.5)
    assert judge(make(PLAIN, topics=(OIL, gas)))[0] == 22


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("Oil price falls after talks in Vienna", []),
        ("7 ways to save on your heating bill", ["list"]),
        ("Is this the end of the boiler as we know it?", ["question"]),
        ("Live: ministers meet in Vienna about oil", ["live"]),
        ("Liveticker: Minister beraten in Wien über Öl", ["live"]),
        ("Opinion: the boiler has had its day", ["opinion"]),
        ("Kommentar: Die Wärmepumpe hat gewonnen", ["opinion"]),
        ("Your horoscope for Tuesday, 3 March", ["service"]),
        ("Best deals on heat pumps this week: save 40 % off", ["advert"]),
        ("Sponsored: a boiler for every home", ["advert"]),
        ("Apple sues over state-sponsored spyware", []),
        ("Workers strike on Black Friday in Italy", []),
        ("Vibe coding", []),
        ("油价下跌，欧佩克会议结束之后", []),
        ("OIL PRICE CRASHES AFTER TALKS IN VIENNA", ["loud"]),
        ("Live music returns to the city’s oldest hall", []),
        ("10,000 homes lose power after storm in Wales", []),
    ],
)
def test_forms_of_headlines(title, forms):
    assert list(form.read(title)) == forms


@given(st.text())
def test_every_form_has_its_cost_and_its_reason(title):
    for name in form.read(title):
        assert form.COSTS[name] > 0
        assert say(form.reason(name))


def test_a_site_may_set_what_a_form_costs(make):
    site = Settings(profile="subject", subject=Subject(headline={"question": 15}))
    title = "Is this the end of the boiler as we know it?"
    assert judge(make(title, topics=(OIL,)), site)[0] == 5


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=200),
    st.lists(
        st.builds(
            TopicMatch, id=st.just("t"), name=st.text(max_size=5), because=st.just("x"), evidence=st.floats(0, 9),
            role=st.sampled_from(["core", "also", "never"]),
        ),
        max_size=4,
    ),
    st.lists(st.integers(-40, 40), max_size=7),
)  # fmt: skip
def test_the_parts_add_up_to_the_quality(make, title, topics, points):
    taught = subject.taught(lambda _: [ScorePart(name="taught", points=one, because="x") for one in points])
    article = make(title or "x", topics=tuple(topics))
    total, parts = quality.judge(article, SITE, 0, quality.SUBJECT | {"taught": taught})
    assert total == sum(part.points for part in parts) >= 0
