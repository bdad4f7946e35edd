"""How a command that runs for ever ends: at a signal, soon, whatever it is doing."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

import click

from coranto.web import connections

SECONDS = (
    9.0  # after which the process ends in the middle of what it does; every step is saved as a whole or not at all
)


class Stopping:
    """Waits for Ctrl-C and SIGTERM within a ``with`` block, and ends the process where the block does not end in time.

    A process may be killed at any instant without losing anything, so ending late steps is safe; it is only not polite
    to clients that are being answered.
    """

    def __init__(self) -> None:
        self._asked = False
        self._also: list[Callable[[], object]] = []
        self._timer: threading.Timer | None = None

    def asked(self) -> bool:
        """Whether a signal came."""
        return self._asked

    def also(self, action: Callable[[], object]) -> None:
        """Call something when a signal comes."""
        self._also.append(action)

    def listen(self, loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        """Set an event of a loop when a signal comes, or has come."""
        self.also(lambda: loop.call_soon_threadsafe(stop.set))
        if self._asked:
            stop.set()

    def __enter__(self) -> Self:
        connections.raise_file_limit()
        self._before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            return
        self._asked = True
        self._timer = threading.Timer(SECONDS, _end)
        self._timer.daemon = True
        self._timer.start()
        for action in self._also:
            action()


def _end() -> None:
    click.echo("stopped in the middle of a step: the next run does it again", err=True)
    sys.stderr.flush()
    os._exit(0)
