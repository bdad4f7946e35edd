"""A source that is tried unseen: judged and not published, until somebody keeps it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto import newsroom
from coranto.config import settings_file
from coranto.model.source import Source
from coranto.run import (
    assemble,
    ingest,
    publish,
    rejudge,
    reload,
    source_care,
    source_change,
    source_list,
    source_trial,
)
from coranto.source import ids

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLD = {
    "new": "Heat pump sales double in a year",
    "old": "Sales of heat pumps have doubled within a year",
    "far": "District heating reaches the harbour quarter with a heat pump",
}
URL = "https://new.example/feed"
TRIED = ids.source_id(URL)


@pytest.fixture
def room(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics/heat.yaml").write_text("_id: heat\nname: Heat\nkeywords: [heat pump]\n")
    (tmp_path / "coranto.toml").write_text(
        'profile = "subject"\n[publish]\nper_day = 0\nthreshold = 15\noutputs = []\n'
    )
    settings = settings_file.load(tmp_path / "coranto.toml")
    clock = [NOW]
    with newsroom.open_newsroom(settings, now=lambda: clock[0]) as opened:
        opened.clock = clock
        source_change.put(opened, [Source(id=TRIED, url=URL, title="New")], "Marta")
        yield opened


def arrive(room, make, *names):
    adding = ingest.Ingest(room)
    for name in names:
        source = TRIED if name != "old" else "other"
        article = make(TOLD[name], f"{name}.example", "2026-03-02T10:00:00Z", url=f"https://{name}.example/1", seen=NOW)
        article = msgspec.structs.replace(article, source=source)
        adding.add(assemble.judged(article, (), room.taxonomy, room.settings, room.signals), None)
    publish.publish(room, Counter())


def decided(room):
    articles = [article for _, article in room.store.articles_by_arrival(0, 10)]
    rules = room.store.get_decisions([one.id for one in articles])
    return {one.provider.domain.partition(".")[0]: rules[one.id] for one in articles}


def test_what_it_writes_is_judged_and_not_published_until_it_is_kept(room, make):
    source = room.store.get_sources([TRIED])[0]
    edit = source_change.try_unseen(room, source, "Marta")
    assert 'unseen="2026-03-09"' in source_list.path(room).read_text()
    arrive(room, make, "new", "old", "far")
    found = decided(room)
    assert found["old"].published, "it leads, though it came later"
    assert (found["new"].rule, found["new"].reason.within[0].code) == ("led", "lead.unseen")
    assert (found["far"].published, found["far"].rule) == (False, "unseen")
    assert found["far"].reason.params == {"day": "2026-03-09"}
    assert found["far"].reason.within[0].code == "decision.reaches_threshold"
    assert "outlets" not in [part.name for part in found["old"].parts], "it warms no story"
    trial = source_trial.of(room, room.store.get_sources([TRIED])[0])
    assert (trial.articles, trial.fitting, trial.joined) == (2, 2, 1)
    assert [one.title for one in trial.withheld] == [TOLD["far"]]
    source_change.keep(room, room.store.get_sources([TRIED])[0], "Marta")
    rejudge.follow_rules(room)
    assert decided(room)["far"].published
    assert source_trial.of(room, room.store.get_sources([TRIED])[0]) is None
    assert edit.after


def test_after_a_week_it_needs_somebody_and_still_publishes_nothing(room, make):
    source_change.try_unseen(room, room.store.get_sources([TRIED])[0], "Marta")
    assert source_care.needs(room.store.get_sources(), NOW) == []
    (need,) = source_care.needs(room.store.get_sources(), NOW + timedelta(days=8))
    assert (need.why, need.remedies) == ("tried", ("keep", "remove"))
    room.clock[0] = NOW + timedelta(days=8)
    arrive(room, make, "far")
    assert decided(room)["far"].rule == "unseen"


def test_a_trial_written_by_hand_is_taken_up_and_a_day_that_is_none_has_no_end(room, make):
    watch = reload.Reload(room)
    file = source_list.path(room)
    file.write_text(file.read_text().replace("xmlUrl=", 'unseen="a week" xmlUrl='))
    source_list.sync(room)
    assert watch.look()
    assert room.store.get_sources([TRIED])[0].unseen.year == 9999
    arrive(room, make, "far")
    assert decided(room)["far"].rule == "unseen"
    assert source_trial.of(room, room.store.get_sources([TRIED])[0]).articles == 1


@pytest.mark.parametrize("left", [0, 60, None], ids=["missing", "cut off", "no list"])
def test_a_list_that_is_broken_for_a_while_ends_no_trial(room, make, left):
    source_change.try_unseen(room, room.store.get_sources([TRIED])[0], "Marta")
    watch, file = reload.Reload(room), source_list.path(room)
    whole = file.read_text()
    if left == 0:
        file.unlink()
    else:
        file.write_text(whole[:left] if left else "no list")
    watch.look()
    source_list.sync(room)
    arrive(room, make, "far")
    assert decided(room)["far"].rule == "unseen"
    with newsroom.open_newsroom(room.settings) as started:
        assert [rule.action for rule in started.settings.rules] == ["unseen"]
    file.write_text(whole.replace('unseen="2026-03-09"', ""))
    assert watch.look()
    rejudge.follow_rules(room)
    assert decided(room)["far"].published
