"""An outlet's own series is no story: its name is learnt, and ties nothing together."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.model.settings import Stories
from coranto.story import series
from coranto.story.apply_placement import apply_placement
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item
from coranto.story.series import Series

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
NEWS = [
    "Ferry aground off Skagen",
    "Parliament rejects budget",
    "Quake shakes Valparaiso",
    "Museum reopens in Bergen",
    "Strike halts trains",
    "Volcano erupts in Iceland",
    "Swimmer sets record",
    "Factory closes in Lyon",
]


def item(ident, title, day, outlet="halden.example", language="en"):
    return Item(id=ident, title=title, published=START + timedelta(days=day), outlet=outlet, language=language)


def stories(titles, language="en"):
    clusterer = Clusterer(Stories())
    return [clusterer.place(item(f"a{day}", title, day, language=language)) for day, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Halden morning briefing: {}", "Halden morning briefing"),
        ("{} – Skipper’s evening edition", "Skipper’s evening edition"),
        ("Liveblog | {}", "Liveblog"),
    ],
)
def test_its_instalments_are_apart_and_say_why(form, name):
    placed = stories([form.format(news) for news in NEWS])
    assert len({one.story for one in placed[2:]}) == len(placed[2:])
    assert [one.series for one in placed] == ["", ""] + [name] * 6
    told = apply_placement("a7", placed[7], {})[placed[7].story]
    assert told.members[0].series == name


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Weather for Monday 2 March", "Weather for Tuesday 3 March", "Weather for Wednesday 4 March"]),
        ("de", ["Wetter am Montag, 2. März", "Wetter am Dienstag, 3. März", "Wetter am Mittwoch, 4. März"]),
    ],
)
def test_a_title_that_comes_every_day_but_for_the_date_is_a_story_of_its_own(language, titles):
    placed = stories(titles * 4, language)
    assert len({one.story for one in placed[3:]}) == len(placed[3:])
    assert placed[3].series == titles[0]


def test_an_instalment_still_joins_the_event_that_it_tells():
    clusterer = Clusterer(Stories())
    for day, news in enumerate(NEWS):
        clusterer.place(item(f"a{day}", f"Morning briefing: {news}", day))
    told = clusterer.place(item("event", "Bridge collapses over the Limfjord, two dead", 8, "other.example"))
    assert clusterer.place(item("late", "Morning briefing: bridge over Limfjord collapses", 8)).story == told.story


def test_an_event_that_an_outlet_follows_under_one_kicker_stays_one_story():
    kicker = "Skagen ferry"
    said = (
        "captain heard",
        "crew heard too",
        "captain charged",
        "owner answers crew",
        "owner pays",
        "captain convicted",
    )
    placed = stories([f"{kicker}: aground for good, {what}" for what in said])
    assert {one.story for one in placed} == {"sa0"}
    assert {one.series for one in placed} == {""}


def test_another_outlet_may_use_the_same_words():
    clusterer = Clusterer(Stories())
    for day, news in enumerate(NEWS):
        clusterer.place(item(f"a{day}", f"Tide tables: {news}", day))
    assert clusterer.place(item("b", "Tide tables: harbour opens", 8, "other.example")).series == ""


def test_it_is_known_after_a_stop():
    clusterer = Clusterer(Stories())
    for day, news in enumerate(NEWS):
        placed = clusterer.place(item(f"a{day}", f"Tide tables: {news}", day))
        clusterer = Clusterer.load(Stories(), clusterer.dump())
    assert placed.series == "Tide tables"


def test_names_that_do_not_recur_are_forgotten(monkeypatch):
    monkeypatch.setattr(series, "_KEPT", 5)
    known = Series()
    for n in range(60):
        known.strip("halden.example", f"Name{n}: {NEWS[n % 8]}", n, "en", str.split)
    assert len(known.recent) + len(known.before) <= 10
    monkeypatch.setattr(series, "_LEARNT", 2)
    for name in ("Alpha", "Beta", "Gamma"):
        for day in range(3):
            known.strip("halden.example", f"{name}: {NEWS[day]}", day, "en", str.split)
    assert list(known.learnt) == ["halden.example beta…", "halden.example gamma…"]


@given(st.text(max_size=80), st.sampled_from(["en", "de", "zh", "xx", ""]))
def test_any_title_comes_back_whole_or_cut(title, language):
    known = Series()
    for day in range(6):
        rest, name = known.strip("a.example", title, day, language, str.split)
        assert (rest, name) == (title, "") or (rest in title and name in title)
