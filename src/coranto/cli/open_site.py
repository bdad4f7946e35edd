"""The site a command works on: its settings, its newsroom, and how much is logged."""

import contextlib
import io
import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import click
import structlog

from coranto import newsroom
from coranto.cli import log_lines
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
    logged = isinstance(sys.stderr, log_lines.LogLines)
    structlog.configure(
        processors=[structlog.processors.add_log_level, _short, *(_AS_EVENTS if logged else _as_sentences())],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # looked up late: a progress bar may replace it
    )


def _as_sentences() -> list[structlog.typing.Processor]:
    """Return what makes lines for people: with the time on a terminal, with the day too in a file."""
    watched = sys.stderr.isatty()
    return [
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if watched else "%Y-%m-%dT%H:%M:%SZ", utc=not watched),
        structlog.dev.ConsoleRenderer(
            colors=watched and not _no_color(),
            pad_event_to=0,
            exception_formatter=_trace,  # never with local variables: they hold secrets
        ),
    ]


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


def _traced(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Make a text of an event's exception."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        out = io.StringIO()
        _trace(out, (type(error), error, error.__traceback__))
        event["exception"] = out.getvalue().strip()
    return event


def _event(_logger: Any, _method: str, event: structlog.typing.EventDict) -> str:
    """Write an event to standard error, where that is a log."""
    level, said = str(event.pop("level", "info")), str(event.pop("event", ""))
    if isinstance(sys.stderr, log_lines.LogLines):
        sys.stderr.log(level, said, **event)
    raise structlog.DropEvent


_AS_EVENTS: list[structlog.typing.Processor] = [_traced, _event]


def _no_color() -> bool:
    import os

    return bool(os.environ.get("NO_COLOR"))
