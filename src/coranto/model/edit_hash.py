"""The hash chain of the log of edits: an entry's hash, and the verification of a whole log."""

import hashlib
import json
from collections.abc import Iterable

import msgspec

from coranto.model.edit import LogEntry


def chained(entry: LogEntry, before: LogEntry | None) -> LogEntry:
    """Return an entry linked to the one before: with its number, the previous hash and its own hash."""
    number, previous = (before.number + 1, before.hash) if before else (1, "")
    entry = msgspec.structs.replace(entry, number=number, previous=previous, hash="")
    return msgspec.structs.replace(entry, hash=digest(entry))


def digest(entry: LogEntry) -> str:
    """Return the SHA-256 of an entry's JSON: keys sorted, no spaces, without ``hash``."""
    plain = msgspec.to_builtins(entry)
    del plain["hash"]
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def breaks(entries: Iterable[LogEntry]) -> list[str]:
    """Return the breaks in a log as text, first one first; empty for an intact log."""
    problems, number, previous = [], 0, ""
    for entry in entries:
        if entry.number != number + 1:
            problems.append(f"entry {entry.number}: {number + 1} was expected here; entries are missing or in disorder")
        elif entry.previous != previous:
            problems.append(f"entry {entry.number}: it does not follow entry {number}, which was changed or replaced")
        if entry.hash != digest(entry):
            problems.append(f"entry {entry.number}: it was changed after it was written")
        number, previous = entry.number, entry.hash
    return problems
