"""On the subject or not: evidence of each field, the bar, and what is said of it."""

from coranto.i18n.wording import say
from coranto.model.settings import Subject
from coranto.model.topic import Topic
from coranto.topic import evidence
from coranto.topic.taxonomy import Taxonomy

PUMPS = Topic(id="pumps", name="Pumps", parent="Energy", keywords=("heat pump", "boiler"))
ENERGY = Topic(id="energy", name="Energy", keywords=("energy AND policy", '5" pipe"'))
STARS = Topic(id="stars", name="Stars", keywords=("horoscope",), role="never")
TAXONOMY = Taxonomy([PUMPS, ENERGY, STARS])


def topics(title, summary="", text="", labels=(), named=()):
    found = evidence.match(TAXONOMY, Subject(), "en", title, summary, text, labels, named)
    return [(one.name, one.evidence, say(*one.reasons)) for one in found]


def test_the_title_suffices_and_the_parent_comes_along():
    assert topics("Heat pumps sell") == [
        ("Pumps", 2.0, "“heat pump” in the title"),
        ("Energy", 2.0, "parent of Pumps"),
    ]


def test_the_summary_alone_does_not():
    assert topics("A cold winter", "Heat pumps sell.") == []


def test_the_summary_and_a_second_witness_do():
    both = ("“heat pump” in the summary", 1.0)
    for more in ({"text": "A boiler is old."}, {"labels": ("Heat pumps",)}, {"named": ("Pumps",)}):
        (found, _) = topics("A cold winter", "Heat pumps sell.", **more)
        assert found[0] == "Pumps"
        assert found[1] > both[1]
        assert both[0] in found[2]


def test_a_source_on_the_topic_is_a_hint_and_no_proof():
    assert topics("A cold winter", named=("Pumps",)) == []


def test_a_text_that_repeats_the_summary_is_no_second_witness():
    told = "Heat pumps sell as never before, the makers say, and prices rise."
    assert topics("A cold winter", told, f"A cold winter {told} Nobody knows why.") == []


def test_the_strongest_topic_comes_first():
    found = topics("Energy policy: heat pumps and boilers", "Policy for energy")
    assert [name for name, _, _ in found] == ["Energy", "Pumps"]
    assert found[0][1] == 3.0
    assert found[1][1] == 2.5


def test_a_keyword_that_is_no_query_counts_as_plain_words():
    assert topics("A 5 pipe bursts") == [("Energy", 2.0, '“5" pipe"” in the title')]


def test_a_match_has_its_topics_role_and_the_keywords_of_the_title():
    (match,) = evidence.match(TAXONOMY, Subject(), "en", "Your horoscope")
    assert (match.role, match.keywords) == ("never", ("horoscope",))
