"""A pool of processes in which no task can block or crash the run; the only place that starts processes.

Built on ``concurrent.futures``. Its process pool has no time limit per task, and one dead process breaks the whole
pool. So each worker here is a process pool of one process, fed by one thread of a thread pool. A task that takes too
long or crashes its process fails alone; its worker gets a new process, and the other workers are not affected.
"""

import contextlib
import multiprocessing
import os
import queue
import resource
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, ParamSpec, Self, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")
_START = 60.0  # seconds a process may take to start on a busy machine
_STARVED = 6  # times the limit that a task may take where other programs had the processor
_LEAST = 0.05  # seconds of the processor that are worth waiting for
_GLANCE = 0.5  # seconds after which a task that rests is looked at again
_PAUSES = (0.1, 0.5, 2.0)  # seconds between tries to start one: a fork server that was killed takes a moment to end


class TaskTimeout(Exception):
    """The task took longer than the pool allows; its process was killed."""


class WorkerDied(Exception):
    """The process ended before the task did, or did not start."""


def cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else multiprocessing.cpu_count()


class Pool:
    """A fixed number of processes that call functions.

    Parameters
    ----------
    workers : int, optional
        Number of processes; by default the number of processors.
    timeout : float, optional
        Seconds a task may take; no limit by default. Where the system tells, a task that wants the processor and did
        not get it so long may go on, up to six times the limit.
    memory : int, optional
        Bytes of address space per process; beyond them the task gets a ``MemoryError``, and the machine is safe.
    start : {"forkserver", "fork"}
        ``forkserver`` starts processes on demand from a clean one that has imported ``preload``; tasks and
        ``arguments`` must be picklable. ``fork`` copies this process: ``arguments`` may be anything, all processes
        start now, and a dead one is not replaced, because other threads may run by then.
    preload : sequence of str
        Modules that the fork server imports once for all processes.
    setup : callable, optional
        Called with ``arguments`` in every new process, before its first task.
    arguments : tuple
        See ``setup``.

    Notes
    -----
    Ctrl-C reaches only this process. A process whose parent has ended, for whatever reason, ends at once.

    Examples
    --------
    ::

        with Pool(workers=2, timeout=10) as pool:
            assert pool.submit(pow, 2, 8).result() == 256

    """

    def __init__(
        self,
        workers: int | None = None,
        timeout: float | None = None,
        *,
        memory: int | None = None,
        start: Literal["forkserver", "fork"] = "forkserver",
        preload: Sequence[str] = (),
        setup: Callable[..., None] | None = None,
        arguments: tuple[Any, ...] = (),
    ) -> None:
        self.workers = workers or cores()
        self.timeout = timeout
        context = multiprocessing.get_context(start)
        if preload:
            context.set_forkserver_preload(list(preload))
        self._threads = ThreadPoolExecutor(self.workers, "coranto-pool")
        self._closed = False
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()  # last in, first out: the last one is warm
        self._all = [
            _Worker(lambda: ProcessPoolExecutor(1, context, _begin, (memory, setup, arguments)), start == "forkserver")
            for _ in range(self.workers)
        ]
        for worker in self._all:
            if start == "fork":
                worker.start()
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(cancel=kind is not None)

    @property
    def processes(self) -> list[int]:
        """Ids of the processes that are known to be alive."""
        return [worker.pid for worker in self._all if worker.pid is not None]

    def submit(self, function: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_R]":
        """Call a function in one of the processes.

        Returns
        -------
        Future
            Has what the function returns or raises, or raises ``TaskTimeout`` or ``WorkerDied``. Waiting tasks are held
            in memory: after submitting many, wait for some results first.

        Raises
        ------
        RuntimeError
            The pool is closed.

        """
        if self._closed:
            raise RuntimeError("the pool is closed; submit tasks inside its `with` block")
        return self._threads.submit(self._run, function, args, kwargs)

    def close(self, *, cancel: bool = False, kill: bool = False) -> None:
        """Finish the waiting tasks, or cancel them; then end the processes. ``kill`` ends what is under way, too."""
        self._closed = True
        if kill:
            for pid in self.processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self._threads.shutdown(cancel_futures=cancel)
        for worker in self._all:
            worker.end()

    def _run(self, function: Callable[..., _R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> _R:
        """Call the function in an idle process; there is one for every thread."""
        worker = self._idle.get()
        try:
            return worker.call(self.timeout, function, args, kwargs)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process, replaced when it dies."""

    def __init__(self, new: Callable[[], ProcessPoolExecutor], replaced: bool) -> None:
        self._new = new
        self._replaced = replaced
        self._executor: ProcessPoolExecutor | None = None
        self._up: Future[int] | None = None
        self.pid: int | None = None

    def start(self) -> ProcessPoolExecutor:
        """Start the process if there is none; do not wait for it."""
        if self._executor is None:
            self._executor = self._new()
            self._up = self._executor.submit(os.getpid)
        return self._executor

    def call(
        self, timeout: float | None, function: Callable[..., _R], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> _R:
        """Call a function in the process, in ``timeout`` seconds."""
        try:
            try:
                future = self._ready().submit(function, *args, **kwargs)
            except BrokenProcessPool:  # it died while idle
                if not self._replaced:
                    raise
                self.end()
                future = self._ready().submit(function, *args, **kwargs)
            if not self._ended(future, timeout):
                self.end(kill=True)
                raise TaskTimeout
            return future.result()
        except BrokenProcessPool:
            if self._replaced:
                self.end()
            raise WorkerDied("the process that worked on it ended unexpectedly") from None
        except (OSError, EOFError) as why:  # no process can be started: no files left, or the fork server was killed
            self._executor = self._up = self.pid = None
            raise WorkerDied(f"no process could be started to work on it ({type(why).__name__}: {why})") from None

    def _ended(self, future: "Future[_R]", timeout: float | None) -> bool:
        """Wait for a task; False once it has had its time."""
        began, _ = _at_work(self.pid)
        end, wait_for, rested = time.monotonic() + _STARVED * (timeout or 0.0), timeout, False
        while not _done(future, wait_for):
            used, wants = _at_work(self.pid)
            left = (timeout or 0.0) - (used - began)
            if left < _LEAST or time.monotonic() >= end or (rested and not wants):
                return False
            wait_for, rested = left if wants else _GLANCE, not wants  # it may not have begun yet
        return True

    def end(self, *, kill: bool = False) -> None:
        """End the process, at once or after its task."""
        if self._executor is None:
            return
        if kill and self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self._executor.shutdown()
        self._executor = self._up = self.pid = None

    def _ready(self) -> ProcessPoolExecutor:
        """Return the executor, once its process has started.

        A process that does not start has cost no task yet, so starting it is tried again.
        """
        for pause in _PAUSES if self._replaced else ():
            try:
                return self._started()
            except (BrokenProcessPool, OSError, EOFError):
                if self._executor is not None:
                    self._executor.shutdown(wait=False, cancel_futures=True)
                self._executor = self._up = self.pid = None
                time.sleep(pause)
        return self._started()

    def _started(self) -> ProcessPoolExecutor:
        executor = self.start()
        if self._up is not None:
            if not _done(self._up, _START):
                self._executor = self._up = None
                executor.shutdown(wait=False, cancel_futures=True)
                raise WorkerDied(f"no process to work on it came up within {_START:g} s; is the machine overloaded?")
            self.pid, self._up = self._up.result(), None
        return executor


def _at_work(pid: int | None) -> tuple[float, bool]:
    """Return the seconds of processor time of a process, and whether it wants more; False where no system tells."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, False
    return (int(fields[10]) + int(fields[11])) / os.sysconf("SC_CLK_TCK"), state == "R"


def _done(future: "Future[Any]", timeout: float | None) -> bool:
    """Wait until a future is done; False after ``timeout`` seconds."""
    try:
        future.exception(timeout)
    except TimeoutError:
        return False
    return True


def _begin(memory: int | None, setup: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    """Prepare a new process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    if memory is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if setup is not None:
        setup(*arguments)


def _end_with(parent: int) -> None:
    """End this process when its parent has ended."""
    wait([parent])
    os._exit(1)
