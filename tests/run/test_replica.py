"""A replica that follows, and one that is loaded, are the clusterer of the one that groups, whatever it does."""

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.edit import verbs
from coranto.run import replica, snapshot
from coranto.run.ingest import Ingest
from coranto.run.kept import Kept
from coranto.run.replica import Replica

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SUBJECTS = [
    "Ferry runs aground off Skagen and passengers leave it",
    "Quake shakes Valparaiso harbour at dawn as cranes topple",
    "Parliament of Halden rejects budget after nine hours",
    "Harbour pilots of Bergen end strike after nine days",
    "Cinema of Ystad closes its doors for the last time",
]
WORDS = tuple("captain questioned safe tug minister night crew report vote museum tram storm bridge".split())  # noqa: SIM905


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "coranto.toml").write_text("")
    with newsrooms.open_newsroom(settings_file.load(tmp_path / "coranto.toml"), now=lambda: NOW) as opened:
        yield opened


class Desk:
    """The one that groups, doing what it does by chance."""

    def __init__(self, newsroom, make, seed):
        self.newsroom, self.make, self.chance = newsroom, make, random.Random(seed)
        self.ingest, self.names = Ingest(newsroom), []

    def article(self):
        chance, n = self.chance, len(self.names)
        title = f"{chance.choice(SUBJECTS)}, {' '.join(chance.sample(WORDS, 3))}"
        text = " ".join(random.Random(chance.randrange(9)).choices(WORDS, k=200)) if chance.random() < 0.5 else ""
        at = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=n + chance.randrange(30))
        return self.make(title, f"outlet{n}.example", at.isoformat(), language="en", text=text)

    def work(self):
        what = self.chance.choice(["add", "add", "add", "update", "revise", "split", "merge", "snapshot"])
        store, made = self.newsroom.store, self.article()
        name = self.chance.choice(self.names) if self.names else None
        if what == "snapshot" and self.chance.random() < 0.5:
            self.ingest.snapshot()
        elif what == "add" or name is None:
            if self.ingest.add(made, None):
                self.names.append(made.id)
        elif what in ("update", "revise"):
            old = store.get_articles([name])[name]
            if what == "update":
                self.ingest.update(old, made, 0)
            else:
                self.ingest.revise(old, msgspec.structs.replace(old, title=made.title))
        else:
            self.edit(what, name)

    def edit(self, what, name):
        homes = self.newsroom.store.story_ids_of(self.names)
        other = self.chance.choice(self.names)
        if what == "merge" and homes[name] != homes[other]:
            verbs.say(self.newsroom, "merge", {"one": name, "other": other})
        elif what == "split" and list(homes.values()).count(homes[name]) > 1:
            verbs.say(self.newsroom, "split", {"articles": [name]})
        self.ingest.apply_edits()

    def state(self):
        return self.ingest._clusterer.dump()


@pytest.mark.parametrize("seed", range(6))
def test_who_follows_and_who_loads_have_the_same_memory(newsroom, make, seed):
    desk, chance = Desk(newsroom, make, seed), random.Random(seed + 100)
    following = Replica(newsroom)
    for _ in range(60):
        desk.work()
        if chance.random() < 0.4:
            following.follow()
            assert following.clusterer.dump() == desk.state()
        if chance.random() < 0.2:
            assert Replica(newsroom).clusterer.dump() == desk.state(), "as after kill -9"
        if chance.random() < 0.05:
            following.follow()
            desk.ingest = Ingest(newsroom, replica=following)  # it takes over
            following = Replica(newsroom)


def test_what_was_placed_by_other_rules_is_not_placed_again(newsroom, make):
    desk = Desk(newsroom, make, 4)
    desk.ingest.add(desk.article(), None)
    desk.ingest.snapshot()
    for _ in range(40):
        desk.ingest.add(desk.article(), None)
    homes = newsroom.store.story_ids_of([article.id for _, article in newsroom.store.articles_by_arrival(0)])
    assert len(set(homes.values())) < 20
    stricter = msgspec.structs.replace(newsroom.settings.stories, join=0.9, near=0.95)
    newsroom.settings = msgspec.structs.replace(newsroom.settings, stories=stricter)  # and it is killed
    after = Replica(newsroom)
    assert after.clusterer.stories() == set(homes.values())
    desk.ingest = Ingest(newsroom, replica=after)
    desk.ingest.add(desk.article(), None)
    desk.ingest.snapshot()
    desk.ingest.add(desk.article(), None)
    assert Replica(newsroom).clusterer.dump() == desk.state(), "the next snapshot is of the new rules"


