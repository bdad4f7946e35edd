"""The machine is gone: everything is deleted, the backup restored, and readers get the same pages; nothing is sent twice."""

import itertools
import shutil
import stat
import threading
from datetime import timedelta

import gathered
import msgspec
import psycopg
import pytest
import structlog

from console import run
from coranto import errors
from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.model.subscriber import Subscriber, Wish
from coranto.model.webhook import Webhook, WebhookDelivery
from coranto.operate import backup, restore
from coranto.run import hand_edits, issue_due
from coranto.store import open_store, restored

SECRET = "whsec_" + "A" * 43 + "="
LATER = gathered.NOON + timedelta(hours=5)


def told(site):
    """A webhook with a message on its way, somebody signed in, and a planned issue."""
    from coranto.model.person import Person, Session
    from coranto.run import issue

    store, now = site.store, site.clock.time
    number = store.add_webhook(Webhook(url="https://them.example/in", at=now), SECRET)
    message = WebhookDelivery(hook=number, id="msg_1", event="story.published", story="s", at=now, due=now)
    store.enqueue([(message, b"{}")])
    person = store.add_person(Person(name="Ada", role="owner", at=now), "hash")
    store.add_session(Session(person=person, at=now, seen=now, ends=now + timedelta(days=9)), "digest")
    drafted = issue.composed(site.newsroom, now, "", now.date(), now - timedelta(days=2))
    store.save_issue(msgspec.structs.replace(drafted, state="planned", due=now))
    reader = store.add_subscriber(
        Subscriber(
            email="them@reader.example", wish=Wish(), state="confirmed", at=now, consent="", origin="/", nonce=""
        ),
        "hash",
    )
    store.add_deliveries(drafted.issue.ident, [reader], now)
    return drafted


def test_everything_is_deleted_restored_and_the_same(tmp_path, fill):
    home, file = tmp_path / "home", tmp_path / "news.tar.zst"
    home.mkdir()
    with gathered.opened(home) as site:
        ids = fill(site)
        site.say("headline", article=ids[3], text="A headline of ours")
        (home / "pictures").mkdir()
        (home / "pictures" / f"{'a' * 40}.webp").write_bytes(b"picture")
        (home / "theme.css").write_text("body { color: navy }")
        (home / "theme.css").chmod(0o644)
        (home / "coranto.toml").chmod(0o640)
        planned = told(site)
        before = site.tree()
        manifest = backup.backup(site.newsroom, file)
        contents = site.store.get_contents()
    assert manifest.counts["articles"] == 6
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "news.tar.zst"]
    shutil.rmtree(home)

    report = restore.restore(file, home, LATER, verify=True)
    assert report.findings == ()
    assert (report.webhooks, report.deliveries, report.mails, report.issues) == ((1,), 1, 1, (planned.issue.ident,))
    assert not [one for one in home.iterdir() if one.name.startswith(".coranto")]
    modes = {name: stat.S_IMODE((home / name).stat().st_mode) for name in ("theme.css", "coranto.toml", "coranto.db")}
    assert modes == {"theme.css": 0o644, "coranto.toml": 0o640, "coranto.db": 0o600}, "no more open than they were"
    with opened(home) as site:
        hand_edits.adopt(site.newsroom, done := gathered.Counter())
        assert not +done, "no file is taken for one that was edited by hand"
        assert site.tree() == before
        assert (home / "pictures" / f"{'a' * 40}.webp").read_bytes() == b"picture"
        assert site.store.webhook_secret(1) == SECRET
        changed = {name for name, there in site.store.get_contents().items() if there != contents[name]}
        assert changed <= {"hook", "issue", "session", "shelf", "change", "mail_delivery"}, (
            "all else is as it was backed up"
        )


def opened(home):
    """Open the restored newsroom with its own files, at a later time."""
    from contextlib import contextmanager

    @contextmanager
    def site():
        clock = gathered.Clock()
        clock.time = LATER
        with newsrooms.open_newsroom(settings_file.load(home / "coranto.toml"), now=clock) as newsroom:
            yield gathered.Site(home, newsroom, clock)

    return site()


def test_nothing_is_sent_twice_after_a_restore(tmp_path, fill):
    home, file = tmp_path / "home", tmp_path / "news.tar.zst"
    home.mkdir()
    with gathered.opened(home) as site:
        fill(site)
        planned = told(site)
        backup.backup(site.newsroom, file)
    restore.restore(file, tmp_path / "again", LATER)
    with opened(tmp_path / "again") as site:
        (hook,) = site.store.get_webhooks()
        assert "restored on 2026-03-02 from a backup of 2026-03-02 12:00 UTC" in hook.off
        assert restored.of(site.store) == restored.Restored(LATER, gathered.NOON)
        assert site.store.sessions_of(1) == []
        assert site.store.count_deliveries(planned.issue.ident) == {"uncertain": 1}
        with structlog.testing.capture_logs():
            issue_due.run_due(site.newsroom)
        assert site.store.get_issue(planned.issue.ident).state == "draft"
        assert site.store.get_issue(planned.issue.ident).late


