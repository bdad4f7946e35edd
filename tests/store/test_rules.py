"""Rules tried on what is stored find what they find when an article is judged."""

import contextlib

import pytest
from making import as_of, filing, ident

from coranto import errors
from coranto.config import rule_search
from coranto.model.article import TopicMatch
from coranto.model.settings import Settings
from coranto.score import rules
from coranto.store import open_store

ARTICLES = {
    "a": {
        "title": "Win 500 in the State Lottery",
        "excerpt": "A draw",
        "text": "Café owners play.",
        "authors": ("Ada Lovelace",),
        "language": "en-gb",
    },
    "b": {
        "title": "Lotteries and luck",
        "text": "A state lottery, says the court.",
        "authors": ("Grace Hopper", "Ada Loveday"),
        "language": "de",
    },
    "c": {"title": "Wärmepumpe: was sie kostet", "text": "Rain in Spain", "language": None},
    "d": {"title": "東京の天気", "excerpt": "100% _rain_", "text": "", "language": "ja"},
}
SEARCHES = [
    "lottery", "lottery -court", "title:lottery", '"state lottery"', 'title:"state lottery" lottery', "author:lovelace", 'author:"Ada"',
    'author:"lovelace grace"', "lang:de", "lang:en", "lang:en lang:ja", "url:/a", "url:a.example*", "url:%", "url:_", r"/win \d+/", "/lott.*(y|ies)/ lang:de",
    "source:a.example", "source:a.example source:b.example", "天気", "title:天気", "cafe", "topic:sea", "rain -100", "nothing here", "waermepumpe", "wärmepumpe",
    "rain lang:en", "title:win author:lovelace url:a lang:en source:a.example topic:sea",
]  # fmt: skip


@pytest.fixture
def stored(store, publish):
    for name, fields in ARTICLES.items():
        topics = (TopicMatch(id="sea", name="The Sea"),) if name in "ad" else ()
        store.save_article(filing(name, name, topics=topics, **fields))
    publish("a", "b")
    publish("c", published=False)
    return store


@pytest.mark.parametrize("search", SEARCHES)
def test_the_store_and_the_judge_agree(stored, search):
    condition = rule_search.read(search)
    found = stored.match_rule(condition, "en")
    names = [ident(name) for name in ARTICLES]
    articles, texts = stored.get_articles(names), stored.get_texts(names)
    settings = Settings()
    import msgspec

    met = {
        name
        for name in names
        if rules.meets(
            condition,
            rules.Folded(msgspec.structs.replace(articles[name], text=texts.get(name, "")), settings.site.language),
        )
    }
    assert set(found.newest) == met
    assert found.count == len(met)
    assert found.published == len(met & {ident("a"), ident("b")})


def test_a_judged_again_article_is_found_by_its_new_words(stored):
    stored.save_article(filing("c", "c", title="Boilers", authors=("New Name",), language="nl"))
    assert stored.match_rule(rule_search.read("author:name lang:nl title:boilers"), "en").newest == (ident("c"),)
    assert stored.match_rule(rule_search.read("title:wärmepumpe"), "en").count == 0


def test_a_pattern_that_never_ends_is_refused(stored, monkeypatch):
    from coranto.store import rule_match

    monkeypatch.setattr(rule_match, "SECONDS", 0.0)
    with pytest.raises(errors.ConfigError, match=r"rule\.slow"):
        stored.match_rule(rule_search.read("/(w+)+$/"), "en")


def test_a_store_from_before_finds_by_rules_what_it_would_find_now(store, address):
    authors = (("Zoë Öst", "D'Arcy O_Neil"), ("王 小明",), ())
    for name, written, language in zip("abc", authors, ("en-GB", "zh_Hant", None), strict=True):
        store.save_article(filing(name, authors=written, language=language))
    searches = (
        'author:"zoe ost"',
        'author:"arcy o neil"',
        "author:王",
        "author:明",
        "lang:zh",
        "lang:en",
        "title:title",
    )
    found = [store.match_rule(rule_search.read(one), "en") for one in searches]
    assert [one.count for one in found] == [1, 1, 1, 1, 1, 2, 3]
    store.close()
    as_of(address, "0017")
    with contextlib.closing(open_store(address)) as migrated:
        assert [migrated.match_rule(rule_search.read(one), "en") for one in searches] == found
