"""Files, whole or not at all."""

import os
import subprocess
import sys
import time

import pytest

from coranto.errors import CorantoError, WriteError
from coranto.record import write


def leftovers(folder):
    return [file.name for file in folder.rglob(".coranto-*")]


def test_folders_are_made_and_the_same_bytes_are_not_written_again(tmp_path):
    file = tmp_path / "a" / "b" / "c.md"
    assert write.write_if_changed(file, b"one", root=tmp_path)
    before = file.stat()
    assert not write.write_if_changed(file, b"one", root=tmp_path)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert write.write_if_changed(file, b"two", root=tmp_path)
    assert file.read_bytes() == b"two"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("way", ["../out.md", "a/../../out.md", "link/out.md", "/etc/coranto.md", "a\0b"])
def test_nothing_is_written_outside_its_place(tmp_path, way):
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "link").symlink_to(outside)
    with pytest.raises(WriteError):
        write.write_if_changed(root / way, b"x", root=root)
    assert list(outside.iterdir()) == []
    assert not (tmp_path / "out.md").exists()


def test_an_older_file_stays_when_the_new_one_cannot_be_finished(tmp_path, monkeypatch):
    file = tmp_path / "a.md"
    file.write_bytes(b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left on device; free some space") as caught:
        write.write_if_changed(file, b"new")
    assert isinstance(caught.value, CorantoError)
    assert caught.value.where == str(file)
    assert file.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_folder_that_is_no_folder_says_what_to_do(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(WriteError, match="a file stands where a folder is needed"):
        write.write_if_changed(tmp_path / "a" / "b.md", b"x")
    (tmp_path / "d.md").mkdir()
    with pytest.raises(WriteError, match="a folder stands where the file belongs"):
        write.write_if_changed(tmp_path / "d.md", b"x" * 9)
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_says_what_to_do(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WriteError, match="let the user who runs Coranto write there"):
            write.write_if_changed(tmp_path / "a.md", b"x")
    finally:
        tmp_path.chmod(0o700)


def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path):
    file = tmp_path / "a.md"
    code = (
        "import sys, itertools; from pathlib import Path; from coranto.record import write\n"
        "for n in itertools.count(): write.write_if_changed(Path(sys.argv[1]), (b'%d' % (n % 10)) * 200_000)"
    )
    for pause in (0.05, 0.11, 0.17):
        work = subprocess.Popen([sys.executable, "-c", code, str(file)])
        while not file.exists():
            time.sleep(0.01)
        time.sleep(pause)
        work.kill()
        work.wait()
        data = file.read_bytes()
        assert len(data) == 200_000
        assert len(set(data)) == 1
    (tmp_path / ".coranto-0123.part").write_bytes(b"half")
    assert write.tidy(tmp_path) >= 1
    assert leftovers(tmp_path) == []
    assert write.tidy(tmp_path / "nowhere") == 0
