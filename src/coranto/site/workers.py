"""Render units of the site in several processes, each with its own connection to the store.

Only this process records and writes files; the worker processes return bytes.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from coranto import newsroom as newsrooms
from coranto.newsroom import Newsroom
from coranto.record.image_cache import ImageCache
from coranto.run.pool import Pool, WorkerDied
from coranto.site import render_units
from coranto.site.folder import Folder
from coranto.site.render_units import Done, FragmentCache, Ledger, Rendered
from coranto.store import open_store

WORTH = 400  # units below which one process is faster


class SnapshotChanged(Exception):
    """The store cannot be opened a second time, or has changed since the build began."""


def size() -> int:
    """Return the number of worthwhile processes: one per core."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def make(
    newsroom: Newsroom,
    root: Path,
    now: datetime,
    state: tuple[int, bytes],
    chunks: Sequence[Sequence[str]],
    ledger: Ledger,
) -> list[Done]:
    """Render chunks of units, in any order.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom; each process opens its store again.
    root : Path
        The folder of the site.
    now : datetime
        The time of the build.
    state : int, bytes
        The number of the last change in the store, and its version: the state to render.
    chunks : sequence
        The units, in chunks.
    ledger : Ledger
        Records the files.

    Raises
    ------
    SnapshotChanged
        The store has changed, or cannot be opened twice, or a process was killed. Nothing is lost: the caller renders
        all units in this process.

    """
    folder = Folder(root)
    with Pool(size(), start="fork", setup=_begin, arguments=(newsroom, root, now, state)) as pool:
        try:
            rendering = as_completed([pool.submit(_render, units) for units in chunks])
            return [render_units.put(done.result(), folder, ledger) for done in rendering]
        except WorkerDied as why:
            raise SnapshotChanged(str(why)) from None


class _Site:
    """The state of a worker process: its own store, in one transaction until the process ends."""

    def __init__(self, newsroom: Newsroom, root: Path, now: datetime, state: tuple[int, bytes]) -> None:
        store = open_store(newsrooms.database(newsroom.settings))
        self._snapshot = store.transaction()
        self._snapshot.__enter__()
        if (store.read_changes(state[0])[0], store.read_version()) != state:
            raise SnapshotChanged("the store has another state by now")
        self._newsroom = replace(newsroom, store=store, image_cache=ImageCache(Path(newsroom.settings.folder), store))
        self._folder, self._now, self._fragments = Folder(root), now, FragmentCache(self._newsroom)

    def render(self, units: Sequence[str]) -> Rendered:
        """Render a chunk."""
        rendered = render_units.render(self._newsroom, self._folder, self._now, units, self._fragments)
        self._fragments.new = {}
        return rendered


_site: _Site | None = None
_arguments: tuple[Newsroom, Path, datetime, tuple[int, bytes]]


def _begin(*arguments: *tuple[Newsroom, Path, datetime, tuple[int, bytes]]) -> None:
    """Store the arguments in a new worker process."""
    global _arguments  # noqa: PLW0603 - a process has one site
    _arguments = arguments


def _render(units: Sequence[str]) -> Rendered:
    """Render a chunk in a worker process, which opens the store for its first chunk."""
    global _site  # noqa: PLW0603 - a process has one site
    _site = _site or _Site(*_arguments)
    return _site.render(units)
