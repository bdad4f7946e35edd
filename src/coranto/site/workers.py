"""Several processes that make units of the site at once, each with the store open for itself.

The first one notes the files in the folder's list before the others write them, and hands out what is to be made.
"""

import multiprocessing
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from coranto import newsroom as desks
from coranto.newsroom import Newsroom
from coranto.record.image_cache import ImageCache
from coranto.site import render_units
from coranto.site.folder import Folder
from coranto.site.render_units import Done, Larder, Ledger
from coranto.store import open_store

WORTH = 400  # units below which one process is faster


class SnapshotChanged(Exception):  # noqa: N818 - no error: the work is done in this process then
    """Other processes cannot do the work, or not on the same state of the store."""


class _Remote:
    """The folder's list, asked through the first process."""

    def __init__(self, line: "Connection[Any, Any]") -> None:
        self._line = line

    def intend(self, coming: Mapping[str, tuple[str, bytes]], standing: Iterable[str]) -> set[str]:
        """Ask."""
        self._line.send(("intend", dict(coming), list(standing)))
        foreign: set[str] = self._line.recv()
        return foreign


def size() -> int:
    """Give the number of processes that are worth starting: one a core."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def make(
    newsroom: Newsroom,
    root: Path,
    now: datetime,
    state: tuple[int, bytes],
    chunks: Sequence[Sequence[str]],
    ledger: Ledger,
) -> list[Done]:
    """Make chunks of units, in any order.

    Parameters
    ----------
    desk : Desk
        The newsroom; its store is opened anew by each process.
    root : Path
        The folder of the site.
    now : datetime
        The time of the build.
    state : int, bytes
        The number of the last change in the store, and its version: what is to be shown.
    chunks : sequence
        The units, some at a time.
    ledger : Ledger
        Where files are noted.

    Raises
    ------
    Elsewhere
        The store has another state by now, or cannot be opened twice; nothing is lost by making all units here.

    """
    context = multiprocessing.get_context("fork")
    lines: list[Connection[Any, Any]] = []
    crew = []
    try:
        for _ in range(size()):
            here, there = context.Pipe()
            one = context.Process(target=_work, args=(newsroom, root, now, state, there), daemon=True)
            one.start()
            there.close()
            lines.append(here)
            crew.append(one)
        return _hand_out(lines, list(chunks), ledger)
    finally:
        for line in lines:
            line.close()
        for one in crew:
            one.join()


def _hand_out(lines: "list[Connection[Any, Any]]", chunks: list[Sequence[str]], ledger: Ledger) -> list[Done]:
    """Answer the processes until everything is made."""
    made: list[Done] = []
    waiting, working = chunks[::-1], set(lines)
    while working:
        for line in wait(list(working)):
            assert isinstance(line, Connection)
            try:
                what, *said = line.recv()
            except EOFError:
                raise SnapshotChanged("a process was ended by somebody") from None
            if what == "failed":
                raise said[0]
            if what == "intend":
                line.send(ledger.intend(*said))
                continue
            made += said  # what is done; nothing at first
            if waiting:
                line.send(waiting.pop())
            else:
                line.send(None)
                working.discard(line)
    return made


def _work(
    newsroom: Newsroom, root: Path, now: datetime, state: tuple[int, bytes], line: "Connection[Any, Any]"
) -> None:
    """Make what is handed out, until there is no more."""
    try:
        store = open_store(desks.database(newsroom.settings))
        with store.transaction():
            _same((store.read_changes(state[0])[0], store.read_version()), state)
            mine = replace(newsroom, store=store, image_cache=ImageCache(Path(newsroom.settings.folder), store))
            folder, larder = Folder(root), Larder(mine)
            line.send(("done",))
            while (units := line.recv()) is not None:
                done = render_units.make(mine, folder, now, units, _Remote(line), larder)
                larder.new = {}
                line.send(("done", done))
    except EOFError:  # the first process has failed
        return
    except BaseException as why:  # noqa: BLE001 - told to the first process, which raises it
        line.send(("failed", why))


def _same(found: tuple[int, bytes], state: tuple[int, bytes]) -> None:
    if found != state:
        raise SnapshotChanged("the store has another state by now")
