"""Which topics an article has, in which order, and why."""

from coranto.i18n.wording import say
from coranto.model.topic import Topic
from coranto.topic.taxonomy import Taxonomy, named

AI = Topic(id="ai", name="AI", keywords=("artificial intelligence", "ai"))
VISION = Topic(id="vision", name="Vision", parent="AI", keywords=("facial recognition", "computer vision"))
FACES = Topic(id="faces", name="Faces", parent="Vision", keywords=("face id",))
LAW = Topic(id="law", name="Law", keywords=("ban",))


def told(title, *named):
    return [(m.name, say(*m.reasons)) for m in Taxonomy([AI, VISION, FACES, LAW]).match(title, named)]


def test_the_sources_topic_comes_first_then_its_parents_then_what_the_title_says():
    assert told("A ban on facial recognition", "Vision") == [
        ("Vision", "named by the source; “facial recognition” in the title"),
        ("AI", "parent of Vision"),
        ("Law", "“ban” in the title"),
    ]


def test_parents_come_along_all_the_way_up():
    assert told("Face ID for all") == [
        ("Faces", "“face id” in the title"),
        ("Vision", "parent of Faces"),
        ("AI", "parent of Vision"),
    ]


def test_no_keyword_no_topic():
    assert told("A quiet day in the harbour") == []


def test_a_circle_of_parents_ends():
    a, b = Topic(id="a", name="A", parent="B", keywords=("x",)), Topic(id="b", name="B", parent="A")
    assert [m.name for m in Taxonomy([a, b]).match("x")] == ["A", "B"]


def test_a_topic_without_a_file_is_kept_by_name():
    match = Taxonomy([AI]).match("Quiet", ("Press Law",))[0]
    assert (match.id, match.name, match.keywords) == ("press-law", "Press Law", ())


def test_a_topics_children_are_those_directly_below_it():
    taxonomy = Taxonomy([AI, VISION, FACES, LAW])
    assert [topic.name for topic in taxonomy.children("AI")] == ["Vision"]
    assert taxonomy.children("Faces") == []


def test_the_sources_own_topics_can_be_told_from_those_that_were_found():
    matches = Taxonomy([AI, VISION, FACES, LAW]).match("A ban on facial recognition", ("Vision", "Press Law"))
    assert named(matches) == ("Vision", "Press Law")
    assert named(()) == ()


def test_a_keyword_that_cannot_be_parsed_counts_as_a_phrase():
    broken = Topic(id="broken", name="Broken", keywords=("heat AND (", "ferry"))
    matcher = Taxonomy([broken]).matcher("en")
    assert [match.owner for match in matcher.find(["Skagen ferry aground"])] == ["Broken"]
    assert matcher.find(["A heat wave"]) == []
