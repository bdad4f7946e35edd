"""The manifest of a built site: which files are ours, which unit each belongs to, and what that depends on.

A small SQLite file in the folder itself, ``.coranto-site.db``, so that folder and manifest are moved and removed
together. A name is recorded before its file is written: a killed build leaves no unrecorded file.
"""

import contextlib
import hashlib
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from coranto.errors import WriteError

FILE = ".coranto-site.db"
OLD = "coranto-site.json"  # the name of its predecessor, a list
_SHAPE = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (
  name TEXT PRIMARY KEY, unit TEXT NOT NULL, mark BLOB NOT NULL, before BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ix_file_unit ON file (unit);
CREATE TABLE IF NOT EXISTS unit (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, until INTEGER, inputs BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS part (kind TEXT, article TEXT, body BLOB NOT NULL, PRIMARY KEY (kind, article));
CREATE INDEX IF NOT EXISTS ix_unit_until ON unit (until) WHERE until IS NOT NULL;
CREATE TABLE IF NOT EXISTS input (key INTEGER, unit INTEGER, PRIMARY KEY (key, unit)) WITHOUT ROWID;
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Made(msgspec.Struct, frozen=True):
    """A unit that was rendered: its name, the keys it depends on, how long it is valid, its files."""

    unit: str
    inputs: frozenset[str]
    until: datetime | None
    files: tuple[str, ...]


class Manifest:
    """The manifest of one folder; a single build at a time has it open.

    Raises
    ------
    WriteError
        The folder cannot be made, another build is running in it, or the manifest cannot be written.
    """

    def __init__(self, root: Path) -> None:
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as why:
            cause = why.strerror or str(why)
            raise WriteError(f"the folder for the site cannot be made: {cause}; name another", str(root)) from why
        self._root = root
        try:
            self._db = _opened(root / FILE)
        except sqlite3.OperationalError as why:
            raise WriteError(f"another build may be at work there: {why}", str(root / FILE)) from why
        except sqlite3.DatabaseError:  # not our list, or damaged: nothing is known, and no file is ours
            (root / FILE).unlink()
            self._db = _opened(root / FILE)
        self._adopt()

    def close(self) -> None:
        """Close it; unfinished units are rendered again by the next build."""
        self._db.close()

    def facts(self) -> dict[str, str]:
        """Return what the site was built with, as ``know`` recorded it."""
        return dict(self._db.execute("SELECT name, value FROM fact"))

    def units(self, kind: str) -> set[str]:
        """Return the idents of all units of a kind."""
        found = self._db.execute("SELECT name FROM unit WHERE name >= ? AND name < ?", (f"{kind}/", f"{kind}0"))
        return {name.partition("/")[2] for (name,) in found}

    def all_units(self) -> set[str]:
        """Return the names of all units."""
        return {name for (name,) in self._db.execute("SELECT name FROM unit")}

    def count(self) -> int:
        """Count the files that are ours."""
        return int(self._db.execute("SELECT count(*) FROM file").fetchone()[0])

    def stale(self, changed: Iterable[str], now: datetime) -> set[str]:
        """Return the units that depend on a changed key, and the expired ones."""
        found = {name for (name,) in self._db.execute("SELECT name FROM unit WHERE until <= ?", (_micro(now),))}
        for key in changed:
            query = "SELECT name FROM unit JOIN input ON input.unit = unit.number WHERE input.key = ?"
            found.update(name for (name,) in self._db.execute(query, (_number(key),)))
        return found

    def files(self, units: Iterable[str]) -> set[str]:
        """Return the files of these units."""
        query = "SELECT name FROM file WHERE unit = ?"
        return {name for unit in units for (name,) in self._db.execute(query, (unit,))}

    def all_files(self) -> set[str]:
        """Return every file that is ours."""
        return {name for (name,) in self._db.execute("SELECT name FROM file")}

    def marks(self, name: str) -> tuple[bytes, ...]:
        """Return the checksums of the bytes that we may have left in a file."""
        found = self._db.execute("SELECT mark, before FROM file WHERE name = ?", (name,)).fetchone()
        return tuple(found) if found else ()

    def parts(self, kind: str) -> dict[str, bytes]:
        """Return the stored parts of a kind, by article."""
        return dict(self._db.execute("SELECT article, body FROM part WHERE kind = ?", (kind,)))

    def keep(self, kind: str, parts: Mapping[str, bytes], gone: Iterable[str]) -> None:
        """Store parts, and delete those of articles that are not listed any more."""
        self._db.executemany("DELETE FROM part WHERE kind = ? AND article = ?", [(kind, one) for one in gone])
        self._db.executemany(
            "INSERT OR REPLACE INTO part VALUES (?, ?, ?)", [(kind, one, body) for one, body in parts.items()]
        )

    def intend(self, coming: Mapping[str, tuple[str, bytes]], standing: Iterable[str]) -> set[str]:
        """Record files that are about to be written, each with its unit and its checksum.

        ``standing`` are the names that exist already. Returns the names where a file that is not ours exists: they are
        not recorded.
        """
        foreign = {name for name in standing if not self.marks(name)}
        rows = [(name, unit, mark, mark) for name, (unit, mark) in coming.items() if name not in foreign]
        with self._db:
            self._db.executemany(
                "INSERT INTO file VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET unit = excluded.unit,"
                " before = CASE WHEN mark = excluded.mark THEN before ELSE mark END, mark = excluded.mark",
                rows,
            )
        return foreign

    @contextlib.contextmanager
    def finishing(self) -> Iterator["Manifest"]:
        """Open the transaction in which ``made``, ``drop``, ``forget`` and ``know`` are called."""
        with self._db:
            yield self

    def made(self, one: Made) -> None:
        """Record a unit with its dependencies."""
        keys = array("q", sorted(map(_number, one.inputs)))
        until = _micro(one.until) if one.until is not None else None
        kept = self._db.execute("SELECT number, inputs, until FROM unit WHERE name = ?", (one.unit,)).fetchone()
        if kept is None:
            add = "INSERT INTO unit (name, until, inputs) VALUES (?, ?, ?)"
            number = self._db.execute(add, (one.unit, until, keys.tobytes())).lastrowid
        else:
            number = kept[0]
            if kept[1:] == (keys.tobytes(), until):
                return
            self._unlearn(number, kept[1])
            self._db.execute("UPDATE unit SET until = ?, inputs = ? WHERE number = ?", (until, keys.tobytes(), number))
        self._db.executemany("INSERT OR IGNORE INTO input VALUES (?, ?)", [(key, number) for key in keys])

    def drop(self, unit: str) -> None:
        """Delete a unit; its files are deleted one by one."""
        kept = self._db.execute("SELECT number, inputs FROM unit WHERE name = ?", (unit,)).fetchone()
        if kept is not None:
            self._unlearn(*kept)
            self._db.execute("DELETE FROM unit WHERE number = ?", kept[:1])

    def forget(self, name: str) -> None:
        """Delete a file."""
        self._db.execute("DELETE FROM file WHERE name = ?", (name,))

    def know(self, facts: Mapping[str, str]) -> None:
        """Record what the site was built with."""
        self._db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", list(facts.items()))

    def _unlearn(self, number: int, inputs: bytes) -> None:
        keys = array("q")
        keys.frombytes(inputs)
        self._db.executemany("DELETE FROM input WHERE key = ? AND unit = ?", [(key, number) for key in keys])

    def _adopt(self) -> None:
        """Import the list of a site that an older Coranto built."""
        old = self._root / OLD
        try:
            listed = msgspec.json.decode(old.read_bytes(), type=dict[str, str])
            rows = [(name, "", bytes.fromhex(mark)) for name, mark in listed.items()]
        except (OSError, ValueError):
            return
        with self._db:
            self._db.executemany("INSERT OR IGNORE INTO file VALUES (?, ?, ?3, ?3)", rows)
        old.unlink()


def mark(body: bytes) -> bytes:
    """Return a checksum of a file's bytes. It detects changes of our files; it need not resist attacks."""
    return zlib.crc32(body).to_bytes(4, "little") + len(body).to_bytes(4, "little")


def known_by(body: bytes, marks: Iterable[bytes]) -> bool:
    """Whether one of the marks is the checksum of these bytes; older versions used another checksum."""
    return bool({mark(body), hashlib.sha256(body).digest()[:8]}.intersection(marks))


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=0.2)
    try:
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute("PRAGMA cache_size=-64000")
        _check(db)
        db.executescript(f"BEGIN EXCLUSIVE;{_TABLES}PRAGMA user_version={_SHAPE};COMMIT;")
    except BaseException:
        db.close()
        raise
    return db


def _check(db: sqlite3.Connection) -> None:
    if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _SHAPE):
        raise sqlite3.DatabaseError("another shape")


def _number(key: str) -> int:
    """Return a key as a number. A collision only costs an unnecessary rendering."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little", signed=True)


def _micro(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(microseconds=1)
