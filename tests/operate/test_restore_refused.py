"""What a restore refuses: damaged backups, names that lead out of the folder, a folder with something in it."""

import tarfile
from datetime import timedelta

import gathered
import pytest
from backports import zstd

from coranto import errors
from coranto.operate import archive, backup, restore

LATER = gathered.NOON + timedelta(hours=5)


@pytest.fixture
def small(tmp_path, fill):
    """A newsroom with its backup."""
    home = tmp_path / "home"
    home.mkdir()
    with gathered.opened(home) as site:
        fill(site)
        backup.backup(site.newsroom, tmp_path / "news.tar.zst")
    return tmp_path / "news.tar.zst"


def test_a_damaged_backup_is_refused_and_leaves_nothing(small, tmp_path):
    whole = small.read_bytes()
    plain = zstd.decompress(whole)
    cases = {
        "cut": whole[: len(whole) // 2],
        "no manifest": zstd.compress(plain[: plain.index(b"manifest.json")] + bytes(1024)),
        "a byte is another": zstd.compress(plain.replace(b"Quake shakes", b"Quake shaken", 1)),
        "no backup": b"This is a letter.",
        "empty": b"",
    }
    for name, data in cases.items():
        bad = tmp_path / "bad.tar.zst"
        bad.write_bytes(data)
        with pytest.raises(errors.BackupError, match=r"use another copy|no backup"):
            restore.restore(bad, tmp_path / "again", LATER)
        assert list((tmp_path / "again").iterdir()) == [], name


@pytest.mark.parametrize("name", ["../out", "/out", "newsroom/../../out", "store"])
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    import io

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        head = tarfile.TarInfo(name)
        head.size = 1
        tar.addfile(head, io.BytesIO(b"x"))
    (tmp_path / "bad.tar.zst").write_bytes(zstd.compress(packed.getvalue()))
    with pytest.raises(errors.BackupError, match="a part that no backup has"):
        restore.restore(tmp_path / "bad.tar.zst", tmp_path / "again", LATER)
    assert not (tmp_path / "out").exists()


def test_a_restore_overwrites_nothing(small, tmp_path):
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("mine")
    with pytest.raises(errors.BackupError, match="not empty"):
        restore.restore(small, tmp_path / "used", LATER)
    killed = tmp_path / "killed" / ".coranto-0123456789abcdef.part"
    killed.mkdir(parents=True)
    restore.restore(small, tmp_path / "killed", LATER)
    assert not killed.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "../../out.db"},
        {"place": "/{folder}/out.db"},
        {"place": ""},
        {"place": "coranto.toml"},
        {"store": "/{folder}/mine.db"},
        {"store": "../mine.db"},
        {"config": "../mine.db"},
    ],
)
def test_a_manifest_that_leads_out_is_refused(tmp_path, wrong):
    (tmp_path / "mine.db").write_bytes(b"mine")
    given = {name: value.replace("/{folder}", str(tmp_path)) for name, value in wrong.items()}
    fields = {"store": "store/coranto.db", "place": "coranto.db", "config": "coranto.toml"} | given
    with archive.writing(tmp_path / "bad.tar.zst", LATER) as writer:
        writer.add("store/coranto.db", b"")
        writer.add("newsroom/coranto.toml", b"")
        archive.finish(
            writer,
            archive.Manifest(
                version="0", made=LATER, site="", database="sqlite", schema="", counts={}, tables={},
                files=dict(writer.files), **fields,
            ),
        )  # fmt: skip
    with pytest.raises(errors.BackupError, match="names a place that no backup has"):
        restore.restore(tmp_path / "bad.tar.zst", tmp_path / "again", LATER)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["again", "bad.tar.zst", "mine.db"]
    assert not list((tmp_path / "again").iterdir())
