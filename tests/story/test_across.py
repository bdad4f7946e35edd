"""The same story in other languages is linked, with the names and numbers that show it."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.story import across, letters
from coranto.story.across import Across
from coranto.story.telling import Telling

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SUBJECTS = (
    "Budget vote delayed in Harlow",
    "Storm hits Dunmore harbour",
    "Museum of Kettering opens",
    "Rail strike ends",
)


def telling(story, language, *titles, days=0):
    return Telling(
        story=story, language=language, newest=NOW + timedelta(days=days), articles=tuple((t, "") for t in titles)
    )


ENGLISH = telling(
    "e", "en", "Vance signs nuclear deal in Armenia worth 1,450 million", "Armenia nuclear deal: Vance in Yerevan"
)
GERMAN = telling("g", "de", "Vance unterzeichnet in Armenien Atomabkommen über 1450 Millionen")
STRANGERS = [telling(f"x{n}", "en", f"{title} {n}") for n in range(12) for title in SUBJECTS[n % 4 : n % 4 + 1]]


def test_a_story_is_linked_to_the_same_one_in_another_language_by_words_that_add_up():
    (link,) = across.links([ENGLISH, GERMAN, *STRANGERS])
    assert (link.story, link.other) == ("g", "e")
    assert link.score >= across.BAR
    assert sum(one.weight for one in link.evidence) == pytest.approx(link.score, abs=0.01)
    assert any("armeni" in one.term for one in link.evidence)
    assert any("1450" in one.term for one in link.evidence)


def test_one_language_another_week_and_another_event_are_not_linked():
    assert across.links([ENGLISH, *STRANGERS]) == []
    assert across.links([ENGLISH, msgspec.structs.replace(GERMAN, newest=NOW + timedelta(days=9)), *STRANGERS]) == []
    assert across.links([telling("f", "de", "Stadtrat streitet um neuen Spielplatz"), *STRANGERS]) == []


def test_other_alphabets_are_read_as_they_sound():
    assert letters.latin("Армения") == "armeniia"
    assert letters.latin("Αθήνα") == "athina"
    assert letters.latin("트럼프").isascii()
    assert letters.sound(letters.latin("Kanada")) == letters.sound(letters.latin("Canada"))


def test_the_score_means_the_same_among_few_stories_and_among_many():
    few = across.links([ENGLISH, GERMAN, *STRANGERS[:3]])
    many = across.links(
        [ENGLISH, GERMAN, *(telling(f"y{n}", "en", f"Councillor {n} of Dunmore speaks") for n in range(1500))]
    )
    assert few[0].score == pytest.approx(many[0].score, rel=0.15)


def test_a_link_is_seen_from_both_ends():
    (link,) = across.links([ENGLISH, GERMAN])
    there = link.turned()
    assert (there.story, there.other, there.languages) == ("e", "g", ("en", "de"))
    assert {term.partition(" / ")[0] for term in there.shared()} >= {"armenia", "vance"}
    assert there.turned() == link


def test_stories_are_replaced_and_removed():
    stories = Across()
    stories.put(ENGLISH)
    stories.put(GERMAN)
    assert [one.other for one in stories.find("g")] == ["e"]
    assert stories.finding("e") == {"g"}
    stories.put(msgspec.structs.replace(ENGLISH, articles=(("Museum of Kettering opens", ""),) * 2))
    assert stories.find("g") == []
    assert stories.finding("e") == set()
    stories.put(ENGLISH)
    assert [one.other for one in stories.find("g")] == ["e"]
    stories.remove("e")
    assert stories.find("g") == []
    assert stories.stories() == {"g"}


def test_pairs_of_words_tell_what_letters_do_not():
    english = telling("e", "en", "Heating tax rebate scrapped by treasury", "Treasury scraps heating rebate")
    german = telling("g", "de", "Finanzministerium streicht Heizungsbonus")
    assert across.links([english, german]) == []
    pairs = {
        "de": {"finanzministerium": ("1", "4"), "streicht": ("2",), "heizungsbonus": ("3", "5")},
        "en": {"treasury": ("1",), "scrapped": ("2",), "scraps": ("2",), "rebate": ("3",), "heating": ("5",)},
    }
    (link,) = across.links([english, german], pairs)
    assert "finanzministerium / treasury" in link.shared()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["en", "de"]), st.text(max_size=40)), max_size=12))
def test_any_text_is_compared_and_the_order_of_arrival_does_not_matter(rows):
    tellings = [telling(f"{n}{name}", language, text) for n, (name, language, text) in enumerate(rows)]
    assert across.links(tellings) == across.links(tellings[::-1])
