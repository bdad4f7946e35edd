"""A build that makes only what has changed leaves the folder that a whole build of the same newsroom would."""

import dataclasses
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import seeding

from coranto.model.change import ArticleChange, LeadAndHeat, Override
from coranto.model.source import Source
from coranto.model.story import Member, Neighbour
from coranto.site import build, manifest, workers

HERE = Path(__file__).parent


def contents(folder, but=()):
    return {
        name: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and (name := str(path.relative_to(folder))) != manifest.FILE and name not in but
    }


class Newsroom:
    """A newsroom in which anything may happen, by chance."""

    def __init__(self, newsroom, draw):
        self.draw, self.count, self.newsroom = draw, 0, newsroom
        self.stories = {f"{n:06x}" for n in range(3)}

    def articles(self):
        return [one.id for one in self.newsroom.store.recent_articles(1000)]

    def fresh(self):
        self.count += 1
        draw = self.draw
        title = f"{draw.choice(seeding.HEADLINES)} {self.count}"
        hours = draw.choice([0.1, 1, 5, 11, 30, -1]) + self.count / 1000
        return seeding.article(title, draw.choice(seeding.OUTLETS), hours)

    def arrives(self):
        story = self.draw.choice([*sorted(self.stories), f"n{self.count:05x}"])
        self.stories.add(story)
        near = [self.fresh()] if self.draw.random() < 0.3 else []
        seeding.file(self.newsroom, story, [self.fresh() for _ in range(self.draw.randint(1, 3))], near)

    def unpublished(self):
        ident = self.draw.choice(self.articles())
        filed = self.newsroom.store.get_records([ident]).get(ident)
        if filed is not None:
            record = msgspec.structs.replace(filed.record, published=not filed.record.published)
            self.newsroom.store.save_record(ident, filed.path, record, self.newsroom.now())

    def merged(self):
        old, into = self.draw.sample(sorted(self.stories), 2)
        stand = self.newsroom.store.get_stories([into])[into]
        one = self.fresh()
        self.newsroom.store.save_article(
            ArticleChange(
                article=one,
                members=((into, Member(article=one.id, score=0.5)),),
                merged=((old, into),),
                standings=(LeadAndHeat(story=into, lead=stand.lead, heat=80),),
            )
        )

    def moved(self):
        ident, story = self.draw.choice(self.articles()), self.draw.choice(sorted(self.stories))
        one = self.newsroom.store.get_articles([ident])[ident]
        near = self.draw.choice(self.articles())
        self.newsroom.store.save_article(
            ArticleChange(
                article=one,
                members=((story, Member(article=ident, score=0.3)),),
                near=((story, Neighbour(article=near, score=0.1)),),
            )
        )

    def retitled(self):
        ident = self.draw.choice(self.articles())
        one = self.newsroom.store.get_articles([ident])[ident]
        self.newsroom.store.save_article(
            ArticleChange(article=msgspec.structs.replace(one, title=f"{one.title} again"))
        )

    def read(self):
        self.newsroom.store.count_reader(
            self.draw.choice(self.articles()), str(self.draw.random()), f"{self.newsroom.now():%Y-%m-%d}"
        )

    def forgot(self):
        self.newsroom.store.delete_readers(f"{self.newsroom.now():%Y-%m-%d}")

    def ruled(self):
        ident = self.draw.choice(self.articles())
        self.newsroom.store.save_override(Override(article=ident, boost=self.draw.randint(-9, 9)))

    def renamed(self):
        self.newsroom.store.save_source(
            Source(id="wire", url="https://wire.example/feed", title=f"Wire {self.draw.random()}")
        )

    def waited(self):
        hours = self.draw.choice([0.01, 1, 3, 12, 26])
        later = self.newsroom.now() + timedelta(hours=hours)
        self.newsroom = dataclasses.replace(self.newsroom, now=lambda: later)

    def happens(self):
        act = self.draw.choice(
            [
                *[self.arrives] * 3,
                *[self.unpublished] * 2,
                self.merged,
                self.moved,
                self.retitled,
                self.read,
                self.forgot,
                self.ruled,
                self.renamed,
                self.waited,
            ]
        )
        act()
        return act.__name__


