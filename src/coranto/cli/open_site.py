"""The site a command works on: its settings, its newsroom, and how much is logged."""

import contextlib
import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import click
import structlog

from coranto import newsroom
from coranto.config import settings_file
from coranto.model.settings import Settings

_CALLS = 6  # shown of an exception
_LONGEST = 500  # letters of a value in the log
_LEVELS = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}


def settings(ctx: click.Context) -> Settings:
    """Read the configuration that ``--config`` names, and set the log level."""
    listen(ctx)
    return settings_file.load(ctx.obj["config"])


def listen(ctx: click.Context) -> None:
    """Send the newsroom's log to standard error, at the level the options ask for."""
    level = _LEVELS.get(ctx.obj["verbose"], logging.DEBUG if ctx.obj["verbose"] > 0 else logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
            _short,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty() and not _no_color(),
                pad_event_to=0,
                exception_formatter=_trace,  # never with local variables: they hold secrets
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # looked up late: a progress bar may replace it
    )


@contextlib.contextmanager
def open_site(ctx: click.Context) -> Iterator[newsroom.Newsroom]:
    """Open the newsroom; report topic files that cannot be used and use the others."""
    with newsroom.open_newsroom(settings(ctx)) as opened:
        for problem in opened.problems:
            click.echo(f"topic left out: {problem}", err=True)
        yield opened


def _short(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Cut what strangers may have made long: addresses, headlines, messages."""
    return {
        name: f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value
        for name, value in event.items()
    }


def _trace(out: TextIO, error: structlog.typing.ExcInfo) -> None:
    """Write an exception as its message and its innermost calls, without local variables."""
    kind, value, trace = error
    out.write(f"\n{kind.__name__}: {str(value)[:_LONGEST]}\n")
    out.write("".join(traceback.format_tb(trace, -_CALLS)).rstrip())


def _no_color() -> bool:
    import os

    return bool(os.environ.get("NO_COLOR"))
