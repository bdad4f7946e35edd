"""A full disk and a folder that may only be read: a clear error, nothing half-written, and the next run finishes the job."""

import json
import os
import resource
import subprocess
from pathlib import Path

import pytest

from coranto import newsroom
from coranto.config import settings_file
from coranto.record import frontmatter
from coranto.site import manifest

ITEM = """<item><title>Story {0} of facial recognition: {1}</title><link>{2}/s/{0}</link>
<description>{3}</description><pubDate>Mon, 02 Mar 2026 {4:02}:00:00 GMT</pubDate></item>"""
WORDS = [
    "bread",
    "river",
    "glass",
    "copper",
    "violin",
    "harbour",
    "window",
    "candle",
    "meadow",
    "tunnel",
    "saddle",
    "ribbon",
]
COUNT = 24


@pytest.fixture
def news(site, outlet, listen):
    """Two dozen articles, without their pages; a site that keeps its records in a folder of their own."""
    items = "".join(
        ITEM.format(
            n, f"{WORDS[n % 12]} and {WORDS[(n * 5 + n // 12) % 12]}", outlet.address, "Told at length. " * 15, n
        )
        for n in range(COUNT)
    )
    outlet.pages["/feed"] = ("application/rss+xml", f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode())  # fmt: skip
    listen("/feed")
    toml = site / "coranto.toml"
    toml.write_text('[paths]\nrecords = "small"\n' + toml.read_text().replace("spacing", "pages = false\nspacing"))
    (site / "small").mkdir()


@pytest.fixture
def disk():
    """Put a small disk of its own into a folder; ``disk(folder, "size=64k")`` again changes it."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk to fill")
    mounted = []

    def disk(folder, options):
        again = "remount," if folder in mounted else ""
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", again + options, "tmpfs", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
        if not again:
            mounted.append(folder)

    yield disk
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=True)


def whole(site):
    """Hold each file there is to the store; how many there are, and how many there should be."""
    with newsroom.open_newsroom(settings_file.load(site / "coranto.toml")) as opened:
        ids = [article.id for _, article in opened.store.articles_by_arrival(0)]
        filed = {Path(one.path).name: one.record for one in opened.store.get_records(ids).values()}
        waiting = set(opened.store.outbox_ids())
    files = {file.name: file.read_text("utf-8") for file in (site / "small").rglob("*") if file.is_file()}
    assert not [name for name in files if not name.endswith(".md")], "nothing half-written"
    for name, text in files.items():
        record = frontmatter.read(text, name)
        assert frontmatter.emit(record) == text
        assert text == frontmatter.emit(filed[name]) or waiting, name
    return len(files), len(ids)


def told(done, path, *words):
    """Hold a failed command to one clear line that names the place."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("coranto: ")]
    assert "Traceback" not in done.stderr
    assert str(path) in line
    assert any(word in line for word in words), line


def finished(site, coranto):
    done = coranto("run", "--once")
    assert done.returncode == 0, done.stderr
    assert whole(site) == (COUNT, COUNT)
    assert json.loads(coranto("run", "--once").stdout)["files"] == 0


def test_a_full_disk_of_records(site, news, disk, coranto):
    disk(site / "small", "size=48k")
    told(
        coranto("run", "--once"), site / "small", "No space left on device; free some space on this disk and run again"
    )
    some, _ = whole(site)
    assert 0 < some < COUNT
    told(coranto("run", "--once"), site / "small", "free some space")
    disk(site / "small", "size=4m")
    finished(site, coranto)


def test_a_records_folder_that_may_only_be_read(site, news, disk, coranto):
    disk(site / "small", "size=4m,ro")
    told(
        coranto("run", "--once"), site / "small", "Read-only file system; choose a folder on a disk that can be written"
    )
    assert whole(site)[0] == 0
    disk(site / "small", "size=4m,rw")
    finished(site, coranto)


def test_a_records_folder_of_somebody_else(site, news, coranto):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (site / "small").chmod(0o555)
    told(coranto("run", "--once"), site / "small", "let the user who runs Coranto write there")
    (site / "small").chmod(0o755)
    finished(site, coranto)


@pytest.mark.parametrize("kilobytes", [300, 700])
def test_a_full_disk_of_the_database(site, news, disk, coranto, kilobytes):
    (site / "memory").mkdir()
    toml = site / "coranto.toml"
    toml.write_text('database = "sqlite:///memory/coranto.db"\n' + toml.read_text())
    disk(site / "memory", f"size={kilobytes}k")
    done = coranto("run", "--once")
    if done.returncode == 0:
        pytest.skip("the database found room")
    told(done, site / "memory/coranto.db", "the disk is full", "disk did not read or write", "cannot be opened")
    disk(site / "memory", "size=64m")
    assert not list((site / "small").rglob("*.part"))
    finished(site, coranto)


