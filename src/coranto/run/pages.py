"""Extract pages in separate processes, so that no page can block or crash a run."""

import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coranto.errors import NoArticle
from coranto.extract import page
from coranto.model.article import Page
from coranto.record import image_cache
from coranto.run.pool import Pool, TaskTimeout, WorkerDied

if TYPE_CHECKING:
    from concurrent.futures import Future

MEMORY = 1_500_000_000  # bytes of address space per process; beyond it the page fails, not the machine

SLOW = 2.0  # seconds after which a page is slow; most take some hundredths
_FORGOTTEN = 3600.0  # seconds for which a slow source is remembered
_SOURCES = 1_000  # slow sources remembered


class PagePool(Pool):
    """A pool of processes that extract pages.

    Parameters
    ----------
    workers : int, optional
        Number of processes; by default the number of processors. Each starts on first use.
    timeout : float
        Seconds a page may take.

    Examples
    --------
    ::

        with PagePool(workers=2, timeout=10) as pool:
            article = pool.read(html, "https://daily.example/a").result()

    """

    def __init__(self, workers: int | None = None, timeout: float = 10.0) -> None:
        super().__init__(workers, timeout, memory=MEMORY, preload=[__name__])
        self._slow: dict[str, float] = {}

    def read(
        self,
        html: bytes,
        url: str,
        *,
        content_type: str | None = None,
        now: datetime | None = None,
        excerpt_length: int = 200,
        robots: str | None = None,
        mining: str | None = None,
        source: str | None = None,
    ) -> "Future[Page]":
        """Extract a page in one of the processes; the arguments are those of ``extract.page.read``.

        ``source`` is where the page was found, for ``is_slow``.

        Returns
        -------
        Future of Page
            Raises ``NoArticle``, also if the page took too long or crashed its process. Waiting pages are held in
            memory: after submitting many, wait for some results first.

        """
        return self.submit(
            _read,
            html,
            url,
            content_type=content_type,
            now=now,
            excerpt_length=excerpt_length,
            robots=robots,
            mining=mining,
            source=source,
        )

    def copied(self, body: bytes) -> bytes:
        """Encode a picture as ``image_cache.copied`` does, in one of the processes: it may hang or crash a decoder.

        Raises
        ------
        ValueError
            It cannot be copied; the message says why.

        """
        try:
            copy: bytes = self.submit(_copied, body, "").result()
        except NoArticle as why:
            raise ValueError(why.what) from None
        return copy

    def is_slow(self, source: str) -> bool:
        """Whether a page of a source took long in the last hour."""
        return self._slow.get(source, -_FORGOTTEN) > time.monotonic() - _FORGOTTEN

    def _note_time(self, source: str | None, seconds: float) -> None:
        if source and seconds > SLOW:
            self._slow.pop(source, None)
            self._slow[source] = time.monotonic()
            while len(self._slow) > _SOURCES:
                del self._slow[next(iter(self._slow))]

    def _run(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        source, began = kwargs.pop("source", None), time.monotonic()
        try:
            return super()._run(function, args, kwargs)
        except TaskTimeout:
            raise NoArticle(f"reading it took longer than {self.timeout:g} s; it was given up", args[1]) from None
        except WorkerDied as why:
            raise NoArticle(f"{why}; it was given up", args[1]) from None
        finally:
            self._note_time(source, time.monotonic() - began)


def _copied(body: bytes, _where: str) -> bytes:
    try:
        return image_cache.copied(body)
    except MemoryError:
        raise ValueError(f"to open it needs more than {MEMORY:,} bytes of memory") from None


def _read(html: bytes, url: str, **options: Any) -> Page:
    """Extract a page in a worker process; every failure becomes ``NoArticle``."""
    try:
        return page.read(html, url, **options)
    except NoArticle as why:
        raise NoArticle(why.what, url) from None
    except MemoryError:
        what = f"reading it needed more than {MEMORY:,} bytes of memory; it was given up"
        raise NoArticle(what, url) from None
    except Exception as error:  # whatever hostile HTML makes a library raise
        what = f"reading it failed: {type(error).__name__}: {error}"
        raise NoArticle(what, url) from error