def test_a_replaced_article_saves_no_snapshot(newsroom, make):
    desk = Desk(newsroom, make, 1)
    first, better = desk.article(), desk.article()
    desk.ingest.add(first, None)
    desk.ingest.snapshot()
    before = newsroom.store.get_value("clusterer")
    desk.ingest.update(first, better, 0)
    assert newsroom.store.get_value("clusterer") == before
    assert Replica(newsroom).clusterer.dump() == desk.state()


def test_changes_that_a_snapshot_has_are_forgotten_with_the_next_but_one(newsroom, make):
    desk = Desk(newsroom, make, 1)
    article = desk.article()
    desk.ingest.add(article, None)
    late = Replica(newsroom)
    for _ in range(3):
        desk.ingest.update(article, desk.article(), 0)
        desk.ingest.snapshot()
    log = snapshot.load_log(newsroom.store)
    assert (log.last, log.forgotten) == (3, 2)
    assert newsroom.store.get_value("clusterer.change.2") is None
    assert len(snapshot.load_changes(newsroom.store, 2)) == 1
    late.follow()
    assert late.clusterer.dump() == desk.state(), "it began from the snapshot"


def test_who_follows_reads_each_edit_once(newsroom, make):
    desk, following = Desk(newsroom, make, 1), Replica(newsroom)
    articles = [make(title, "outlet.example", "2026-03-02T08:00:00Z", language="en") for title in SUBJECTS[:2]]
    desk.names = [article.id for article in articles if desk.ingest.add(article, None)]
    verbs.say(newsroom, "headline", {"article": desk.names[0], "text": "Words of the editor"})
    following.follow()
    (headline,) = newsroom.store.get_edits()
    assert following.edit == headline.number
    waiting = verbs.say(newsroom, "merge", {"one": desk.names[0], "other": desk.names[1]})
    verbs.say(newsroom, "headline", {"article": desk.names[1], "text": "Other words"})
    following.follow()
    assert following.edit == headline.number, "the merge was not carried out yet"
    desk.ingest.apply_edits()
    following.follow()
    assert following.edit > waiting.number
    assert following.clusterer.dump() == desk.state()


def test_other_rules_make_who_follows_begin_from_what_the_former_ones_made(newsroom, make):
    keeps, following = Kept(newsroom), Kept(newsroom)
    desk = Desk(newsroom, make, 2)
    desk.ingest = keeps.take()
    for _ in range(20):
        desk.work()
    following.follow(lambda: False)
    keeps.keep(desk.ingest)
    newsroom.replace(
        {"settings": msgspec.structs.replace(newsroom.settings, stories=type(newsroom.settings.stories)(join=0.9))}
    )
    following.follow(lambda: False)  # it knows the new rules before the one that groups
    desk.ingest = keeps.take()
    for _ in range(20):
        desk.work()
    following.follow(lambda: False)
    assert following.take()._clusterer.dump() == desk.state()


def test_a_snapshot_of_many_is_saved_less_often(newsroom, make, monkeypatch):
    monkeypatch.setattr(replica, "SNAPSHOT", 2)
    monkeypatch.setattr(replica, "_SHARE", 0.5)
    desk, saved = Desk(newsroom, make, 3), set()
    for _ in range(24):
        article = desk.article()
        desk.names.append(article.id)
        desk.ingest.add(article, None)
        saved.add(newsroom.store.get_value("clusterer"))
    assert 3 < len(saved) < 10


def test_who_follows_begins_again_after_a_snapshot_that_it_could_not_load(newsroom, make):
    desk, following = Desk(newsroom, make, 4), Kept(newsroom)
    following.follow(lambda: False)
    for _ in range(20):
        desk.work()
    desk.ingest.snapshot(whole=True)
    kept = newsroom.store.get_value("clusterer")
    newsroom.store.put_value("clusterer", b"torn")
    with pytest.raises(msgspec.MsgspecError):
        following.follow(lambda: False)
    newsroom.store.put_value("clusterer", kept)
    following.follow(lambda: False)
    assert following.take()._clusterer.dump() == desk.state()
