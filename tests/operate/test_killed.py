"""A backup, a restore and a move that are killed: what was there stays, and the next one does it all."""

import os
import signal
import subprocess
import time

import gathered
import pytest

from console import CORANTO, ENVIRONMENT, run
from coranto.store import open_store


@pytest.fixture
def site(tmp_path, fill):
    """A newsroom whose texts take a while to copy."""
    home = tmp_path / "site"
    home.mkdir()
    with gathered.opened(home) as site:
        fill(site)
        for n in range(12):
            site.store.put_value(f"weight {n}", os.urandom(1_000_000))
    return home


def killed(*words, cwd, seen):
    """Start a command and kill it as soon as ``seen`` says so; whether it was killed at work."""
    one = subprocess.Popen([CORANTO, *map(str, words)], cwd=cwd, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    while one.poll() is None and not seen():
        time.sleep(0.002)
    one.send_signal(signal.SIGKILL)
    return one.wait() == -signal.SIGKILL


def test_they_leave_what_was_there_and_the_next_one_does_it_all(site, tmp_path):
    copies, again, moved = tmp_path / "copies", tmp_path / "again", site / "moved.db"
    copies.mkdir()
    assert killed("backup", copies / "a.tar.zst", cwd=site, seen=lambda: any(copies.iterdir()))
    assert not (copies / "a.tar.zst").exists()
    assert all(one.name.endswith(".part") and one.stat().st_mode & 0o077 == 0 for one in copies.iterdir())
    for stale in copies.iterdir():
        os.utime(stale, (0, 0))
    run("backup", copies / "a.tar.zst", cwd=site)
    assert [one.name for one in copies.iterdir()] == ["a.tar.zst"], "what was left is gone"

    assert killed("restore", copies / "a.tar.zst", "--into", again, cwd=tmp_path, seen=lambda: again.is_dir() and any(again.iterdir()))  # fmt: skip
    assert not (again / "coranto.toml").exists(), "a folder that is half restored is no newsroom"
    run("restore", copies / "a.tar.zst", "--into", again, "--verify", cwd=tmp_path)
    assert not list(again.glob(".coranto-*.part"))

    assert killed(
        "move", "--to", "sqlite:///moved.db", cwd=site, seen=lambda: moved.exists() and moved.stat().st_size > 0
    )
    assert "all the same by their hashes" in run("move", "--to", "sqlite:///moved.db", cwd=site).stdout
    stores = [open_store(f"sqlite:///{place}") for place in (site / "coranto.db", moved)]
    assert stores[0].get_contents() == stores[1].get_contents()
    for store in stores:
        assert store.find_damage() == []
        store.close()
