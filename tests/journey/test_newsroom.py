"""The whole journey: from a press over real HTTP to records, explanations and a site."""

import contextlib
import json
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coranto import newsroom
from coranto.config import settings_file
from coranto.record import frontmatter


def contents(folder):
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in (folder / "_news").glob("*.md")}


def look_again(folder):
    """Let every source be due."""
    with contextlib.closing(sqlite3.connect(folder / "coranto.db")) as store, store:
        store.execute("update source set due = 0")


def agree(folder):
    """Hold the files to the store: each record has its file, with its bytes, and there is no other."""
    with newsroom.open_newsroom(settings_file.load(folder / "coranto.toml")) as opened:
        store = opened.store
        articles = [article for _, article in store.articles_by_arrival(0, 100_000)]
        filed = store.get_records([a.id for a in articles])
        files = {p.name: p.read_text("utf-8") for p in (folder / "_news").iterdir()}
        assert {Path(f.path).name for f in filed.values()} == set(files)
        for one in filed.values():
            assert files[Path(one.path).name] == frontmatter.emit(one.record)
        stories = store.get_stories(set(store.story_ids_of([a.id for a in articles]).values()))
        members = [m.article for s in stories.values() for m in s.members]
        assert sorted(members) == sorted(a.id for a in articles), "each article is in exactly one story"
        assert len({a.url for a in articles}) == len(articles)
        assert store.outbox_ids() == []
        return {a.url for a in articles}


def test_a_round_publishes_and_a_second_one_touches_nothing(site, coranto):
    first = json.loads(coranto("run", "--once").stdout)
    assert first["articles"] >= 250
    assert first["published"] >= 20
    assert first["files"] == first["articles"]
    agree(site)
    before = contents(site)
    look_again(site)
    second = json.loads(coranto("run", "--once").stdout)
    assert second["polled"] == first["polled"]
    assert second["unchanged"] >= first["polled"] - 2  # a piece that came out in between changes its feed
    after = contents(site)
    assert {name: after[name] for name in before} == before or second["new"]

    for path in sorted((site / "_news").glob("*.md"))[:40:10]:
        told = coranto("explain", f"_news/{path.name}", "--json")
        account = json.loads(told.stdout)
        assert sum(part["points"] for part in account["parts"]) == account["quality"]
        assert sum(part["points"] for part in account["heat_parts"]) in (account["heat"], 0)
        said = coranto("explain", account["article"]["url"]).stdout
        assert account["decision"] in said
    assert coranto("check").stdout == ""
    assert "Meridian Wire" in coranto("sources").stdout
    assert coranto("record", "--check", str(site / "_news")).returncode == 0
    built = coranto("build", str(site / "public"))
    assert (site / "public" / "index.html").exists(), built.stderr


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_stopped(site, coranto):
    whole = [Path(sys.executable).parent / "coranto", "-q", "--config", site / "coranto.toml", "run", "--once"]
    chance = random.Random(1)
    for _ in range(4):
        run = subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.8, 5.0))
        run.kill()
        run.wait()
    with contextlib.suppress(sqlite3.OperationalError):  # on a busy machine none came as far as to make the tables
        look_again(site)
    coranto("run", "--once")
    urls = agree(site)
    assert len(urls) >= 250


def test_two_runs_at_a_time_are_one_too_many(site, coranto):
    with newsroom.alone(settings_file.load(site / "coranto.toml")):
        done = coranto("run", "--once", check=False)
    assert done.returncode == 2
    assert "another run is at work here" in done.stderr


def test_an_unknown_article_and_a_wrong_key_are_told(site, coranto):
    assert coranto("explain", "https://nowhere.example/", check=False).returncode == 1
    toml = site / "coranto.toml"
    toml.write_text(toml.read_text() + "\n[fetsch]\n")
    done = coranto("run", "--once", check=False)
    assert done.returncode == 2
    assert "`fetsch` is not a setting; did you mean `fetch`?" in done.stderr
