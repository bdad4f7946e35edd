"""Pages read in processes of their own, so that one page can neither stop nor crash a run."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from coranto.errors import NoArticle
from coranto.extract import page
from coranto.model.article import Page
from coranto.run.pool import Pool, TaskTimeout, WorkerDied

if TYPE_CHECKING:
    from concurrent.futures import Future

MEMORY = 1_500_000_000  # bytes of address space a process may have; beyond that a page fails and not the machine


class PagePool(Pool):
    """A pool of processes that read pages.

    Parameters
    ----------
    workers : int, optional
        Processes; the number of processors by default. Each starts when it is first needed.
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
    ) -> "Future[Page]":
        """Read a page in one of the processes; the arguments are those of ``extract.page.read``.

        Returns
        -------
        Future of Page
            Or of ``NoArticle``, also where the page took too long or brought its process down. Pages wait in memory:
            submit many, and wait for some first.

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
        )

    def _run(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        try:
            return super()._run(function, args, kwargs)
        except TaskTimeout:
            raise NoArticle(f"reading it took longer than {self.timeout:g} s; it was given up", args[1]) from None
        except WorkerDied as why:
            raise NoArticle(f"{why}; it was given up", args[1]) from None


def _read(html: bytes, url: str, **options: Any) -> Page:
    """Read a page in a worker process; whatever goes wrong, there is no article."""
    try:
        return page.read(html, url, **options)
    except NoArticle as why:
        raise NoArticle(why.what, url) from None
    except MemoryError:
        what = f"reading it needed more than {MEMORY:,} bytes of memory; it was given up"
        raise NoArticle(what, url) from None
    except Exception as error:
        what = f"reading it failed: {type(error).__name__}: {error}"
        raise NoArticle(what, url) from error
