import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coranto.run import pool as pool_module
from coranto.run.pool import Pool, TaskTimeout, WorkerDied


def test_results_and_errors_come_back():
    with Pool(2) as pool:
        assert [f.result() for f in [pool.submit(pow, 2, n) for n in range(20)]] == [2**n for n in range(20)]
        with pytest.raises(ZeroDivisionError):
            pool.submit(divmod, 1, 0).result()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(pow, 2, 2)


def test_a_task_without_end_is_killed_and_the_others_go_on():
    with Pool(1, timeout=0.3) as pool:
        endless, after = pool.submit(time.sleep, 600), pool.submit(pow, 2, 3)
        with pytest.raises(TaskTimeout):
            endless.result()
        assert after.result() == 8


def test_a_task_that_others_kept_from_the_processor_is_not_given_up(monkeypatch):
    monkeypatch.setattr(pool_module, "_STARVED", 100)  # the machine may have more to do than this test
    monkeypatch.setattr(pool_module, "_GLANCE", 20.0)
    sum(range(8_000_000))
    began = time.process_time()
    sum(range(8_000_000))
    alone = time.process_time() - began
    many = 3 * (os.cpu_count() or 1)
    with Pool(many, timeout=2 * alone) as pool:
        assert len({task.result() for task in [pool.submit(sum, range(8_000_000)) for _ in range(many)]}) == 1
        with pytest.raises(TaskTimeout):
            pool.submit(sum, range(10**12)).result()


def test_a_task_that_kills_its_process_costs_itself():
    with Pool(2) as pool:
        tasks = [pool.submit(os._exit, 7) if n == 3 else pool.submit(pow, 2, n) for n in range(8)]
        with pytest.raises(WorkerDied):
            tasks[3].result()
        assert [task.result() for n, task in enumerate(tasks) if n != 3] == [2**n for n in range(8) if n != 3]


def test_a_process_that_dies_while_it_waits_costs_nothing():
    with Pool(1) as pool:
        pool.submit(pow, 2, 2).result()
        before = pool.processes
        os.kill(before[0], signal.SIGKILL)
        _gone(before[0])
        done = [_outcome(pool.submit(pow, 2, n)) for n in range(3)]
        assert done[1:] == [2, 4]
        assert pool.processes != before


def test_memory_has_an_end_for_the_task_and_not_for_the_machine():
    with Pool(1, memory=1_000_000_000) as pool:
        with pytest.raises(MemoryError):
            pool.submit(bytes, 2_000_000_000).result()
        assert pool.submit(bytes, 1_000_000).result() == bytes(1_000_000)


def test_what_waits_is_cancelled_when_the_block_ends_in_an_error():
    waiting = []

    def interrupted():
        with pool:
            waiting.extend(pool.submit(time.sleep, 0.2) for _ in range(50))
            raise KeyError

    pool = Pool(1)
    with pytest.raises(KeyError):
        interrupted()
    assert waiting[-1].cancelled()
    assert pool.processes == []


def test_processes_that_are_forked_have_what_this_one_holds_and_are_not_replaced():
    held = {}
    with Pool(2, start="fork", setup=held.update, arguments=({"key": lambda: 1},)) as pool:
        assert pool.submit(pow, 2, 2).result() == 4
        with pytest.raises(WorkerDied):
            [task.result() for task in [pool.submit(os._exit, 7), pool.submit(os._exit, 7), pool.submit(os._exit, 7)]]


SCRIPT = """
import time
from coranto.run.pool import Pool
if __name__ == "__main__":
    pool = Pool(2, start={start!r})
    tasks = [pool.submit(time.sleep, 600) for _ in range(2)]
    while len(pool.processes) < 2:
        time.sleep(0.05)
    print(*pool.processes, flush=True)
    tasks[0].result()
"""


@pytest.mark.parametrize("start", ["fork", "forkserver"])
def test_no_process_outlives_a_parent_that_is_killed(tmp_path, start):
    (tmp_path / "script.py").write_text(SCRIPT.format(start=start))
    parent = subprocess.Popen([sys.executable, tmp_path / "script.py"], stdout=subprocess.PIPE, start_new_session=True)
    workers = [int(word) for word in parent.stdout.readline().split()]
    parent.stdout.close()
    assert len(workers) == 2
    parent.kill()
    parent.wait()
    for worker in workers:
        _gone(worker)


def _outcome(future):
    try:
        return future.result()
    except WorkerDied as why:
        return str(why)


def _gone(process):
    """Wait until a process has ended; a zombie has."""
    for _ in range(600):
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except FileNotFoundError:
            return
        time.sleep(0.05)
    pytest.fail(f"process {process} is still alive")
