"""A preview says what a change of the rules would publish and withdraw, and nothing is written."""

from collections import Counter
from datetime import UTC, datetime

import msgspec
import pytest

from coranto import newsroom
from coranto.config import settings_file, topic_files
from coranto.model.topic import Topic
from coranto.run import assemble, ingest, preview, publish, rejudge

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLD = {
    "wire": "Heat pump sales double in a year",
    "post": "Sales of heat pumps have doubled within a year",
    "blog": "Heat pump, or how I stopped worrying about the winter",
    "herald": "District heating reaches the harbour quarter",
    "echo": "Rovers win the derby after extra time",
}
TOML = """profile = "{profile}"
[publish]
per_day = {per_day}
threshold = {threshold}
"""


def write(folder, *, profile="subject", per_day=0, threshold=15, keywords="[heat pump]"):
    (folder / "topics").mkdir(exist_ok=True)
    (folder / "topics/heat.yaml").write_text(f"_id: heat\nname: Heat\nkeywords: {keywords}\n")
    (folder / "coranto.toml").write_text(TOML.format(profile=profile, per_day=per_day, threshold=threshold))
    return settings_file.load(folder / "coranto.toml")


def opened(folder):
    return newsroom.open_newsroom(settings_file.load(folder / "coranto.toml"), now=lambda: NOW)


@pytest.fixture
def site(tmp_path, make):
    write(tmp_path)
    with opened(tmp_path) as room:
        adding = ingest.Ingest(room)
        for hour, (name, title) in enumerate(TOLD.items()):
            article = make(
                title, f"{name}.example", f"2026-03-01T{8 + hour:02}:00:00Z", url=f"https://{name}.example/1"
            )
            adding.add(assemble.judged(article, (), room.taxonomy, room.settings, room.signals), None)
        adding.snapshot()
        publish.publish(room, Counter())
    return tmp_path


def topic(*keywords):
    return Topic(id="heat", name="Heat", keywords=keywords)


def told(items):
    return {item.outlet for item in items}


def published(room):
    decisions = room.store.get_decisions(name for name in room.store.published_ids())
    return {room.store.get_articles([name])[name].title for name, one in decisions.items() if one.published}


def test_nothing_changes_where_nothing_is_changed(site):
    with opened(site) as room:
        seen = preview.preview(room, room.settings, list(room.taxonomy))
        assert (seen.come, seen.go, seen.fewer) == ((), (), ())
        assert seen.published == seen.published_then == len(published(room)) > 0
        assert (seen.line, seen.line_then) == (15, 15)


def test_a_keyword_more_brings_what_it_finds(site):
    with opened(site) as room:
        before = room.store.read_version()
        seen = preview.preview(room, room.settings, [topic("heat pump", "district heating")])
        assert [item.title for item in seen.come] == [TOLD["herald"]]
        (item,) = seen.come
        assert item.topics == ("Heat",)
        assert item.reason.startswith("Published: ")
        assert item.before.startswith("Not published: ")
        assert room.store.read_version() == before, "nothing is written"


def test_a_keyword_less_takes_back_what_is_off_the_subject_then(site):
    with opened(site) as room:
        seen = preview.preview(room, room.settings, [topic("derby")])
        assert TOLD["echo"] in {item.title for item in seen.come}
        assert {item.title for item in seen.go} <= set(TOLD.values()) - {TOLD["echo"], TOLD["herald"]}
        assert seen.published_then == 1


def test_a_higher_threshold_withdraws_nothing_and_says_what_would_not_come_again(site):
    with opened(site) as room:
        publish_less = msgspec.structs.replace(room.settings.publish, threshold=1_000)
        changed = msgspec.structs.replace(room.settings, publish=publish_less)
        seen = preview.preview(room, changed, list(room.taxonomy))
        assert (seen.come, seen.go) == ((), ())
        assert len(seen.fewer) == seen.published == seen.published_then
        assert seen.per_day_then == 0 < seen.per_day


@pytest.mark.parametrize(
    "change",
    [
        {"keywords": "[heat pump, district heating]"},
        {"keywords": "[derby]"},
        {"threshold": 28},
        {"threshold": 500},
        {"profile": "classic", "threshold": 17},
        {"profile": "classic", "threshold": 70},
        {"keywords": "[nothing of it]"},
    ],
    ids=str,
)
def test_it_comes_as_it_was_said(site, change):
    with opened(site) as room:
        was = published(room)
        changed = write(site, **change)
        topics, _ = topic_files.load(site / "topics")
        seen = preview.preview(room, changed, topics)
    with opened(site) as room:
        rejudge.rejudge(room)
        now = published(room)
    assert seen.published_then == len(now)
    assert now - was <= {item.title for item in seen.come}
    assert not now & {item.title for item in seen.go}


def test_an_hour_before_the_first_article_there_is_nothing(tmp_path):
    write(tmp_path)
    with opened(tmp_path) as room:
        seen = preview.preview(room, room.settings, list(room.taxonomy))
        assert (seen.published, seen.published_then, seen.per_day) == (0, 0, 0)
