"""The keyword language: what is understood, what is refused, and what each keyword finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.i18n.wording import say
from coranto.topic import matcher, query
from coranto.topic.matcher import Matcher


def finds(keyword, *fields, language="en"):
    return bool(Matcher([("t", query.parse(keyword))], language).find(fields))


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("heat pump", "Heat pumps are selling"),
        ("heat pump", "the heat-pump boom"),
        ("AI", "A.I. in the ward"),
        ("AI", "An AI for all"),
        ("A.I.", "An AI for all"),
        ('"heat pump"', "a heat pump"),
        ("decarboni*", "Decarbonising steel"),
        ("*bank", "Commerzbank grows"),
        ("oil AND price*", "prices of oil"),
        ("oil price OR gas price", "Gas prices fall"),
        ("apple NOT (fruit OR pie)", "Apple sells phones"),
        ("oil NEAR price", "The price that is paid for oil"),
        ("oil NEAR/1 price", "price of oil"),
        ("Germany", "German carmakers"),
        ("機械学習", "新しい機械学習の方法"),
        ("AI 芯片", "使用AI芯片的公司"),
        ("naïve", "Naïve hopes"),
        ("5G", "5G masts"),
        ("C++", "A new C++ standard"),
        ("R", "Statistics with R"),
        (".NET", "What is new in .NET"),
    ],
)
def test_it_is_there(keyword, text):
    assert finds(keyword, text)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("heat pump", "pump heat"),
        ("AI", "j’ai mangé un gâteau de Paris"),
        ("AI", "The ai is a sloth of Brazil"),
        ("EU", "Le feu a repris"),
        ('"heat pump"', "heat pumps"),
        ("oil AND price", "oil for the lamps of China"),
        ("apple NOT fruit", "Apple, the fruit of the year"),
        ("oil NEAR/1 price", "oil was cheap, as was the price"),
        ("universe", "a university"),
        ("news", "a new day"),
        ("C++", "Vitamin C"),
        ("R", "It r the best"),
        ("C#", "C++ and C"),
        ("ai", "retailers"),
        ("Wärmepumpe", "Wärmepumpenförderung"),  # English texts have no compounds
        ("French", "France wins"),
    ],
)
def test_it_is_not_there(keyword, text):
    assert not finds(keyword, text)


@pytest.mark.parametrize(
    ("language", "keyword", "text"),
    [
        ("de", "Wärmepumpe", "Die Wärmepumpen kommen"),
        ("de", "Wärmepumpe", "Neue Wärmepumpenförderung"),
        ("de", "Wärmepumpe", "Eine Luftwärmepumpe im Garten"),
        ("nl", "warmtepomp", "Subsidie voor warmtepompinstallaties"),
        ("sv", "värmepump", "Nya värmepumpar och värmepumpsstöd"),
        ("fr", "pompe à chaleur", "Les pompes à chaleur"),
        ("es", "coche eléctrico", "Los coches eléctricos"),
        ("ru", "санкция", "Новые санкции"),
        ("pl", "wybory", "Wyborów nie będzie"),
        ("tr", "seçim", "Seçimler yaklaşıyor"),
        ("it", "pompa di calore", "Pompe di calore"),
        ("ar", "انتخابات", "الانتخابات المقبلة"),
    ],
)
def test_forms_are_found_in_the_texts_language(language, keyword, text):
    assert finds(keyword, text, language=language)


def test_a_keyword_may_be_for_one_language_only():
    assert finds("de:Gift", "Gift im Wasser", language="de")
    assert not finds("de:Gift", "A gift for all", language="en")


def test_what_is_excluded_is_looked_for_in_all_fields():
    assert not finds("apple NOT fruit", "Apple falls", "The fruit is ripe")


def test_a_phrase_does_not_span_two_fields():
    assert not finds("heat pump", "A day of heat", "Pump it up")


def test_words_in_different_fields_count_in_the_last_of_them():
    (match,) = Matcher([("t", query.parse("oil AND price"))], "en").find(("Oil falls", "Nothing", "The price"))
    assert match.fields == (2,)


def test_mentions_are_counted():
    (match,) = Matcher([("t", query.parse("oil"))], "en").find(("", "", "Oil, oil and oils"))
    assert match.counts == (3,)


@pytest.mark.parametrize(
    "keyword",
    ["", "  ", "AND oil", "oil AND", "(oil", "oil)", '"oil', "NOT oil", "oil OR NOT gas", "NEAR", "a NEAR b NEAR c",
     "(a OR b) NEAR c", "(" * 50 + "a" + ")" * 50, "…", "*"],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_what_to_do(keyword):
    with pytest.raises(query.QueryError) as refused:
        query.parse(keyword)
    assert len(say(refused.value.reason)) > 20


@given(st.text(st.sampled_from('ab "()*/:ANDORNTE.机')), st.text(st.sampled_from("ab .A机")))
def test_any_keyword_is_parsed_or_refused_and_finds_nothing_where_nothing_is(keyword, text):
    try:
        parsed = query.parse(keyword)
    except query.QueryError:
        parsed = query.phrase(keyword)
    if parsed:
        matcher = Matcher([("t", parsed)], "de")
        assert matcher.find(("", "")) == []
        assert matcher.find((text,)) == matcher.find((text,))


@given(st.lists(st.sampled_from(["oil", "gas", "solar", "wind"]), min_size=1, max_size=6))
def test_a_phrase_finds_itself(some):
    assert finds(" ".join(some), "Before " + " ".join(some) + " after")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("WHO warns of flu", True),
        ("Who warns of flu", False),
        ("who warns of flu", True),  # a text without any capitals writes names without them too
        ("Those who know who it was", False),
        ("those who know who it was", True),
    ],
)
def test_a_keyword_in_capitals_is_a_name(text, found):
    assert finds("WHO", text) is found


def test_a_matcher_that_has_met_very_many_words_finds_the_same(monkeypatch):
    monkeypatch.setattr(matcher, "_KNOWN", 10)
    found = Matcher([("t", query.parse("heat pump"))], "en")
    for n in range(50):
        assert found.find([f"A heat pump for house word{n}"])
        assert not found.find([f"A heat wave in town word{n}"])