@pytest.mark.parametrize("kilobytes", [16, 128, 384])
def test_files_that_may_not_grow(site, news, coranto, kilobytes):
    """A limit on the size of files, which needs no root, stands in for a disk that fills up."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024,) * 2)

    done = coranto("run", "--once", preexec_fn=limit)
    if done.returncode == 0:
        pytest.skip("the database found room")
    told(done, site, "disk", "File too large")
    finished(site, coranto)


def test_a_database_that_may_only_be_read(site, news, disk, coranto):
    (site / "memory").mkdir()
    toml = site / "coranto.toml"
    toml.write_text('database = "sqlite:///memory/coranto.db"\n' + toml.read_text())
    disk(site / "memory", "size=64m")
    assert coranto("sources").returncode == 0
    disk(site / "memory", "size=64m,ro")
    told(coranto("run", "--once"), site / "memory/coranto.db", "may only be read", "cannot be opened")
    disk(site / "memory", "size=64m,rw")
    finished(site, coranto)


def test_a_site_in_a_folder_that_may_only_be_read(site, news, disk, coranto):
    held = site.parent / "held"
    held.mkdir()
    disk(held, "size=64m")
    subprocess.run(["cp", "-r", f"{site}/.", held], check=True)
    disk(held, "size=64m,ro")
    done = coranto("run", "--once", cwd=held)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    done = coranto("init", str(held / "another"))
    told(done, held / "another", "Read-only file system")
    done = coranto("check", cwd=held)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_site_as_files_on_a_full_disk(site, news, disk, coranto):
    assert coranto("run", "--once").returncode == 0
    public = site.parent / "public"
    public.mkdir()
    disk(public, "size=200k")
    told(coranto("build", str(public)), public, "free some space")
    assert not [file for file in public.rglob("*") if file.is_file() and file.stat().st_size == 0]
    assert not list(public.rglob(".coranto-*.part"))
    disk(public, "size=64m")
    assert coranto("build", str(public)).returncode == 0
    other = site.parent / "other"
    assert coranto("build", str(other)).returncode == 0
    assert bytes_of(public) == bytes_of(other)


def bytes_of(folder):
    return {
        file.relative_to(folder): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != manifest.FILE  # a list of the same, in another order
    }


def test_records_of_json_lines_and_of_an_import_on_a_full_disk(site, news, disk, coranto, tmp_path):
    lines = "".join(
        json.dumps(
            {"url": f"https://a.example/{n}", "title": f"Facial recognition {n}", "published": "2026-03-02T01:00:00Z"}
        )
        + "\n"
        for n in range(COUNT)
    )
    full, roomy = tmp_path / "full", tmp_path / "roomy"
    full.mkdir()
    disk(full, "size=32k")
    told(coranto("newsroom", "--out", str(full), input=lines), full, "free some space")
    assert not list(full.rglob(".coranto-*.part"))
    disk(full, "size=4m")
    assert coranto("newsroom", "--out", str(full), input=lines).returncode == 0
    assert coranto("newsroom", "--out", str(roomy), input=lines).returncode == 0
    assert bytes_of(full) == bytes_of(roomy)

    disk(site / "small", "size=48k")
    told(coranto("import", str(roomy)), site / "small", "free some space")
    disk(site / "small", "size=4m")
    assert coranto("import", str(roomy)).returncode == 0
    assert bytes_of(site / "small") == bytes_of(roomy)


def test_a_backup_on_a_full_disk_and_a_restore_to_one(site, news, disk, coranto):
    assert coranto("run", "--once").returncode == 0
    small = site.parent / "little"
    small.mkdir()
    for room in ("64k", "500k"):  # for nothing; for the copy of the database only
        disk(small, f"size={room}")
        told(coranto("backup", str(small / "news.tar.zst")), small / "news.tar.zst", "disk is full", "free some space")
        assert list(small.iterdir()) == []
    disk(small, "size=64m")
    assert coranto("backup", str(small / "news.tar.zst")).returncode == 0
    tight = site.parent / "tight"
    tight.mkdir()
    disk(tight, "size=100k")
    told(
        coranto("restore", str(small / "news.tar.zst"), "--into", str(tight)), tight, "free some space", "disk is full"
    )
    assert list(tight.iterdir()) == []
    disk(tight, "size=64m")
    assert coranto("restore", str(small / "news.tar.zst"), "--into", str(tight), "--verify").returncode == 0
    assert whole(tight) == (COUNT, COUNT)
