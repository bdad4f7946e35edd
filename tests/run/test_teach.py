"""Decisions are counted into a table of points, subtracted when undone, and judge once they have proved better."""

import dataclasses
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.decide import taught
from coranto.edit import log, verbs
from coranto.errors import EditError
from coranto.i18n.wording import say
from coranto.model.lesson import Lesson
from coranto.run import assemble, ingest, publish, rejudge, teach

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
TOPIC = "taxonomy: topic\n_id: oil\nname: Oil\nkeywords: [oil]\n"


class Site:
    """A newsroom with a clock; two outlets, of which the editor likes one."""

    def __init__(self, newsroom, make):
        self.newsroom, self.make, self.time, self.arrived = newsroom, make, NOW, 0
        newsroom.now = lambda: self.time

    def arrive(self, outlet, count):
        cabinet, found = ingest.Ingest(self.newsroom), []
        for _ in range(count):
            self.arrived += 1
            n = self.arrived
            one = self.make(
                f"Oil {n}ab tale{n} {n}x{n} story{n}", outlet, (self.time - timedelta(minutes=1)).isoformat(),
                url=f"https://{outlet}/{n}", seen=self.time,
            )  # fmt: skip
            ready = assemble.judged(one, (), self.newsroom.taxonomy, self.newsroom.settings, self.newsroom.signals)
            cabinet.add(ready, None)
            found.append(ready.id)
        publish.publish(self.newsroom, Counter())
        return found

    def round(self):
        teach.follow_decisions(self.newsroom)
        rejudge.follow_rules(self.newsroom)
        publish.publish(self.newsroom, Counter())

    def say(self, verb, article, **more):
        return verbs.say(self.newsroom, verb, {"article": article, **more})

    def with_teach(self, **changes):
        settings = self.newsroom.settings
        changed = msgspec.structs.replace(settings, teach=msgspec.structs.replace(settings.teach, **changes))
        self.newsroom.replace({"settings": changed})

    def row(self, feature, kind="outlet"):
        row = taught.get_table(self.newsroom.store).row(kind, feature)
        return (row.picked, row.seen) if row else None


@pytest.fixture
def site(tmp_path, make):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "oil.yaml").write_text(TOPIC)
    (tmp_path / "coranto.toml").write_text('profile = "subject"\n[publish]\nper_day = 0\nthreshold = 25\n')
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml")) as opened:
        yield Site(dataclasses.replace(opened), make)


def test_what_an_editor_does_is_counted_in_the_next_round_and_subtracted_when_undone(site):
    first, second = site.arrive("good.example", 2)
    site.round()
    published, hidden = site.say("publish", first), site.say("hide", second)
    assert site.row("good.example") is None
    site.round()
    assert site.row("good.example") == (1, 2)
    verbs.take_back(site.newsroom, hidden.number)
    site.round()
    assert site.row("good.example") == (1, 1)
    verbs.take_back(site.newsroom, published.number)
    site.round()
    assert site.row("good.example") is None
    assert len(taught.get_table(site.newsroom.store)) == 0
    assert site.newsroom.store.lesson_counts() == {}


def test_counting_twice_changes_nothing(site):
    site.say("publish", site.arrive("good.example", 1)[0])
    site.round()
    before = taught.get_state(site.newsroom.store)
    site.round()
    assert taught.get_state(site.newsroom.store) == before


def test_a_switch_takes_back_what_it_had_counted_and_brings_it_again(site):
    one, two = site.arrive("good.example", 2)
    site.say("publish", one)
    site.say("hide", two)
    site.round()
    site.with_teach(publish=False)
    site.round()
    assert site.row("good.example") == (0, 1)
    site.with_teach(publish=True)
    site.round()
    assert site.row("good.example") == (1, 2)


def test_a_day_without_an_editor_teaches_nothing_and_one_with_one_what_was_kept_and_passed_over(site):
    site.round()
    site.arrive("plain.example", 3)  # 20 points each: below the threshold
    site.time += timedelta(days=1)
    site.round()
    assert site.newsroom.store.lesson_counts() == {}
    passed = site.arrive("plain.example", 3)
    site.say("publish", passed[0])
    site.time += timedelta(days=1)
    site.round()
    assert site.newsroom.store.lesson_counts() == {"publish": 1, "passed": 2}
    assert site.row("plain.example") == (1, 3)


def test_readers_teach_where_the_owner_wants_it(site):
    site.with_teach(opened=True, readers=2)
    site.newsroom.own["Oil"] = 10
    site.round()
    read, unread = site.arrive("plain.example", 2)
    for number in range(2):
        site.newsroom.store.count_reader(read, f"reader {number}", f"{site.time:%Y-%m-%d}")
    site.time += timedelta(days=1)
    site.round()
    lessons = site.newsroom.store.get_lessons([read, unread])
    assert {name: (one.kind, one.picked) for name, one in lessons.items()} == {
        read: ("opened", True), unread: ("opened", False),
    }  # fmt: skip
    assert "reader" not in str(lessons)


