"""What a clusterer forgets, so that years of news cost what a week does, and what it never forgets."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from coranto.model.settings import Stories
from coranto.story import boilerplate, cluster, edits, frequency, likeness, profile, story_index
from coranto.story.boilerplate import Boilerplate
from coranto.story.cluster import Clusterer
from coranto.story.frequency import Frequencies
from coranto.story.open_story import OpenStory
from coranto.story.placement import Item, Placement
from coranto.story.rebuild import rebuild
from coranto.story.reword import reword

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
FERRY = "Ferry runs aground off Skagen, 212 passengers taken to safety"


def item(ident, title, hours=0.0):
    return Item(id=ident, title=title, published=START + timedelta(hours=hours), language="en")


def quiet(clusterer, count, hours):
    """Place articles that have nothing in common."""
    for n in range(count):
        clusterer.place(item(f"q{n}", f"alpha{n} beta{n} gamma{n}", hours + n / 100))


def test_a_story_is_over_when_enough_has_come_after_it():
    clusterer = Clusterer(Stories())
    clusterer.place(item("a", FERRY))
    clusterer.place(item("late", "Skagen harbour rebuilt after ferry accident", 24 * 30))
    quiet(clusterer, 1_300, 24 * 30)
    assert "sa" not in clusterer.stories()
    assert "a" not in clusterer.number_of
    again = clusterer.place(item("b", "Skagen harbour rebuilt after accident of a ferry", 24 * 30))
    assert again.story == "slate", "words that it shared with the story that is over still lead to the other"
    assert clusterer.place(item("c", FERRY, 24 * 30)).story != "sa"
    assert Clusterer.load(Stories(), clusterer.dump()).stories() == clusterer.stories()


def test_a_story_that_is_over_needs_no_parting_from_what_it_was_split_from():
    clusterer = Clusterer(Stories())
    clusterer.place(item("old", "Museum reopens in Bergen"))
    for n in range(3):
        clusterer.place(item(f"f{n}", FERRY, n))
    new = edits.split(clusterer, [item("f2", FERRY, 2)])
    late = [item(f"l{n}", "Skagen harbour rebuilt after accident", 24 * 30) for n in range(2)]
    wing = [item(f"w{n}", "Collection of Norse coins on show", 24 * 30) for n in range(2)]
    for one in (*late, *wing):
        clusterer.place(one)
    edits.move(clusterer, late[1], new)
    edits.move(clusterer, wing[1], "sold")
    quiet(clusterer, 1_300, 24 * 30)
    assert {"sf0", "sold", new} & clusterer.stories() == {"sold", new}
    assert edits.merge(clusterer, new, "sold") == (new, "sold")
    assert clusterer.place(late[1]).story == clusterer.place(wing[1]).story == "sold"


def test_of_too_many_stories_those_untouched_for_longest_are_closed(monkeypatch):
    monkeypatch.setattr(story_index, "MOST", 800)
    clusterer = Clusterer(Stories())
    quiet(clusterer, 1_000, 0)
    assert len(clusterer.stories()) < 800
    assert "sq999" in clusterer.stories()
    assert "sq0" not in clusterer.stories()


def test_the_evidence_of_the_latest_articles_is_kept(monkeypatch):
    monkeypatch.setattr(cluster, "REASONS", 3)
    clusterer = Clusterer(Stories())
    for n in range(5):
        clusterer.place(item(f"f{n}", FERRY, n))
    assert clusterer.place(item("f0", FERRY)).evidence == ()
    assert clusterer.place(item("f1", FERRY)).evidence == ()
    assert clusterer.place(item("f4", FERRY)).evidence != ()
    assert {clusterer.place(item(f"f{n}", FERRY)).story for n in range(5)} == {"sf0"}


@pytest.fixture
def wide():
    """Make 100 articles with little in common that a person has made one story."""
    return [
        item(f"w{n}", "Skagen ferry " + " ".join(f"{word}{n}" for word in ["alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa", "lambda", "theta"]), n / 10)
        for n in range(100)
    ]  # fmt: skip


def test_a_story_of_very_many_words_keeps_those_that_most_articles_have(wide):
    clusterer = rebuild(Stories(), [(each, "swide") for each in wide])
    assert clusterer.place(item("x", "Skagen ferry", 10)).story == "swide"
    few = rebuild(Stories(), [(each, "swide") for each in wide[:50]])
    assert len(clusterer.dump()) < 3 * len(few.dump())


def test_an_article_can_leave_a_story_that_has_forgotten_its_words(wide):
    clusterer = rebuild(Stories(), [(each, "swide") for each in wide])
    new = edits.split(clusterer, [wide[0], wide[99]])
    assert clusterer.stories() == {"swide", new}
    assert clusterer.place(item("x", "Skagen ferry", 10)).story == "swide"
    assert clusterer.place(item("y", wide[99].title, 10)).story == new


def test_words_met_once_are_forgotten_where_there_are_too_many_and_the_others_stay_as_common(monkeypatch):
    monkeypatch.setattr(frequency, "_LIMIT", 100)
    known = Frequencies("en")
    for n in range(60):
        known.add_story_terms(["skagen", f"once{n}"])
        known.add_article_terms(["skagen", f"once{n}"])
        known.stories += 1
    before = known.ratio("skagen"), known.ratio("budget")
    for n in range(60, 120):
        known.add_story_terms(["skagen", f"once{n}"])
        known.add_article_terms(["skagen", f"once{n}"])
        known.stories += 1
    assert len(known.counts) <= 100
    assert len(known.having) <= 100
    assert "once0" not in known.counts
    assert known.ratio("skagen") < known.ratio("budget")
    assert known.ratio("skagen") == pytest.approx(before[0], rel=0.5)


def test_a_word_is_one_string_for_all_articles_that_have_it():
    clusterer = Clusterer(Stories())
    for ident in ("a", "b"):
        clusterer.place(item(ident, FERRY))
    clusterer.place(item("c", "Skagen opens a museum of herring, amber and sand"))
    for one in (clusterer, Clusterer.load(Stories(), clusterer.dump())):
        told = [
            term
            for story in one.indexes["en"].all()
            for terms in (story.terms(), *(kept.terms for kept in story.profiles))
            for term in terms
            if term == "skagen"
        ]
        assert len(told) >= 4
        assert len({id(term) for term in told}) == 1


def told(count):
    """Place articles of some subjects by chance; return the answers, and the clusterer."""
    chance, clusterer = random.Random(7), Clusterer(Stories())
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("ano", "eli", "uru") for c in "bdfgklmnprst"]
    subjects = [chance.sample(words, 6) for _ in range(count // 3)]
    answers = []
    for n in range(count):
        title = " ".join([*chance.sample(chance.choice(subjects), 4), *chance.sample(words, 2)])
        answers.append(clusterer.place(item(str(n), title, n // 4)))
        if n % 20 == 19:
            other = item(str(n), " ".join(chance.choice(subjects)), n // 4)
            answers.append(reword(clusterer, other))
    return answers, clusterer


def test_stories_are_the_same_when_they_settle_at_once(monkeypatch):
    answers, awake = told(240)
    monkeypatch.setattr(story_index, "_AWAKE", 1)
    again, settled = told(240)
    kinds = Counter(type(one) for one in settled.indexes["en"].open_stories.values())
    assert kinds[tuple] > 10
    assert kinds[OpenStory] > 10, "larger ones stay as they are"
    assert len({one.story for one in answers if isinstance(one, Placement)}) < 200
    assert again == answers
    assert settled.dump() == awake.dump()
    assert settled.stories() == awake.stories()
    story = settled.home("3").story
    (one, *_) = [name for name in settled.number_of if settled.home(name).story != story]
    for each in (awake, settled):
        edits.merge(each, story, each.home(one).story)
    assert settled.dump() == awake.dump()


def test_old_articles_count_less_and_less(monkeypatch):
    monkeypatch.setattr(frequency, "_MEMORY", 50.0)
    known = Frequencies("en")
    for _ in range(500):
        known.add_article_terms(["skagen"])
    assert known.articles <= 50
    assert known.having["skagen"] == known.articles


def words(title):
    return title.casefold().split()


def learn(known, sentence):
    return [known.strip(title, sentence, words) for title in ("Ferry aground", "Budget rejected", "Museum reopens")]


def test_of_the_sentences_that_outlets_repeat_those_seen_least_recently_are_forgotten(monkeypatch):
    monkeypatch.setattr(boilerplate, "_LEARNT", 2)
    known = Boilerplate()
    for n in range(3):
        assert learn(known, f"Sign up for newsletter {n}.")[2] == ""
    assert known.strip("Storm closes airport", "Sign up for newsletter 0.", words) != ""
    assert known.strip("Storm closes airport", "Sign up for newsletter 2.", words) == ""


def test_sentences_that_were_met_once_are_forgotten_after_two_generations(monkeypatch):
    monkeypatch.setattr(boilerplate, "_KEPT", 5)
    known = Boilerplate()
    for n in range(40):
        known.strip(f"Title {n}", f"This is the sentence number {n}.", words)
    assert len(known.recent) + len(known.before) <= 10
    assert learn(known, "Sign up for our newsletter.")[2] == ""


def test_words_that_everybody_has_come_to_use_make_no_article_like_another():
    known = Frequencies("en")
    early = profile.make({"skagen": 1.0, "ferry": 1.0}, known)
    story = OpenStory(1, 0.0, 0.0, 0.0)
    story.add("a", early, 0.0, 0.0)

    def like():
        query = profile.query(early, known)
        return likeness.score(query, story, story.shared(query), known.articles, 0.0)

    assert like() > 0.5
    for _ in range(1_000):
        known.add_story_terms(early.terms)
        known.add_article_terms(early.terms)
        known.stories += 1
    assert like() < Stories().near
