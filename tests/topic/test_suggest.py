"""Words of a subject, suggested from headlines; those with a doubt are named with it."""

from hypothesis import given
from hypothesis import strategies as st

from coranto.topic import suggest
from coranto.topic.suggest import Headline

BEES = [
    ("a", "Beekeepers count their losses after a hard winter"),
    ("a", "How a beekeeper reads a hive scale without opening the hive"),
    ("a", "The hive that came back from the allotments"),
    ("b", "Varroa treatment loses its licence, and every beekeeper asks why"),
    ("b", "Varroa is back in the valley, says the count in each hive"),
    ("b", "A colony of artists moves into the old mill near Brannock"),
    ("c", "Second colony found on the island, says the governor of Brannock"),
    ("c", "A ferry to Brannock is late again"),
    ("c", "Honey prices fall as varroa spreads to another colony"),
    ("c", "Seed coating ban: what the ministers said about the seed coating"),
    ("c", "New seed coating is back in court"),
    ("d", "Zeppelins over the harbour"),
    ("d", "More zeppelins, says the harbour"),
    ("d", "The zeppelins have left"),
]
HEADLINES = [Headline(source, title, "en") for source, title in BEES]


def found(**options):
    return {one.word: one for one in suggest.suggest(HEADLINES, **options)}


def test_words_that_these_sources_use_more_than_the_language_are_suggested_with_their_counts():
    words = found()
    assert words["hive"].count == 3
    assert words["hive"].doubt == ""
    assert words["varroa"].count == 3
    assert words["beekeeper"].count == 3, "every form counts, and the shortest is shown"
    assert words["seed coating"].count == 2, "words that stand together are suggested together"
    assert "says" not in words
    assert "the" not in words


def test_doubts_are_named():
    words = found()
    assert words["Brannock"].doubt == "name"
    assert (words["zeppelins"].doubt, words["zeppelins"].source) == ("one_source", "d")
    common = suggest.suggest([Headline(source, f"{title} village", "en") for source, title in BEES])
    (village,) = [one for one in common if one.word == "village"]
    assert village.doubt == "common"
    assert 0 < village.alone < village.count


def test_the_owner_s_own_words_come_first_and_are_doubted_only_where_nothing_has_them():
    words = suggest.suggest(HEADLINES, ["Honey", "AI"], known=["varroa"])
    assert (words[0].word, words[0].doubt) == ("honey", "")
    assert {one.word: one.doubt for one in words}["AI"] == "unused"
    assert "varroa" not in [one.word for one in words], "what is chosen already is not suggested"


def test_nothing_is_suggested_from_nothing_and_unlisted_languages_work():
    assert suggest.suggest([]) == []
    unlisted = [Headline(str(number), f"zorb quux{number} blarg", "xx") for number in range(8)]
    assert suggest.suggest(unlisted)[0].word in {"zorb", "blarg"}
    assert suggest.matches(HEADLINES, ['"((', "varroa AND valley", "colony"]) == {
        "varroa AND valley": [4],
        "colony": [5, 6, 8],
    }


@given(
    st.lists(
        st.builds(Headline, st.sampled_from("abc"), st.text(max_size=60), st.sampled_from(["en", "de", "ja", ""])),
        max_size=12,
    ),
    st.text(max_size=20),
)
def test_any_headlines_give_words_that_are_found_in_as_many_as_they_say(headlines, own):
    for one in suggest.suggest(headlines, [own]):
        assert 0 <= one.alone <= one.count <= len(headlines)
        assert one.count or one.doubt == "unused"


def test_where_sources_write_of_everything_only_what_stands_beside_the_subject_is_undoubted():
    many = [Headline("abc"[n % 3], f"Tofu number{n} in the harbour", "en") for n in range(60)]
    many += [Headline(source, f"Honey and varroa of the {source} valley", "en") for source in "abc"]
    found = {one.word: one for one in suggest.suggest(many, ["Honey"])}
    assert (found["honey"].doubt, found["varroa"].doubt) == ("", "")
    assert (found["tofu"].doubt, found["tofu"].alone) == ("common", 60)
