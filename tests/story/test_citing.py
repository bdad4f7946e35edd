"""Whom a text names as its source, in the languages of the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.story import citation_patterns as patterns
from coranto.story import citing
from coranto.story.citing import Names

NAMES = Names([("Harbour Herald", "herald.example"), ("The Tide", "tide.example")])


def cited(text, language="en", own=()):
    return [(one.outlet, one.domain, one.way) for one in citing.read(text, language, NAMES, own)]


@pytest.mark.parametrize(
    ("language", "text", "domain"),
    [
        ("en", "The pilots will strike, according to the Harbour Herald.", "herald.example"),
        ("en", "“We will strike,” the pilot told Reuters on Monday.", "reuters.com"),
        ("en", "The Tide first reported the strike.", "tide.example"),
        (
            "de",
            "Die Lotsen streiken, wie die Nachrichtenagentur dpa meldet, ab Montag. Laut dpa für drei Tage.",
            "dpa.com",
        ),
        ("de", "Das berichtete der Harbour Herald am Montag.", "herald.example"),
        ("fr", "La grève durera trois jours, selon l'AFP.", "afp.com"),
        ("es", "La huelga empieza el lunes, según informó la agencia EFE.", "efe.com"),
        ("it", "Lo sciopero inizia lunedì, riferisce l'agenzia ANSA.", "ansa.it"),
        ("pl", "Strajk zacznie się w poniedziałek, jak podała agencja Reutera.", "reuters.com"),
        ("ru", "Забастовка начнется в понедельник, сообщает агентство Интерфакс.", "interfax.ru"),
        ("tr", "Grev pazartesi başlıyor, Anadolu Ajansı'nın haberine göre üç gün sürecek.", "aa.com.tr"),
        ("ar", "يبدأ الإضراب يوم الاثنين بحسب وكالة رويترز", "reuters.com"),
        ("zh", "据路透社报道，罢工将于周一开始。", "reuters.com"),
    ],
)
def test_each_language_names_its_source(language, text, domain):
    assert domain in [one[1] for one in cited(text, language)]
    assert all(one.sentence and one.sentence in text for one in citing.read(text, language, NAMES))


@pytest.mark.parametrize(
    "text",
    [
        "The pilots will strike, according to the harbour master.",
        "The ministry reported a rise in traffic.",
        "He told the court that an ap was not at fault.",
        "According to Anna Mailer’s neighbours nothing was heard.",
    ],
)
def test_who_is_no_outlet_is_not_cited(text):
    assert cited(text) == []


def test_a_mastheads_word_makes_a_capitalised_name_an_outlet():
    assert cited("The strike was called off, the Skagen Evening Post reported.") == [
        ("Skagen Evening Post", "", "named")
    ]


def test_a_credit_tells_where_the_whole_text_comes_from():
    assert cited("SKAGEN (AP) — The pilots of the harbour went on strike.") == [("AP", "apnews.com", "credit")]
    assert cited("The pilots went on strike.\nWith inputs from Reuters")[0][2] == "credit"


def test_an_outlet_does_not_cite_itself():
    text = "The captain told the Harbour Herald that all are safe."
    assert cited(text, own=("Harbour Herald", "herald.example")) == []
    assert cited("SKAGEN (Skagen News) — All are safe.", own=("skagennews.example",)) == []


def test_media_without_a_name_are_cited_as_such():
    assert cited("A pilot was hurt, local media reported.") == [("", "", "named")]


def test_the_sentence_is_the_one_that_names_it_and_is_cut():
    text = "All are safe. The captain of the U.S. ferry said so, according to The Tide. Nobody was hurt."
    (one,) = citing.read(text, "en", NAMES)
    assert one.sentence == "The captain of the U.S. ferry said so, according to The Tide."
    (one,) = citing.read("word " * 200 + "according to The Tide " + "word " * 200, "en", NAMES)
    assert "according to The Tide" in one.sentence
    assert len(one.sentence) <= citing.SENTENCE


@given(st.text(max_size=300), st.sampled_from([*patterns.NAMED, "xx"]))
def test_any_text_is_read(text, language):
    found = citing.read(f"{text} according to Reuters, laut dpa. {text}", language, NAMES)
    assert len(found) <= citing.MOST
    assert all(len(one.sentence) <= citing.SENTENCE for one in found)


@pytest.mark.parametrize("table", [patterns.NAMED, patterns.UNNAMED, patterns.ROLES])
def test_every_language_has_its_phrases(table):
    assert set(table) == set(patterns.NAMED)
    assert all("{outlet}" in phrase for phrases in patterns.NAMED.values() for phrase in phrases)
