"""What programs are told that look after a newsroom, over the live application; and what the doctor says of it."""

import re
import time
from datetime import timedelta
from pathlib import Path

import gathered
import pytest
from starlette.testclient import TestClient

from console import run
from coranto import errors
from coranto.cli import operating_findings
from coranto.model.change import PendingEntry
from coranto.model.entry import Entry
from coranto.model.reason import Reason
from coranto.model.source import Source
from coranto.model.webhook import Webhook, WebhookDelivery
from coranto.operate import backup, round_log
from coranto.web import app

SAMPLE = re.compile(r"coranto_[a-z_]+(?:\{[a-z]+=\"(?:[^\"\\\n]|\\.)*\"\})? -?\d+(?:\.\d+)?(?:e[+-]\d+)?")


@pytest.fixture
def site(tmp_path, fill):
    with gathered.opened(tmp_path) as site:
        fill(site)
        now = site.clock.time
        due = {"last_look": now - timedelta(hours=2), "next_look": now - timedelta(seconds=90)}
        poor = Source(id="poor", url="https://secret-token@poor.example/feed", failures=3,
                      trouble=Reason("fetch.timeout", {"seconds": 20}), **due)  # fmt: skip
        waiting = PendingEntry(source="poor", url="https://poor.example/1", entry=Entry(url="https://poor.example/1"), seen=now - timedelta(seconds=600))  # fmt: skip
        site.store.save_poll(poor, [waiting])
        hook = site.store.add_webhook(Webhook(url="https://them.example/private", at=now), "whsec_secret")
        message = WebhookDelivery(hook=hook, id="m", event="story.published", story="s", at=now, due=now - timedelta(seconds=30))  # fmt: skip
        site.store.enqueue([(message, b"{}")])
        yield site


def figures(client):
    text = client.get("/metrics").text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in lines), text
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_metrics_tell_the_oldest_due_the_queues_and_failures_by_cause(site):
    done = gathered.Counter(polled=4, failed=1, articles=12)
    round_log.add(site.store, site.clock.time - timedelta(minutes=10), 120.0, done)
    round_log.add(site.store, site.clock.time - timedelta(seconds=20), 5.5, done)
    with TestClient(app.make(site.newsroom)) as client:
        answer = client.get("/metrics")
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        told = figures(client)
    assert told['coranto_queue_oldest_seconds{queue="sources"}'] == 90
    assert told['coranto_queue_oldest_seconds{queue="entries"}'] == 600
    assert told['coranto_queue_oldest_seconds{queue="webhooks"}'] == 30
    assert told['coranto_queue_length{queue="records"}'] == 0
    assert told['coranto_sources_failing{cause="fetch.timeout"}'] == 1
    assert told["coranto_articles"] == 6
    assert told["coranto_articles_per_minute"] == 2  # 24 in the 12 minutes since the first round began
    assert told["coranto_round_age_seconds"] == 20
    assert told["coranto_store_bytes"] > 50_000
    families = re.findall(r"^# (HELP|TYPE) (\w+)", answer.text, re.MULTILINE)
    assert families == [(kind, name) for _, name in families[::2] for kind in ("HELP", "TYPE")]
    for secret in ("secret", "poor.example", "them.example", "whsec", str(site.folder)):
        assert secret not in answer.text


def test_health_tells_of_the_last_backup_and_drill(site, tmp_path):
    with TestClient(app.make(site.newsroom)) as client:
        said = client.get("/health").json()
        assert (said["status"], said["store"], said["backup"], said["restoreDrill"]) == ("alive", True, None, None)
        backup.backup(site.newsroom, tmp_path / "a.tar.zst")
        backup.note(site.store, drilled=site.clock.time, trouble="table article is not as it was backed up")
        answer = client.get("/health")
        assert answer.json()["backup"] == {"at": "2026-03-02T12:00:00Z"}
        assert answer.json()["restoreDrill"] == {"at": "2026-03-02T12:00:00Z", "ok": False}
        assert answer.headers["cache-control"] == "no-store"
        assert "article" not in answer.text
        assert client.head("/health").status_code == 200


def test_ready_means_that_the_store_answers_with_our_schema_and_a_round_is_not_too_old(site):
    with TestClient(app.make(site.newsroom)) as client:
        assert client.get("/ready").json()["ready"] is True
        assert client.get("/ready?max_age=60").status_code == 503
        round_log.add(site.store, site.clock.time - timedelta(seconds=20), 5.5, gathered.Counter(), "disk full at /srv")
        said = client.get("/ready?max_age=60")
        assert said.status_code == 200
        assert said.json()["round"] == {
            "ended": "2026-03-02T11:59:40Z",
            "ageSeconds": 20,
            "seconds": 5.5,
            "failed": True,
        }
        assert "/srv" not in said.text
        assert client.get("/ready?max_age=10").json()["why"] == ["no round has ended for 20 s"]
        assert client.get("/ready?max_age=ten").status_code == 200
        site.store.get_schema = lambda: "9999"
        assert "9999" in client.get("/ready").json()["why"][0]


def test_a_store_that_fails_or_hangs_leaves_the_process_alive(site, monkeypatch):
    def fails(*_):
        raise errors.StoreError("the server does not answer", "PostgreSQL database news at db.example")

    monkeypatch.setattr("coranto.web.monitoring._PATIENCE", 0.2)
    for get_value in (fails, lambda _: time.sleep(1)):
        monkeypatch.setattr(site.store, "get_value", get_value)
        monkeypatch.setattr(site.store, "count_all", fails)
        with TestClient(app.make(site.newsroom)) as client:
            assert client.get("/health").json() == client.get("/health").json() | {"status": "alive", "store": False}
            assert client.get("/ready").status_code == 503
            assert client.get("/metrics").status_code == 503
            assert "db.example" not in client.get("/ready").text


def test_the_doctor_names_rounds_backups_and_what_a_newcomer_does_wrong(tmp_path):
    run("init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    (site / "coranto.toml").write_text('[site]\nurl = "http://localhost:8000"\n[serve]\nhost = "0.0.0.0"\n')
    said = run("doctor", cwd=site, code=1).stdout
    assert "round     none yet" in said
    assert "backup    none yet" in said
    assert "coranto.toml:2: the site is served to other machines (0.0.0.0), and `site.url` names this one" in said
    run("run", "--once", cwd=site)
    run("backup", "--verify", "../one.tar.zst", cwd=site)
    said = run("doctor", cwd=site, code=1).stdout
    assert "round     ended 0 min ago" in said
    assert "backup    0 min ago, 0.0 MB, restore drill 0 min ago" in said
    (tmp_path / "one.tar.zst").write_bytes(b"lost")
    run("restore", "--verify", "../one.tar.zst", cwd=site, code=1)
    assert "! the last restore drill failed: it is no backup" in run("doctor", cwd=site, code=1).stdout


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
/dev/sdb1 /srv/local\\040disk ext4 rw 0 0
me@host:/ /mnt/far fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/news/coranto.db", "nfs4"), ("/srv/local disk/coranto.db", ""), ("/home/coranto.db", ""), ("/mnt/far/a.db", "fuse.sshfs"), ("/srvnews/a.db", "")],
)  # fmt: skip
def test_a_database_on_a_network_disk_is_recognized(path, kind):
    assert operating_findings.network_disk(Path(path), MOUNTS) == kind
