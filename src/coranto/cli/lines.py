"""JSON Lines: how every filter reads its input and writes its results."""

import sys
from collections.abc import Iterator
from typing import IO, Any

import click
import msgspec

_encoder = msgspec.json.Encoder()


def objects(stream: IO[bytes], name: str = "standard input") -> Iterator[dict[str, Any] | None]:
    """Yield the objects of a JSON Lines stream; report a bad line on standard error and yield None for it."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            value = msgspec.json.decode(line)
        except msgspec.DecodeError as why:
            click.echo(f"{name}:{number}: not JSON: {why}; one object a line is read here", err=True)
            yield None
            continue
        if not isinstance(value, dict):
            click.echo(f"{name}:{number}: not an object; one object a line is read here", err=True)
            yield None
            continue
        yield value


def put(value: Any) -> None:
    """Write one object as a line of JSON to standard output."""
    sys.stdout.buffer.write(_encoder.encode(value) + b"\n")


def flush() -> None:
    """Flush standard output, so that the next program gets the lines at once."""
    sys.stdout.buffer.flush()


def read(inputs: tuple[str, ...]) -> Iterator[dict[str, Any] | None]:
    """Yield the objects of JSON Lines files; ``-`` or no file at all means standard input.

    An unreadable file is reported on standard error and yields None, like a bad line; the other files are still read.
    """
    for name in inputs or ("-",):
        try:
            opened = click.open_file(name, "rb")
        except OSError as why:
            click.echo(f"{name}: cannot be read: {why.strerror}", err=True)
            yield None
            continue
        with opened as stream:
            yield from objects(stream, "standard input" if name == "-" else name)
