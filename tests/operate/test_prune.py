"""What is old goes by command, what is young never; a clock that may be wrong takes nothing."""

from collections import Counter
from datetime import timedelta

import gathered
import pytest

from console import run
from coranto import errors
from coranto.notify import webhooks
from coranto.operate import prune, round_log
from coranto.run import take_back


@pytest.fixture
def site(tmp_path, fill):
    with gathered.opened(tmp_path) as site:
        fill(site)
        site.clock.time += timedelta(days=400)
        yield site


def test_a_dry_run_counts_what_then_goes(site):
    ages = {"texts": prune.age("texts", "365d"), "logs": prune.age("logs", "90d")}
    site.newsroom.settings = gathered.newsrooms.msgspec.structs.replace(
        site.newsroom.settings,
        subject=gathered.newsrooms.msgspec.structs.replace(site.newsroom.settings.subject, opening=4),
    )
    round_log.add(site.store, site.clock.time, 1.0, Counter())
    before = site.tree()
    counted = list(prune.prune(site.newsroom, ages, dry=True))
    assert [(one.kind, one.count) for one in counted] == [("texts", 6), ("logs", 6)]  # points for replays
    assert site.search("own")
    assert list(prune.prune(site.newsroom, ages, dry=False)) == counted
    assert [one.count for one in prune.prune(site.newsroom, ages, dry=False)] == [0, 0]
    assert not site.search("own")
    pages = {name: data for name, data in before.items() if "search" not in name}
    assert {name: data for name, data in site.tree().items() if "search" not in name} == pages


@pytest.mark.parametrize("days", [-5, 5])
def test_a_clock_that_may_be_wrong_takes_nothing(site, days):
    round_log.add(site.store, site.clock.time + timedelta(days=days), 1.0, Counter())
    with pytest.raises(errors.PruneError, match="no wrong clock says what is old"):
        list(prune.prune(site.newsroom, {"texts": timedelta(days=30)}, dry=False))
    assert list(prune.prune(site.newsroom, {"texts": timedelta(days=30)}, dry=True))


def test_the_command(tmp_path):
    run("init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    said = run("prune", "--dry-run", "--texts", "365d", cwd=site).stdout.splitlines()
    assert [line.split()[0] for line in said] == ["texts", "entries", "readers", "logs"]
    assert all("0 would go, older than" in line for line in said)
    assert "entries  0 gone" in run("prune", cwd=site).stdout
    assert "younger than 30d is still worked with" in run("prune", "--texts", "7d", cwd=site, code=1).stderr
    assert "write an age in days" in run("prune", "--texts", "year", cwd=site, code=1).stderr


def test_what_the_way_back_of_a_change_takes_is_kept_for_a_while(site):
    newsroom = site.newsroom
    hook, _ = webhooks.add(newsroom, "https://letters.example/private-path")
    webhooks.remove(newsroom, hook.number)
    number = newsroom.store.get_edits()[-1].number
    assert "private-path" in str(newsroom.kept_change(number))
    site.clock.time += timedelta(days=91)
    assert newsroom.delete_kept_changes(newsroom.now() - timedelta(days=90), dry=True) == 2
    round_log.add(site.store, site.clock.time, 1.0, Counter())
    assert [one.count for one in prune.prune(newsroom, {"logs": timedelta(days=90)}, dry=False)] >= [2]
    assert newsroom.kept_change(number) == {}
    with pytest.raises(errors.EditError, match="kept for some months only"):
        take_back.take_back(newsroom, number)
