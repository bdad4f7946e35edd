"""``coranto record``: convert record files to JSON Lines, and back."""

import io
import re
import sys
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from coranto import errors
from coranto.cli import lines
from coranto.model.record import Record
from coranto.record import frontmatter

T = TypeVar("T")
_NEXT = re.compile(r"(?<=\n---\n\n)(?=---\n)")  # the boundary between two records of a stream


@click.command()
@click.argument("inputs", metavar="[FILE..|-]", nargs=-1)
@click.option("--to", "form", type=click.Choice(["md", "json"]), help="What to write (default: the other one).")
@click.option("--check", is_flag=True, help="Read, write again (also by way of JSON) and compare the bytes.")
def command(inputs: tuple[str, ...], form: str | None, *, check: bool) -> None:
    """Turn records into JSON Lines and back; a folder stands for the `.md` files below it.

    What begins with `---` is a record file, anything else JSON Lines. Of JSON, each line has the fields of a record
    file by the same names; one record gives its file, several follow each other.

    \b
    Example:
      coranto record _news/2023-10-06-a-title.md > record.jsonl
      coranto record --to md record.jsonl
      coranto record --check _news
    """
    failed = good = 0
    for name, data in _files(inputs or ("-",)):
        for text, content in _records(data, name) if isinstance(data, bytes) else [(None, data)]:
            record = _checked(text, content, name) if check else content
            if not isinstance(record, Record):
                failed += 1
                if record is not None:
                    click.echo(str(record), err=True)
                continue
            good += 1
            if check:
                continue
            if form == "md" or (form is None and text is None):
                sys.stdout.buffer.write(frontmatter.emit(record).encode())
            else:
                lines.put(frontmatter.to_object(record))
    if check:
        click.echo(f"{good} the same, {failed} not", err=True)
    sys.exit(1 if failed else 0)


def _files(inputs: tuple[str, ...]) -> Iterator[tuple[str, bytes | errors.RecordError]]:
    """Yield the name and bytes of each file, or the error for a file that cannot be read."""
    for name in inputs:
        if name == "-":
            yield "standard input", sys.stdin.buffer.read()
            continue
        path = Path(name)
        for file in sorted(path.rglob("*.md")) if path.is_dir() else [path]:
            try:
                yield str(file), file.read_bytes()
            except OSError as why:
                yield str(file), errors.RecordError(f"cannot be read: {why.strerror}", str(file))


def _records(data: bytes, name: str) -> Iterator[tuple[str | None, Record | errors.RecordError | None]]:
    """Yield the texts and records of a file, or their errors.

    The text is None for lines of JSON; the record is None for a bad line, which was reported already.
    """
    if not data.removeprefix(b"\xef\xbb\xbf").startswith(b"---"):
        for number, value in enumerate(lines.objects(io.BytesIO(data), name), 1):
            yield None, _tried(frontmatter.of_object, value, f"{name}, record {number}") if value is not None else None
        return
    try:
        texts = _NEXT.split(data.decode())
    except UnicodeDecodeError as why:
        line = data.count(b"\n", 0, why.start) + 1
        yield "", errors.RecordError("is not UTF-8", f"{name}:{line}")
        return
    for text in texts:
        yield text, _tried(frontmatter.read, text, name)


def _tried(read: Callable[[T, str], Record], value: T, name: str) -> Record | errors.RecordError:
    try:
        return read(value, name)
    except errors.RecordError as why:
        return why


def _checked(
    text: str | None, record: Record | errors.RecordError | None, name: str
) -> Record | errors.RecordError | None:
    """Compare a record's text with the text written from it, directly and through JSON."""
    if not isinstance(record, Record):
        return record
    again = _tried(frontmatter.of_object, msgspec.json.decode(msgspec.json.encode(frontmatter.to_object(record))), name)
    if isinstance(again, errors.RecordError):
        return again
    for way, written in (("", frontmatter.emit(record)), (" by way of JSON", frontmatter.emit(again))):
        if text is not None and written != text:
            pairs = enumerate(zip_longest(text.split("\n"), written.split("\n")), 1)
            line = next(number for number, (old, new) in pairs if old != new)
            return errors.RecordError(f"is written otherwise than it was read{way}", f"{name}:{line}")
    if again != record:
        return errors.RecordError("is another record by way of JSON", name)
    return record