def test_an_issue_whose_hour_was_before_the_restore_asks(tmp_path, fill):
    """The backup is from before the hour, the issue went out, the machine was lost, and it is restored within the hour."""
    home, file = tmp_path / "home", tmp_path / "news.tar.zst"
    home.mkdir()
    toml = gathered.TOML + "[letter]\nby_itself = 'send'\nat = '16:30 UTC mon tue wed thu fri'\n"
    with gathered.opened(home) as site:
        fill(site)
        site.clock.time = gathered.NOON - timedelta(days=3)
        (home / "coranto.toml").write_text(toml)
    with newsrooms.open_newsroom(settings_file.load(home / "coranto.toml"), now=lambda: gathered.NOON) as newsroom:
        issue_due.run_due(newsroom)  # the rhythm begins: the last hour is Friday's
        backup.backup(newsroom, file)
    states = {}
    for name, back in (("restored", True), ("never lost", False)):
        folder = tmp_path / name
        restore.restore(file, folder, LATER)
        with opened(folder) as site:
            if not back:
                site.store.put_value("restored", b"")
            with structlog.testing.capture_logs():
                issue_due.run_due(site.newsroom)
            states[name] = [(one.state, one.late) for one in site.store.get_issues()]
    assert states == {"restored": [("draft", True)], "never lost": [("archived", False)]}


def test_a_record_written_while_the_backup_is_made_is_as_the_copied_store_has_it(tmp_path, fill, monkeypatch):
    """The store is copied; then a headline changes and its file is written; then the files are read."""
    home, file = tmp_path / "home", tmp_path / "news.tar.zst"
    home.mkdir()
    with gathered.opened(home) as site:
        ids = fill(site)
        before, files = site.files(), site.store.copy_to

        def and_then(path):
            made = files(path)

            class Meanwhile:
                def __enter__(self):
                    found = made.__enter__()
                    site.say("headline", article=ids[0], text="It has changed meanwhile")
                    return found

                def __exit__(self, *why):
                    return made.__exit__(*why)

            return Meanwhile()

        monkeypatch.setattr(site.store, "copy_to", and_then)
        by_hand = next(name for name in before if "quake" in name)
        (home / "_news" / by_hand).write_bytes(before[by_hand].replace(b"at dawn", b"at noon"))
        backup.backup(site.newsroom, file)
    restore.restore(file, tmp_path / "again", LATER)
    with opened(tmp_path / "again") as site:
        assert site.files() == before | {by_hand: before[by_hand].replace(b"at dawn", b"at noon")}


def test_a_busy_newsroom_is_backed_up_as_of_one_instant(tmp_path, fill):
    """Somebody writes all the time, each time two values that belong together."""
    home, file, stop = tmp_path / "home", tmp_path / "news.tar.zst", threading.Event()
    home.mkdir()
    with gathered.opened(home) as site:
        fill(site)
        for n in range(30):
            site.store.put_value(f"weight {n}", bytes(100_000))

        def write():
            for number in itertools.count():
                with site.store.transaction(writes=True):
                    site.store.put_value("one", str(number).encode())
                    site.store.put_value("other", str(number).encode())
                if stop.is_set():
                    return

        writer = threading.Thread(target=write)
        writer.start()
        try:
            while site.store.get_value("one") is None:
                stop.wait(0.01)
            backup.backup(site.newsroom, file)
            after = int(site.store.get_value("one"))
        finally:
            stop.set()
            writer.join()
    assert restore.restore(file, tmp_path / "again", LATER, verify=True).findings == ()
    with opened(tmp_path / "again") as site:
        one, other = site.store.get_value("one"), site.store.get_value("other")
    assert one == other
    assert int(one) <= after


@pytest.mark.postgres
@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="no pg_dump on this machine")
def test_postgresql_dropped_and_restored_is_the_same(tmp_path, fill, schema):
    home, file, address = tmp_path / "home", tmp_path / "news.tar.zst", schema()
    home.mkdir()
    with gathered.opened(home):
        (home / "coranto.toml").write_text(f'database = "{address}"\n' + gathered.TOML)
    (home / "coranto.db").unlink()
    with opened(home) as site:
        fill(site)
        before = site.tree()
        backup.backup(site.newsroom, file)
        assert restore.drill(file, LATER, address).findings == ()
        with pytest.raises(errors.BackupError, match="there is a newsroom in it already"):
            restore.restore(file, tmp_path / "again", LATER, address)
        assert not (tmp_path / "again" / "coranto.toml").exists()
    shutil.rmtree(home)
    drop(address)
    with pytest.raises(errors.BackupError, match="name the database"):
        restore.restore(file, tmp_path / "again", LATER)
    assert restore.restore(file, tmp_path / "again", LATER, address, verify=True).findings == ()
    with opened(tmp_path / "again") as site:
        assert site.tree() == before


