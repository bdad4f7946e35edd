"""The site as files."""

import sqlite3
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec
import pytest
import seeding
from lxml import html
from starlette.testclient import TestClient

from coranto.errors import WriteError
from coranto.site import build, folder, manifest
from coranto.web import app

LIVE_ONLY = {"404.html"}  # stands at no address of its own


def files(folder):
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def address(name):
    return "/" + name.removesuffix("index.html") if name.endswith(".html") else "/" + name


def test_every_file_has_the_bytes_that_are_served(newsroom, client, tmp_path):
    report = build.build(newsroom, tmp_path / "site")
    made = files(tmp_path / "site")
    assert report.written == len(made) - 1  # the list of files
    assert report.whole
    narrowed = {"river/index.html"}  # live it has a form and further pages, which files cannot answer
    for name, path in made.items():
        if name not in LIVE_ONLY | narrowed | {manifest.FILE}:
            assert client.get(address(name), follow_redirects=False).content == path.read_bytes(), name


def test_no_link_within_the_site_is_dead(newsroom, tmp_path):
    build.build(newsroom, tmp_path)
    made = files(tmp_path)
    for name, path in made.items():
        if not name.endswith(".html") or name in LIVE_ONLY:
            continue
        tree = html.fromstring(path.read_bytes())
        for link in tree.xpath("//@href | //@src | //form/@action"):
            if link.startswith(("http://", "https://")):
                continue
            there = urlsplit(urldefrag(urljoin(f"https://site.example/{name}", link)).url).path
            target = there[1:] + ("index.html" if there.endswith("/") else "")
            assert target in made, f"{name} links to {link}"


def test_nothing_is_written_twice(newsroom, tmp_path):
    first = build.build(newsroom, tmp_path)
    times = {name: path.stat().st_mtime_ns for name, path in files(tmp_path).items() if name != manifest.FILE}
    second = build.build(newsroom, tmp_path)
    assert (second.written, second.removed, second.same) == (0, 0, first.written)
    assert {name: path.stat().st_mtime_ns for name, path in files(tmp_path).items() if name != manifest.FILE} == times


def test_what_is_gone_is_removed_and_foreign_files_stay(fresh, tmp_path):
    site = tmp_path / "site"
    build.build(fresh, site)
    (site / "CNAME").write_text("news.example")
    (site / "t" / "ai" / "notes.txt").write_text("mine")
    lead = fresh.store.get_stories(["000001"])["000001"].lead
    filed = fresh.store.get_records([lead])[lead]
    unpublished = msgspec.structs.replace(filed.record, published=False)
    fresh.store.save_record(lead, filed.path, unpublished, seeding.NOW)
    report = build.build(fresh, site)
    assert report.removed >= 1
    assert not (site / "s" / "000001").exists()
    assert (site / "CNAME").read_text() == "news.example"
    assert (site / "t" / "ai" / "notes.txt").exists()


def test_a_file_of_ours_that_somebody_changed_is_not_removed(fresh, tmp_path):
    build.build(fresh, tmp_path)
    (tmp_path / "old.html").write_text("changed since")
    with sqlite3.connect(tmp_path / manifest.FILE) as known:
        known.executemany("INSERT INTO file VALUES (?, 'gone/', x'00', x'00')", [("old.html",), ("../outside",)])
    known.close()
    build.build(fresh, tmp_path, whole=True)
    assert (tmp_path / "old.html").exists()


def test_foreign_files_in_the_way_are_left_and_named(fresh, tmp_path):
    (tmp_path / "index.html").write_text("<p>My old page")
    with pytest.raises(WriteError, match=r"left alone: index\.html"):
        build.build(fresh, tmp_path)
    assert (tmp_path / "index.html").read_text() == "<p>My old page"
    assert (tmp_path / "river" / "index.html").exists()
    (tmp_path / "index.html").unlink()
    assert build.build(fresh, tmp_path).written == 1


def test_a_story_with_a_new_headline_leaves_a_redirect_page(fresh, tmp_path):
    build.build(fresh, tmp_path)
    (old,) = (path for path in (tmp_path / "s" / "000001").iterdir() if path.is_dir())
    better = seeding.article(
        "Foundry and court: chip line put back a year by law, facial recognition model waits", "Lab Notes", 0.1
    )
    seeding.file(fresh, "000001", [better])
    build.build(fresh, tmp_path)
    assert sum(path.is_dir() for path in (tmp_path / "s" / "000001").iterdir()) == 2
    way = html.fromstring((old / "index.html").read_bytes()).xpath("//a/@href")[0]
    assert (old / way / "index.html").resolve().exists()
    assert build.build(fresh, tmp_path).written == 0


def test_a_build_that_stops_halfway_is_taken_up(fresh, tmp_path, monkeypatch):
    real, left = folder.Folder.write, [10]

    def failing(self, name, body, **how):
        left[0] -= 1
        if left[0] < 0:
            raise WriteError("No space left on device", name)
        real(self, name, body, **how)

    monkeypatch.setattr(folder.Folder, "write", failing)
    with pytest.raises(WriteError, match="No space"):
        build.build(fresh, tmp_path)
    monkeypatch.undo()
    assert build.build(fresh, tmp_path).same == 10


def test_a_folder_that_leads_elsewhere_is_refused(fresh, tmp_path):
    outside, site = tmp_path / "outside", tmp_path / "site"
    outside.mkdir()
    site.mkdir()
    (site / "t").symlink_to(outside)
    with pytest.raises(WriteError):
        build.build(fresh, site)
    assert not list(outside.iterdir())


def test_the_page_for_lost_readers_finds_its_style_from_anywhere(fresh, tmp_path):
    build.build(fresh, tmp_path)
    links = html.fromstring((tmp_path / "404.html").read_bytes()).xpath("//link[@rel='stylesheet']/@href")
    assert links[0].startswith("/ai/static/style.css")


def test_an_empty_newsroom_is_a_site_too(bare, tmp_path):
    build.build(bare, tmp_path / "site")
    with TestClient(app.make(bare)) as client:
        assert client.get("/").content == (tmp_path / "site" / "index.html").read_bytes()
