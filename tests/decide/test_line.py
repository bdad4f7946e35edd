"""The line in a running newsroom: drawn from its stories, kept for the day, told in the decision."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.decide import explain, line
from coranto.edit import verbs
from coranto.i18n.wording import say
from coranto.run import assemble, ingest, publish

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
TOPIC = "taxonomy: topic\n_id: oil\nname: Oil\nkeywords: [oil, barrel, opec]\n"
ADJECTIVES = ["red", "green", "blue", "grey", "black", "white", "brown", "pink", "golden", "silver"]
NOUNS = [
    "harbour",
    "mountain",
    "cathedral",
    "tramway",
    "orchestra",
    "vineyard",
    "glacier",
    "library",
    "factory",
    "stadium",
]


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "oil.yaml").write_text(TOPIC)
    (tmp_path / "coranto.toml").write_text('profile = "subject"\n[publish]\nper_day = 4\n')
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml"), now=lambda: NOW) as opened:
        yield opened


def arrive(newsroom, make, titles, first=0):
    """File an article each, in order; their ids."""
    cabinet = ingest.Ingest(newsroom)
    found = []
    for n, (title, summary) in enumerate(titles, first):
        at = (NOW - timedelta(minutes=200 - n)).isoformat()
        one = make(title, f"outlet{n}.example", at, excerpt=summary)
        ready = assemble.judged(one, (), newsroom.taxonomy, newsroom.settings, newsroom.signals)
        cabinet.add(ready, None)
        found.append(ready.id)
    publish.publish(newsroom, Counter())
    return found


def account(newsroom, article):
    return explain.explain(newsroom.store, article, NOW)


def strange(words, count, start=0):
    """Make headlines that have nothing in common but some words."""
    return [
        (f"{words} {ADJECTIVES[n % 10]}{n} {NOUNS[n * 7 % 10]}{n} {ADJECTIVES[n * 3 % 10]}x{n} tale{n}", "")
        for n in range(start, start + count)
    ]


def test_about_as_many_are_published_as_were_asked_for_and_the_best_of_them(newsroom, make):
    strong = [(title, "Oil.") for title, _ in strange("oil", 4, 50)]  # in the summary too
    found = arrive(newsroom, make, [*strange("oil", 12), *strong])
    assert [account(newsroom, one).published for one in found] == [False] * 12 + [True] * 4
    assert say(account(newsroom, found[-1]).decision).endswith("(4 a day).")


def test_what_is_off_the_subject_is_not_published_and_says_so(newsroom, make):
    (one,) = arrive(newsroom, make, strange("tea", 1))
    told = account(newsroom, one)
    assert (told.published, say(told.decision)) == (False, "Not published: it is on none of this newsroom’s topics.")


def test_record_and_explanation_say_the_same_with_one_line(newsroom, make):
    found = arrive(newsroom, make, [*strange("oil", 8), *strange("oil barrel", 6, 20), *strange("tea", 3, 40)])
    for one in found:
        record = newsroom.store.get_records([one])[one].record
        told = account(newsroom, one)
        assert (record.published, record.heat) == (told.published, told.heat)
    known = line.known(newsroom.store, newsroom.settings).publish.threshold
    assert line.today(newsroom.store, newsroom.settings, NOW).publish.threshold == known


def test_a_classic_newsroom_has_no_line(newsroom):
    classic = settings_file.parse("")
    assert line.today(newsroom.store, classic, NOW) is classic


def test_a_newsroom_without_topics_publishes_what_it_gathers(tmp_path, make):
    (tmp_path / "coranto.toml").write_text('profile = "subject"\n')
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml"), now=lambda: NOW) as opened:
        (one,) = arrive(opened, make, strange("tea", 1))
        assert account(opened, one).published


def test_taking_back_what_an_editor_decided_leaves_it_to_the_line_again(newsroom, make):
    strong = [(title, "Oil.") for title, _ in strange("oil", 4, 50)]
    found = arrive(newsroom, make, [*strange("oil", 12), *strong])
    weak, best = found[0], found[-1]
    for verb, article, meanwhile in (("publish", weak, True), ("hide", best, False)):
        before = account(newsroom, article).published
        edit = verbs.say(newsroom, verb, {"article": article}, who="e", why="")
        publish.publish(newsroom, Counter())
        assert account(newsroom, article).published is meanwhile
        verbs.take_back(newsroom, edit.number, who="e")
        publish.publish(newsroom, Counter())
        assert account(newsroom, article).published is before


def reloaded(newsroom, toml, topic=TOPIC):
    """Write settings and topic, and take them up as a running newsroom does."""
    folder = Path(newsroom.settings.folder)
    (folder / "topics" / "oil.yaml").write_text(topic)
    (folder / "coranto.toml").write_text(toml)
    newsroom.replace(newsrooms.rules(settings_file.load(folder / "coranto.toml"), newsroom.taught))


def published(newsroom, found):
    records = newsroom.store.get_records(found)
    return sum(records[one].record.published for one in found)


def test_a_topic_may_have_a_line_of_its_own(newsroom, make):
    reloaded(
        newsroom,
        'profile = "subject"\n[publish]\nper_day = 4\n',
        f"{TOPIC}per_day: 2\n---\nname: Tea\nkeywords: [tea]\n",
    )
    oil = arrive(newsroom, make, [*strange("oil", 6), *[(t, "Oil.") for t, _ in strange("oil", 2, 50)]])
    tea = arrive(newsroom, make, strange("tea", 3, 70), 20)
    assert (published(newsroom, oil), published(newsroom, tea)) == (2, 3)
    assert say(account(newsroom, oil[-1]).decision).endswith("for Oil (2 a day).")
    assert say(account(newsroom, oil[0]).decision).startswith("Not published: it stands at 20, below today’s line of")
    topics = {topic.name: topic for topic in newsroom.taxonomy}
    assert line.in_force(newsroom.store, newsroom.settings, topics["Oil"]) > 20
    assert line.in_force(newsroom.store, newsroom.settings, topics["Tea"]) == 0
