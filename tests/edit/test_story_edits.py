"""A person's merges and splits in the newsroom: in the store, obeyed by what arrives, taken back, after a kill."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.decide import explain
from coranto.edit import verbs
from coranto.i18n import wording
from coranto.i18n.wording import say
from coranto.model.reason import Reason
from coranto.run import ingest, publish

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FERRY = [
    "Ferry runs aground off Skagen, 212 passengers taken to safety",
    "212 passengers evacuated after ferry runs aground near Skagen",
    "Skagen ferry aground: all passengers safe, captain questioned",
    "Captain of ferry aground off Skagen questioned, 212 passengers safe",
]
QUAKE = ["Quake shakes Valparaiso harbour at dawn", "Valparaiso harbour shaken by quake at dawn, cranes topple"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "coranto.toml").write_text("")
    return tmp_path


def opened(folder):
    return newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml"), now=lambda: NOW)


@pytest.fixture
def tell(make):
    """Make the n-th article of a day."""

    def told(title, n):
        at = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=10 * n)
        return make(title, f"outlet{n}.example", at.isoformat(), language="en", quality=20 + n)

    return told


def stories(newsroom):
    """Give the articles of each story, and hold to it that each article is in one."""
    names = [one.id for _, one in newsroom.store.articles_by_arrival(0, 1000)]
    homes = newsroom.store.story_ids_of(names)
    assert homes.keys() == set(names)
    found = newsroom.store.get_stories(set(homes.values()))
    told = [member.article for story in found.values() for member in story.members]
    assert sorted(told) == sorted(names)
    for story in found.values():
        assert story.lead in {member.article for member in story.members}
    return {ident: [member.article for member in story.members] for ident, story in found.items()}


def test_merged_stories_are_one_and_their_records_change(folder, tell):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        ferry = [tell(title, n) for n, title in enumerate(FERRY[:2])]
        quake = [tell(title, n + 2) for n, title in enumerate(QUAKE)]
        homes = [cabinet.add(one, None) for one in (*ferry, *quake)]
        assert len(set(homes)) == 2
        publish.publish(newsroom, Counter())
        verbs.say(newsroom, "merge", {"one": ferry[0].id, "other": quake[0].url}, why="one coast, one dawn")
        (done,) = cabinet.apply_edits()
        assert (done.made, done.trouble, done.moved) == (homes[0], None, (quake[0].id, quake[1].id))
        assert stories(newsroom) == {homes[0]: [one.id for one in (*ferry, *quake)]}
        publish.publish(newsroom, Counter())
        records = newsroom.store.get_records([one.id for one in (*ferry, *quake)])
        assert [len(records[one.id].record.related) for one in ferry] == [3, 3]
        assert [records[one.id].record.heat for one in (*ferry, *quake)] == [-1, -1, -1, quake[1].quality + 30]
        assert cabinet.add(tell(QUAKE[0] + " again", 9), None) == homes[0]
        told = explain.explain(newsroom.store, quake[0].id, NOW)
        assert "merged into" in say(explain.deed(told.story_edits[0]))
        assert "one coast, one dawn" in say(explain.deed(told.story_edits[0]))
        assert cabinet.apply_edits() == []


def test_what_was_split_off_stays_apart_and_gathers_its_own(folder, tell):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        ferry = [tell(title, n) for n, title in enumerate(FERRY)]
        assert len({cabinet.add(one, None) for one in ferry}) == 1
        verbs.say(newsroom, "split", {"articles": [ferry[3].id, ferry[2].url]}, why="about the captain")
        (done,) = cabinet.apply_edits()
        after = stories(newsroom)
        assert after[done.made] == [ferry[3].id, ferry[2].id]
        later = cabinet.add(tell("Captain of the ferry aground off Skagen questioned by police again", 8), None)
        assert later == done.made
        assert len(stories(newsroom)) == 2
        told = explain.explain(newsroom.store, ferry[3].id, NOW)
        assert explain.was_split_off(told, ferry[3].id)

        verbs.take_back(newsroom, done.number)
        (back,) = cabinet.apply_edits()
        assert back.made == done.story
        assert len(stories(newsroom)) == 1
        verbs.take_back(newsroom, back.number)
        (again,) = cabinet.apply_edits()
        assert sorted(again.moved) == sorted([*after[done.made], newsroom.store.articles_by_arrival(0, 99)[-1][1].id])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            lambda desk, one, other: verbs.say(desk, "merge", {"one": one.id, "other": one.url}, why=""),
            "in one story already",
        ),
        (
            lambda desk, one, other: verbs.say(desk, "merge", {"one": one.id, "other": "snobody"}, why=""),
            "no story has this id",
        ),
        (lambda desk, one, other: verbs.say(desk, "split", {"articles": [one.id]}, why=""), "all articles of"),
        (
            lambda desk, one, other: verbs.say(desk, "split", {"articles": [one.id, other.id]}, why=""),
            "of several stories",
        ),
        (
            lambda desk, one, other: verbs.say(desk, "split", {"articles": ["nothing"]}, why=""),
            "nothing: no article",
        ),
        (lambda desk, one, other: verbs.take_back(desk, 7), "edit 7: nothing was edited yet"),
    ],
)
def test_what_cannot_be_said_is_a_sentence(folder, tell, said, words):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        one, other = tell(FERRY[0], 0), tell(QUAKE[0], 1)
        cabinet.add(one, None)
        cabinet.add(other, None)
        with pytest.raises(errors.StoryError) as refused:
            said(newsroom, one, other)
        assert words in wording.error(refused.value)
        assert newsroom.store.get_edits() == []


def test_what_no_longer_holds_is_not_done_and_says_so(folder, tell):
    with opened(folder) as newsroom:
        cabinet = ingest.Ingest(newsroom)
        one, other = tell(FERRY[0], 0), tell(QUAKE[0], 1)
        for article in (one, other):
            cabinet.add(article, None)
        for _ in range(2):
            verbs.say(newsroom, "merge", {"one": one.id, "other": other.id}, why="")
        first, second = cabinet.apply_edits()
        assert first.made
        assert (second.made, second.trouble) == ("", Reason("story.one_by_now", {"story": first.made}))
        assert newsroom.store.get_edits() == [first, second]


def test_a_run_that_is_killed_obeys_as_if_it_had_not_been(tmp_path, tell):
    """The same articles and verdicts, once in one run, once with a new cabinet, or a snapshot, before each step."""
    dice = random.Random(5)
    titles = [
        f"{dice.choice(FERRY + QUAKE)} {dice.choice(['today', 'again', 'say police', 'in pictures'])}"
        for _ in range(40)
    ]
    results = []
    for way in ("whole", "killed", "snapshots"):
        folder = tmp_path / way
        (folder / "topics").mkdir(parents=True)
        (folder / "coranto.toml").write_text("")
        with opened(folder) as newsroom:
            cabinet = ingest.Ingest(newsroom)
            for n, title in enumerate(titles):
                cabinet.add(tell(title, n), None)
                if n % 7 == 6:
                    before = list(stories(newsroom).items())
                    if len(before) > 1 and n % 2:
                        verbs.say(newsroom, "merge", {"one": before[0][0], "other": before[1][0]}, why="")
                    else:
                        large = max(before, key=lambda pair: len(pair[1]))[1]
                        verbs.say(newsroom, "split", {"articles": list(large[1:3])}, why="")
                if way == "snapshots" and n % 3 == 0:
                    cabinet.snapshot()
                if way != "whole":
                    cabinet = ingest.Ingest(newsroom)
                cabinet.apply_edits()
            results.append((stories(newsroom), [msg.made for msg in newsroom.store.get_edits()]))
    assert results[0] == results[1] == results[2]
    assert all(results[0][1])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["arrive", "merge", "split", "undo", "kill"]), st.integers(0, 1000)), max_size=25
    )
)
def test_every_article_is_in_one_story_whatever_is_said(tmp_path_factory, steps):
    from coranto.dedupe import address
    from coranto.model.article import Article, Provider

    folder = tmp_path_factory.mktemp("any")
    (folder / "topics").mkdir()
    (folder / "coranto.toml").write_text("")
    with opened(folder) as newsroom:
        cabinet, names = ingest.Ingest(newsroom), []
        for n, (step, pick) in enumerate(steps):
            try:
                if step == "arrive":
                    url = f"https://outlet{n}.example/{n}"
                    at = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=n)
                    title = (FERRY + QUAKE)[pick % 6]
                    one = Article(id=address.article_id(url), url=url, original_url=url, web_url=url, title=title, published=at, seen=at, provider=Provider(name="O", domain=f"outlet{n}.example"), language="en")  # fmt: skip
                    names.append(one.id)
                    cabinet.add(one, None)
                elif step == "merge" and names:
                    verbs.say(
                        newsroom,
                        "merge",
                        {"one": names[pick % len(names)], "other": names[pick // 7 % len(names)]},
                        why="",
                    )
                elif step == "split" and names:
                    verbs.say(
                        newsroom,
                        "split",
                        {"articles": list({names[pick % len(names)], names[pick // 3 % len(names)]})},
                        why="",
                    )
                elif step == "undo":
                    verbs.take_back(newsroom, pick % 5)
                elif step == "kill":
                    cabinet = ingest.Ingest(newsroom)
            except errors.StoryError:
                continue
            if step != "arrive":
                cabinet.apply_edits()
            stories(newsroom)
