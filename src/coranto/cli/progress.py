"""How far a round is, shown while it lasts on a terminal and nowhere else."""

import contextlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


@contextlib.contextmanager
def shown(done: Counter[str]) -> Iterator[None]:
    """Show the counts of a round as bars on standard error while it goes on; they leave nothing behind."""
    if not sys.stderr.isatty():
        yield
        return
    with _Bars(done):
        yield


class _Bars(Progress):
    """Two bars that look at the counts whenever they are drawn."""

    def __init__(self, done: Counter[str]) -> None:
        self._done = done  # first of all: they are drawn once while they are made
        super().__init__(
            TextColumn("{task.description:<9}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.add_task("sources")
        self.add_task("articles")

    def get_renderables(self) -> Iterable[RenderableType]:
        """Draw what is counted now."""
        done = self._done
        settled = done["articles"] + done["reprints"] + done["gone"] + done["deferred"] + done["known"]
        counts = (done["answered"], done["polled"]), (settled, max(done["new"], settled))
        for task, (completed, total) in zip(self.task_ids, counts, strict=False):
            self.update(task, completed=completed, total=total)
        yield from super().get_renderables()
