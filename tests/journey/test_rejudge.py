"""Settings and topics that change, in a whole newsroom: everything that shows an article says the same of it."""

import json
import random
import re
import subprocess
import sys
import time
from html import unescape

import pytest
from starlette.testclient import TestClient

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.i18n.wording import say
from coranto.record import frontmatter
from coranto.web import app, page_kinds
from coranto.web.page_kind import PageRequest

SLICED = "from coranto.run import rejudge; rejudge.BATCH = 5; from coranto.cli import main; main()"
AT_WORK = """
from coranto.cli import main, run_
work = run_.work
run_.work = lambda *a, **k: (print("at work", flush=True), work(*a, nap=0.5, **k))
main()
"""


def tree(site):
    return {file.name: file.read_bytes() for file in (site / "_news").glob("*.md")}


def set_threshold(site, heat):
    toml = site / "coranto.toml"
    toml.write_text(re.sub(r"(?m)^(threshold|per_day) = \d+", f"threshold = {heat}", toml.read_text()))


@pytest.fixture
def site(site):
    """The same newsroom in the classic profile, which publishes by a threshold of the settings."""
    toml = site / "coranto.toml"
    toml.write_text(toml.read_text().replace('profile = "subject"', 'profile = "classic"'))
    set_threshold(site, 70)
    return site


def agree(site, *, whole=True):
    """Hold record, file, list, feed, API, explanation and page of every article to each other; how many are published.

    With ``whole`` files too; else what is in the store alone, which agrees at any moment.
    """
    with newsrooms.open_newsroom(settings_file.load(site / "coranto.toml")) as opened:
        store = opened.store
        names = [article.id for _, article in store.articles_by_arrival(0, 100_000)]
        records, decisions = store.get_records(names), store.get_decisions(names)
        articles = store.get_articles(names)
        stories = store.get_stories(set(store.story_ids_of(names).values()))
        leads = {member.article: story.lead for story in stories.values() for member in story.members}
        published = {name for name in names if records[name].record.published}
        assert set(store.published_ids()) == published
        for name in names:
            record, decision = records[name].record, decisions[name]
            assert (record.published, record.heat) == (decision.published, decision.heat)
            assert (record.quality, record.topics) == (
                articles[name].quality,
                tuple(match.name for match in articles[name].topics),
            )
            assert decision.lead == leads[name]
            if whole:
                assert (site / records[name].path).read_text("utf-8") == frontmatter.emit(record)
        hot = {story.lead for story, _ in store.hot_stories(opened.now().replace(year=2000), 10_000)}
        assert hot == {story.lead for story in stories.values() if story.lead in published}
        if whole:
            assert store.outbox_ids() == []
            with TestClient(app.make(opened)) as client:
                shown(client, opened, decisions, records, published)
        return len(published)


def shown(client, newsroom, decisions, records, published):
    """Hold what readers and programs get to the decisions; pages are not opened over HTTP: that counts a reader."""
    listed, after = set(), ""
    while True:
        page = client.get(f"/api/v1/articles?limit=100{after}").json()
        listed |= {one["id"] for one in page["items"]}
        if not page.get("next"):
            break
        after = "&cursor=" + page["next"].rpartition("cursor=")[2].partition("&")[0]
    assert listed == published
    feed = client.get("/feed.json").json()["items"]
    newest = newsroom.store.published_records(limit=len(feed))
    assert [one.get("external_url", one["url"]) for one in feed] == [one.record.web_url for one in newest]
    for name in sorted(decisions)[::9]:
        told = client.get(f"/api/articles/{name}.json").json()
        assert (told["published"], told["heat"], told["decision"]) == (
            decisions[name].published,
            decisions[name].heat,
            say(decisions[name].reason),
        )
        page = page_kinds.make("article", newsroom, PageRequest(now=newsroom.now(), ident=name))
        assert say(decisions[name].reason) in unescape(page.body.decode())


def test_a_threshold_down_and_up_again_leaves_the_first_tree(site, coranto):
    set_threshold(site, 70)
    coranto("run", "--once")
    first, count = tree(site), agree(site)
    set_threshold(site, 50)
    planned = [json.loads(line) for line in coranto("rejudge", "--dry-run").stdout.splitlines()]
    assert tree(site) == first
    done = json.loads(coranto("run", "--once").stdout)
    assert done["rejudged"] == planned[-1]["judged"] >= 250
    lower = agree(site)
    assert planned[-1]["publish"] == lower - count > 0
    assert [line["change"] for line in planned[:-1]] == ["publish"] * (lower - count)
    assert tree(site) != first
    set_threshold(site, 70)
    coranto("run", "--once")
    assert agree(site) == count
    assert tree(site) == first
    again = json.loads(coranto("rejudge").stdout)
    assert (again["publish"], again["withdraw"], again["records"]) == (0, 0, 0)


@pytest.mark.slow
def test_a_rejudge_that_is_killed_goes_on_where_it_stopped(site, coranto):
    coranto("run", "--once")
    first, count = tree(site), agree(site)
    chance = random.Random(1)
    words = [sys.executable, "-c", SLICED, "--config", site / "coranto.toml", "rejudge"]
    for heat in (40, 70):
        set_threshold(site, heat)
        for _ in range(3):
            run = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.5, 3.0))
            run.kill()
            run.wait()
            agree(site, whole=False)
        coranto("rejudge")
        assert (agree(site) > count) == (heat == 40)
    assert tree(site) == first


def test_a_newsroom_at_work_takes_up_a_change_without_a_restart(site, coranto):
    coranto("run", "--once")
    count = agree(site)
    words = [sys.executable, "-c", AT_WORK, "--config", site / "coranto.toml", "run", "--no-serve"]
    with (site / "log").open("w") as log, subprocess.Popen(words, stdout=log, stderr=log) as run:
        try:
            until(lambda: "at work" in (site / "log").read_text())
            time.sleep(2)
            good = (site / "coranto.toml").read_text()
            (site / "coranto.toml").write_text(good + "\n[publisch]\n")
            until(lambda: "what was in force stays" in (site / "log").read_text())
            (site / "coranto.toml").write_text(good)
            set_threshold(site, 50)
            until(lambda: "rejudged" in (site / "log").read_text().replace('"rejudged":0', ""))
        finally:
            run.terminate()
            run.wait(30)
    assert agree(site) > count


def until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.2)
