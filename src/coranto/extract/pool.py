"""Pages read in processes of their own, so that one page can neither stop nor crash a run.

Each worker process has a thread that feeds it one page at a time and waits for the answer. A page that takes too long
costs its worker the life and itself a ``NoArticle``; a worker that dies is replaced; every other page is untouched.
"""

import contextlib
import multiprocessing
import queue
import resource
import signal
import threading
from concurrent.futures import Future
from datetime import datetime
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, NamedTuple, Self

from coranto.errors import NoArticle
from coranto.extract import page
from coranto.model.article import Page

MEMORY = 1_500_000_000  # bytes of address space a worker may have; beyond that a page fails and not the machine
_START = 60.0  # seconds a worker may take to come up on a busy machine
# The server of forks holds the libraries once; workers start from it in milliseconds and share its memory.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["coranto.extract.page"])


class _Job(NamedTuple):
    html: bytes
    url: str
    options: dict[str, Any]
    future: "Future[Page]"


class Pool:
    """A number of processes that read pages.

    Parameters
    ----------
    workers : int, optional
        Processes; the number of processors by default. Each starts when it is first needed.
    timeout : float
        Seconds a page may take.

    Examples
    --------
    ::

        with Pool(workers=2, timeout=10) as pool:
            article = pool.submit(html, "https://daily.example/a").result()

    """

    def __init__(self, workers: int | None = None, timeout: float = 10.0) -> None:
        self.workers = workers or multiprocessing.cpu_count()
        self.timeout = timeout
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._workers: list[_Worker] = []
        self._idle = threading.Semaphore(0)
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(cancel=kind is not None)

    @property
    def processes(self) -> list[int]:
        """Ids of the worker processes that are alive."""
        return [process for worker in self._workers if (process := worker.process) is not None]

    def submit(
        self,
        html: bytes,
        url: str,
        *,
        content_type: str | None = None,
        now: datetime | None = None,
        excerpt_length: int = 200,
        robots: str | None = None,
        mining: str | None = None,
    ) -> "Future[Page]":
        """Have a page read; the arguments are those of ``extract.page.read``.

        The future gives the page or raises ``NoArticle``, also where the page took too long or brought its worker
        down. Pages wait in memory: whoever submits many waits for some first.
        """
        if self._closed:
            raise RuntimeError("the pool is closed; submit pages inside its `with` block")
        future: Future[Page] = Future()
        options = {
            "content_type": content_type,
            "now": now,
            "excerpt_length": excerpt_length,
            "robots": robots,
            "mining": mining,
        }
        self._jobs.put(_Job(html, url, options, future))
        if not self._idle.acquire(blocking=False) and len(self._threads) < self.workers:
            thread = threading.Thread(target=self._feed, name="coranto-extract", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def close(self, *, cancel: bool = False) -> None:
        """Read what is waiting, or cancel it; then end the processes."""
        self._closed = True
        while cancel:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is not None:
                job.future.cancel()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _feed(self) -> None:
        """Return one worker its pages, until there are no more."""
        worker = _Worker()
        self._workers.append(worker)
        while (job := self._jobs.get()) is not None:
            if job.future.set_running_or_notify_cancel():
                try:
                    job.future.set_result(worker.read(job, self.timeout))
                except BaseException as error:  # noqa: BLE001 - whatever it is belongs to whoever waits for the page
                    job.future.set_exception(error)
            self._idle.release()
        worker.end()


class _Worker:
    """One process and the line to it."""

    def __init__(self) -> None:
        self._process: Any = None
        self._line: Connection | None = None

    @property
    def process(self) -> int | None:
        """The id of the process, while it is alive."""
        return self._process.pid if self._process is not None and self._process.is_alive() else None

    def read(self, job: _Job, timeout: float) -> Page:
        """Have one page read, in ``timeout`` seconds."""
        line = self._ready()
        try:
            line.send((job.html, job.url, job.options))
            if not line.poll(timeout):
                self.end(kill=True)
                raise NoArticle(f"reading it took longer than {timeout:g} s; it was given up", job.url)
            found, what = line.recv()
        except (EOFError, ConnectionError):
            self.end(kill=True)
            raise NoArticle("the process that read it ended unexpectedly; it was given up", job.url) from None
        if found is None:
            raise NoArticle(what, job.url)
        read: Page = found
        return read

    def end(self, *, kill: bool = False) -> None:
        """End the process, at once or after its page."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            if kill:
                self._process.kill()
            self._process.join()
        self._process = self._line = None

    def _ready(self) -> Connection:
        """Return the pipe to a running process; start one if necessary."""
        if self._line is None or not self._process.is_alive():
            self.end(kill=True)
            self._line, theirs = _context.Pipe()
            self._process = _context.Process(target=_work, args=(theirs,), daemon=True, name="coranto-extract")
            self._process.start()
            theirs.close()
            if not self._line.poll(_START):
                self.end(kill=True)
                raise NoArticle(f"no process to read it came up within {_START:g} s; is the machine overloaded?")
            self._line.recv()
        return self._line


def _work(line: Connection) -> None:
    """Read pages until the line is closed: the life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who feeds us
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    line.send("ready")
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            html, url, options = line.recv()
            answer: tuple[Page | None, str]
            try:
                answer = (page.read(html, url, **options), "")
            except NoArticle as why:
                answer = (None, why.what)
            except MemoryError:
                answer = (None, f"reading it needed more than {MEMORY:,} bytes of memory; it was given up")
            except Exception as error:  # noqa: BLE001 - a page that no reader foresaw is a page without an article
                answer = (None, f"reading it failed: {type(error).__name__}: {error}")
            line.send(answer)