def test_the_table_counts_once_it_has_proved_better_and_then_articles_are_judged_again(site):
    site.round()
    for _ in range(6):
        liked, others = site.arrive("good.example", 3), site.arrive("plain.example", 6)
        for one in liked:
            site.say("publish", one)
        site.time += timedelta(days=1)
        site.round()
    status = taught.status(site.newsroom.store)
    assert status.counts
    assert say(status.reason).startswith("counts: ")
    fresh = site.arrive("good.example", 1)[0]
    articles = site.newsroom.store.get_articles([fresh, others[0]])
    points = {n: sum(p.points for p in one.parts if p.name == "taught") for n, one in articles.items()}
    assert points[fresh] > 0 > points[others[0]]
    for article in articles.values():
        assert sum(part.points for part in article.parts) == article.quality
    named = [say(part.reason) for part in articles[fresh].parts if part.name == "taught"]
    assert "good.example: 18 of 18 taken" in named
    assert len(named) <= 7
    assert site.newsroom.store.get_records([fresh])[fresh].record.published


def test_the_gate_closes_at_once_when_what_was_taught_no_longer_ranks_better(site):
    site.round()
    wrong = [
        Lesson(article=f"{n:012x}", day=f"day {n // 3}", kind="publish" if n % 3 == 0 else "hide", picked=n % 3 == 0,
               features=((), (), (), ()), formula=20.0, table=-9.0 if n % 3 == 0 else 9.0)
        for n in range(60)
    ]  # fmt: skip
    site.newsroom.store.add_lessons(wrong)
    taught.put_state(site.newsroom.store, msgspec.structs.replace(taught.get_state(site.newsroom.store), is_open=True))
    one, two = site.arrive("good.example", 2)
    site.say("publish", one)
    site.round()
    status = taught.status(site.newsroom.store)
    assert not status.counts
    assert say(status.reason).startswith("does not count yet: ")
    assert taught.get_in_force(site.newsroom.store).table == b""
    assert "taught" not in {part.name for part in site.newsroom.store.get_articles([two])[two].parts}


def test_a_fixed_row_counts_though_the_gate_is_closed_and_is_undone_by_its_number(site):
    (one,) = site.arrive("good.example", 1)
    row = {"kind": "outlet", "feature": "good.example"}
    fixed = verbs.say(site.newsroom, "row", {**row, "points": "7"}, who="Ann", why="ours")
    site.round()
    article = site.newsroom.store.get_articles([one])[one]
    assert [(p.points, say(p.reason)) for p in article.parts if p.name == "taught"] == [
        (7, "good.example: fixed by an editor")
    ]
    assert site.newsroom.store.get_records([one])[one].record.published  # 20 + 7 reach 25
    assert log.sentence(fixed) == "row outlet good.example: +7 points"
    assert site.newsroom.store.get_edit_log()[-1].who == "Ann"
    undone = verbs.take_back(site.newsroom, fixed.number)
    assert log.sentence(undone) == "row outlet good.example: as counted"
    site.round()
    assert "taught" not in {part.name for part in site.newsroom.store.get_articles([one])[one].parts}
    assert log.verify(site.newsroom) == []


def test_a_row_that_is_switched_off_has_no_points(site):
    row = {"kind": "word", "feature": "podcast"}
    verbs.say(site.newsroom, "row", {**row, "off": True})
    assert taught.get_table(site.newsroom.store).row("word", "podcast").points == 0
    with pytest.raises(EditError, match="so already"):
        verbs.say(site.newsroom, "row", {**row, "off": True})
    later = verbs.say(site.newsroom, "row", {**row, "points": "-3"})
    with pytest.raises(EditError, match="changed since"):
        verbs.take_back(site.newsroom, later.number - 1)
    verbs.say(site.newsroom, "row", {**row, "free": True})
    assert taught.get_table(site.newsroom.store).row("word", "podcast") is None


@pytest.mark.parametrize("options", [{}, {"points": "x"}, {"points": "5000"}, {"off": True, "free": True}])
def test_a_row_without_one_clear_wish_is_refused(site, options):
    with pytest.raises(EditError):
        verbs.say(site.newsroom, "row", {"kind": "word", "feature": "podcast", **options})


def test_a_row_of_no_known_kind_is_refused(site):
    with pytest.raises(EditError, match="outlet, word, pair, form"):
        verbs.say(site.newsroom, "row", {"kind": "colour", "feature": "red", "off": True})
