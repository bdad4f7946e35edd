"""A record as the text of its file and as JSON, and back.

Two laws hold for every record ``r`` whose texts are clean: ``read(emit(r)) == r`` and, for any file, ``emit(read(text))
== text`` unless something in it had to be cleaned. The second one also holds for files in the older dialect: what is
not written as Coranto writes it comes along as ``as_written`` and is its file for as long as the record says the same
(docs/decisions/0002-record-round-trip.md).
"""

import itertools
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from coranto.config import safe_yaml
from coranto.errors import RecordError
from coranto.model.record import Record
from coranto.record import emit as emitter
from coranto.record import read as reader

_FENCE = re.compile(r"^\ufeff?---[ \t\r]*$", re.MULTILINE)
_BODY = re.compile(r"\S")
_AS_WRITTEN = "asWritten"  # the name in JSON; no file has a field of that name


def emit(record: Record) -> str:
    """Write a record as the text of its file."""
    if record.as_written is not None:
        try:
            if read(record.as_written) == record:
                return record.as_written
        except RecordError:
            pass  # not the text of any record: the record counts
    return emitter.write(record)


def read(text: str, where: str = "") -> Record:
    """Read the text of a record's file.

    Parameters
    ----------
    text : str
        Of the file, all of it.
    where : str
        The file's name, for messages.

    Raises
    ------
    RecordError
        With file and line: no front matter, not YAML, too large or too deep, a field that holds something else than it
        should, text below the front matter.

    """
    if len(text) > safe_yaml.SIZE:
        raise RecordError(f"has {len(text):,} characters; a record has {safe_yaml.SIZE:,} at most", where)
    fences = list(itertools.islice(_FENCE.finditer(text), 2))
    if len(fences) < 2 or text[: fences[0].start()] not in ("", "\ufeff"):
        raise RecordError("is no record: it begins with a line `---`, and another one ends its fields", f"{where}:1")
    begin, end = fences[0].end(), fences[1].start()
    if body := _BODY.search(text, fences[1].end()):
        line = text.count("\n", 0, body.start()) + 1
        raise RecordError("has text below its fields, which a record has not", f"{where}:{line}")
    found = safe_yaml.documents(text[begin:end], where, RecordError)
    if len(found) > 1:
        raise RecordError("has more than one set of fields", f"{where}:{found[1].line}")
    node = found[0] if found else safe_yaml.Table({}, 1)
    if isinstance(node, safe_yaml.Table) and _AS_WRITTEN in node.fields:
        raise RecordError(f"`{_AS_WRITTEN}` is a name that Coranto needs for itself; choose another", where)
    reading = reader.Reading(where)
    record = reading.record(node)
    if reading.altered or emitter.write(record) == text:
        return record
    return msgspec.structs.replace(record, as_written=text)


def to_object(record: Record) -> dict[str, Any]:
    """Give a record as a JSON object: the names and the order of the file, ``asWritten`` last where there is one."""
    plain: dict[str, Any] = _flat(msgspec.to_builtins(record))
    if record.as_written is not None:
        plain[_AS_WRITTEN] = plain.pop(_AS_WRITTEN)
    return plain


def of_object(value: Mapping[str, Any], where: str = "") -> Record:
    """Read a record from a JSON object; fields that are not known are kept.

    Raises
    ------
    RecordError
        A field that holds something else than it should.

    """
    fields = dict(value)
    written = fields.pop(_AS_WRITTEN, None)
    record = reader.Reading(where).record(safe_yaml.of(fields, where, RecordError))
    return msgspec.structs.replace(record, as_written=written) if isinstance(written, str) else record


def _flat(value: Any) -> Any:
    """Put the unknown fields of each block beside the known ones; within themselves they stay as they are."""
    if isinstance(value, list | tuple):
        return [_flat(part) for part in value]
    if not isinstance(value, dict):
        return value
    extra = value.pop("extra", {})
    return {name: _flat(part) for name, part in value.items()} | extra