@pytest.mark.postgres
@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="no pg_dump on this machine")
def test_a_user_who_may_make_no_database_drills_in_an_empty_one(tmp_path, fill, schema, database):
    """And restores into it: the owner of one database on somebody else's server."""
    home, file = tmp_path / "home", tmp_path / "news.tar.zst"
    home.mkdir()
    with gathered.opened(home):
        (home / "coranto.toml").write_text(f'database = "{schema()}"\n' + gathered.TOML)
    with opened(home) as site:
        fill(site)
        backup.backup(site.newsroom, file)
    for _ in range(2):
        assert restore.drill(file, LATER, database).findings == ()
    assert restore.restore(file, tmp_path / "again", LATER, database, verify=True).findings == ()
    with pytest.raises(errors.StoreError, match="name an empty one with --database"):
        restore.drill(file, LATER, database)


def drop(address):
    with psycopg.connect(address.partition("?")[0].replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f"DROP SCHEMA {address.rpartition('%3D')[2]} CASCADE")


@pytest.mark.postgres
def test_without_the_programs_of_postgresql_the_sentence_says_where_they_are_from(tmp_path, schema, monkeypatch):
    store = open_store(schema())
    monkeypatch.setenv("PATH", "")
    with (
        pytest.raises(errors.StoreError, match=r"`pg_dump` is missing: it comes with PostgreSQL"),
        store.copy_to(tmp_path / "a"),
    ):
        pass
    store.close()


def test_no_secret_of_the_settings_is_in_a_backup(tmp_path):
    from coranto.operate.backup import without_secrets

    config = tmp_path / "coranto.toml"
    config.write_text(
        'database = "postgresql+psycopg://me:pass-word@db.example/news?password=pass-word"  # here\n'
        '# database = "postgresql://me:pass-word@old.example/news"\n'
        'key = \'AAAA-key\'\n# key = "old-key"\n[site]\ntitle = "The key = to it"\n'
        '[mail]\nsender = "The Hive <letter@hive.example>"\nservers = [\n'
        "  \"smtps://me:pass-word@mail.example?rate=5\",\n  'smtp://you%40x:pass-word@mail.example',\n]\n"
        'bounces = "imaps://me:pass-word@mail.example/INBOX"\n'
    )
    kept = without_secrets(config, "").decode()
    assert "AAAA" not in kept
    assert "old-key" not in kept
    assert "pass-word" not in kept
    assert settings_file.parse(kept).database == "postgresql+psycopg://me@db.example/news"
    assert settings_file.parse(kept).site.title == "The key = to it"
    assert settings_file.parse(kept).mail.servers == ("smtps://me@mail.example?rate=5", "smtp://you%40x@mail.example")
    assert settings_file.parse(kept).mail.bounces == "imaps://me@mail.example/INBOX"
    for hidden in ('key = """\nAAAA"""\n', '[mail]\nservers = ["smtps://me:pass\\"word@mail.example"]\n'):
        config.write_text(hidden)
        with pytest.raises(errors.BackupError, match="write it in the environment"):
            without_secrets(config, "")
    config.write_text('database = "sqlite:////var/lib/news.db"\n')
    assert settings_file.parse(without_secrets(config, "coranto.db").decode()).database == "sqlite:///coranto.db"


def test_the_commands(tmp_path):
    run("init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    said = run("backup", "--keep", "1,0,0", "--verify", "../backups/", cwd=site).stdout
    assert "restored and verified" in said
    for number in (1, 2):
        (tmp_path / "backups" / f"coranto-2020010{number}T000000Z.tar.zst").touch()
    (tmp_path / "backups" / "mine.txt").touch()
    import time

    time.sleep(1.1)  # the next backup's name
    done = run("backup", "--keep", "1,1,0", "../backups/", cwd=site)
    assert done.stderr.count("no longer kept") == 3
    assert len(list((tmp_path / "backups").iterdir())) == 2
    file = next((tmp_path / "backups").glob("*.zst"))
    assert "there is a file already" in run("backup", file, cwd=site, code=1).stderr
    assert "write how many days" in run("backup", "--keep", "weekly", "../backups/", cwd=site, code=1).stderr
    assert "say where to" in run("restore", file, cwd=site, code=1).stderr
    assert "restored and verified" in run("restore", file, "--verify", cwd=tmp_path).stdout
    assert "0 articles" in run("restore", file, "--into", "again", "--verify", cwd=tmp_path).stdout
    assert run("check", "again", cwd=tmp_path, code=1).stdout.replace("again", "site") == run("check", "site", cwd=tmp_path, code=1).stdout  # fmt: skip
    file.write_bytes(b"no more")
    assert "it is no backup" in run("restore", file, "--verify", cwd=site, code=1).stderr
