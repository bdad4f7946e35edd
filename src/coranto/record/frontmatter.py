"""Convert a record to the text of its file and to JSON, and back.

Two laws hold. For every record ``r`` with clean texts, ``read(emit(r)) == r``; and for any file, ``emit(read(text))
== text`` unless something in it had to be cleaned. The second also holds for files in the older dialect: a text that
Coranto would write differently is kept as ``as_written`` and remains the file while the record's content is the same
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
_AS_WRITTEN = "asWritten"  # its name in JSON; no file has a field with this name


def emit(record: Record) -> str:
    """Write a record as the text of its file."""
    if record.as_written is not None:
        try:
            if read(record.as_written) == record:
                return record.as_written
        except RecordError:
            pass  # not the text of a record: write the record instead
    return emitter.write(record)


def read(text: str, where: str = "") -> Record:
    """Read the text of a record's file.

    Parameters
    ----------
    text : str
        The whole file.
    where : str
        The file's name, for messages.

    Raises
    ------
    RecordError
        With file and line: no front matter, not YAML, too large or too deep, a field of the wrong type, or text
        below the front matter.

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
    documents = safe_yaml.documents(text[begin:end], where, RecordError)
    if len(documents) > 1:
        raise RecordError("has more than one set of fields", f"{where}:{documents[1].line}")
    node = documents[0] if documents else safe_yaml.Table({}, 1)
    if isinstance(node, safe_yaml.Table) and _AS_WRITTEN in node.fields:
        raise RecordError(f"`{_AS_WRITTEN}` is a name that Coranto needs for itself; choose another", where)
    reading = reader.Reading(where)
    record = reading.record(node)
    if reading.altered or emitter.write(record) == text:
        return record
    return msgspec.structs.replace(record, as_written=text)


def to_object(record: Record) -> dict[str, Any]:
    """Return a record as a JSON object with the file's names in the file's order; ``asWritten`` is last if present."""
    plain: dict[str, Any] = _flat(msgspec.to_builtins(record))
    if record.as_written is not None:
        plain[_AS_WRITTEN] = plain.pop(_AS_WRITTEN)
    return plain


def of_object(value: Mapping[str, Any], where: str = "") -> Record:
    """Read a record from a JSON object; unknown fields are kept.

    Raises
    ------
    RecordError
        A field has the wrong type.

    """
    fields = dict(value)
    written = fields.pop(_AS_WRITTEN, None)
    record = reader.Reading(where).record(safe_yaml.of(fields, where, RecordError))
    return msgspec.structs.replace(record, as_written=written) if isinstance(written, str) else record


def _flat(value: Any) -> Any:
    """Move the unknown fields of each block beside the known ones, without changing their values."""
    if isinstance(value, list | tuple):
        return [_flat(part) for part in value]
    if not isinstance(value, dict):
        return value
    extra = value.pop("extra", {})
    return {name: _flat(part) for name, part in value.items()} | extra
