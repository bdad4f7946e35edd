"""The chain of the log of edits: what an entry's hash is made of, and whether a whole log holds together."""

import hashlib
import json
from collections.abc import Iterable

import msgspec

from coranto.model.edit import LogEntry


def chained(entry: LogEntry, before: LogEntry | None) -> LogEntry:
    """Return an entry as it follows another: with its number, the hash of the one before and its own."""
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
    """Return what does not fit in a log, in words, the first place first; nothing for a log that nobody has touched."""
    found, number, previous = [], 0, ""
    for entry in entries:
        if entry.number != number + 1:
            found.append(f"entry {entry.number}: {number + 1} was expected here; entries are missing or in disorder")
        elif entry.previous != previous:
            found.append(f"entry {entry.number}: it does not follow entry {number}, which was changed or replaced")
        if entry.hash != digest(entry):
            found.append(f"entry {entry.number}: it was changed after it was written")
        number, previous = entry.number, entry.hash
    return found
