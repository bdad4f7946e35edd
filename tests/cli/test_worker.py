"""``coranto worker`` where it cannot work, and what it says."""

from console import run
from coranto.run import worker


def test_on_sqlite_it_says_that_several_workers_need_postgresql(tmp_path):
    run("init", tmp_path, "--example", "space", cwd=tmp_path)
    done = run("--config", tmp_path / "coranto.toml", "worker", cwd=tmp_path, code=2)
    assert "several workers need PostgreSQL" in done.stderr
    assert "`coranto run` does all of it in one process" in done.stderr
    assert "coranto move --to postgresql" in done.stderr


def test_the_kinds_of_work_are_those_that_help_names(tmp_path):
    help_ = run("worker", "--help", cwd=tmp_path).stdout
    assert all(kind in help_ for kind in worker.KINDS)
    done = run("worker", "--only", "everything", cwd=tmp_path, code=2)
    assert "everything" in done.stderr


def test_no_two_workers_have_the_same_name():
    assert worker.name() != worker.name()