@pytest.mark.parametrize("seed", range(3))
def test_only_what_changed_is_made_and_nothing_is_missed(fresh, tmp_path, seed):
    room = Newsroom(fresh, random.Random(seed))
    site = tmp_path / "site"
    build.build(fresh, site)
    (site / "mine.txt").write_text("mine")
    said = []
    for step in range(9):
        said += [room.happens() for _ in range(room.draw.randint(1, 3))]
        report = build.build(room.newsroom, site)
        assert not report.whole, said
        build.build(room.newsroom, tmp_path / f"whole-{step}")
        again, whole = contents(site, {"mine.txt"}), contents(tmp_path / f"whole-{step}")
        signs = {name for name in again if name not in whole}
        assert all(name.startswith("s/") and b"http-equiv" in again[name] for name in signs), (said, signs)
        wrong = sorted(name for name in whole if again.get(name) != whole[name])
        assert not wrong, (said, wrong)
    kept = contents(site)
    build.build(room.newsroom, site, whole=True)
    assert contents(site) == kept, said
    assert (site / "mine.txt").read_text() == "mine"


def test_a_quiet_build_makes_no_story_again(fresh, tmp_path):
    build.build(fresh, tmp_path / "site")
    page = next((tmp_path / "site" / "s" / "000001").rglob("index.html"))
    page.write_text("not looked at")
    build.build(fresh, tmp_path / "site")
    assert page.read_text() == "not looked at"
    build.build(fresh, tmp_path / "site", whole=True)
    assert page.read_text() != "not looked at"


def test_other_settings_make_every_page_again(fresh, tmp_path):
    build.build(fresh, tmp_path / "site")
    site = msgspec.structs.replace(fresh.settings.site, title="Another name")
    named = dataclasses.replace(fresh, settings=msgspec.structs.replace(fresh.settings, site=site))
    assert build.build(named, tmp_path / "site").whole
    assert not build.build(named, tmp_path / "site").whole


def test_a_list_that_is_damaged_costs_a_whole_build(fresh, tmp_path):
    build.build(fresh, tmp_path / "site")
    (tmp_path / "site" / manifest.FILE).write_bytes(b"no database" * 1000)
    report = build.build(fresh, tmp_path / "site")
    assert report.whole
    assert report.written == 0


def test_the_list_of_an_older_coranto_is_taken_over(fresh, tmp_path):
    import hashlib

    old = tmp_path / "site" / "s" / "000001" / "old-words" / "index.html"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    gone = old.parent.parent.parent.parent / "gone.html"
    gone.write_text("gone")
    listed = {str(one.relative_to(tmp_path / "site")): hashlib.sha256(one.read_bytes()).hexdigest()[:16]
              for one in (old, gone)}  # fmt: skip
    (tmp_path / "site" / "coranto-site.json").write_bytes(msgspec.json.encode(listed))
    build.build(fresh, tmp_path / "site")
    assert b"http-equiv" in old.read_bytes()
    assert not gone.exists()
    assert not (tmp_path / "site" / "coranto-site.json").exists()


def test_several_processes_make_the_same(fresh, tmp_path, monkeypatch):
    build.build(fresh, tmp_path / "one")
    monkeypatch.setattr(workers, "WORTH", 1)
    monkeypatch.setattr(workers, "size", lambda: 3)
    build.build(fresh, tmp_path / "several")
    assert contents(tmp_path / "one") == contents(tmp_path / "several")
    assert not build.build(fresh, tmp_path / "several").whole


BUILD = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from seeding import opened
from coranto.site import build, workers
build._AT_ONCE = 2
workers.WORTH = {worth}
desk = opened(Path({folder!r}))
print("ready", flush=True)
build.build(desk, Path({site!r}))
"""


def test_a_build_that_is_killed_at_any_instant_is_taken_up(fresh, tmp_path):
    newsroom = fresh
    room, site = Newsroom(newsroom, random.Random(5)), tmp_path / "site"
    site.mkdir()
    (site / "CNAME").write_text("news.example")
    for step in range(8):
        worth = (1, 10_000)[step % 2]  # by several processes, by one
        script = textwrap.dedent(BUILD).format(here=str(HERE), folder=str(tmp_path), site=str(site), worth=worth)
        running = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True)
        assert running.stdout.readline() == b"ready\n"
        time.sleep(0.02 * (step + 1))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        running.stdout.close()
        room.arrives()
    build.build(newsroom, site)
    build.build(newsroom, tmp_path / "whole")
    again, whole = contents(site, {"CNAME"}), contents(tmp_path / "whole")
    assert {name: body for name, body in again.items() if name in whole} == whole
    assert all(name.startswith("s/") for name in again if name not in whole)
    assert (site / "CNAME").read_text() == "news.example"
