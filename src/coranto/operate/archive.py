"""The file of a backup: a tar archive, compressed with Zstandard, that ends with a manifest of all hashes.

Any ``tar --zstd`` opens it. The manifest comes last, so an archive that breaks off is recognized; a reader unpacks into
a folder of its own and believes nothing before the manifest has been compared.
"""

import contextlib
import hashlib
import io
import os
import sys
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import msgspec

from coranto.errors import BackupError
from coranto.record import write
from coranto.store.contents import TableContents

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MANIFEST = "manifest.json"
STORE, NEWSROOM = "store", "newsroom"  # folders of the archive
FORMAT = 1
_PIECE = 1 << 20
_LONGEST = 50_000_000  # bytes of a manifest
_LEVEL = 3


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


class File(msgspec.Struct, frozen=True):
    """A file of the archive."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup has: whose it is, when it was made, its files by name, and the contents of every table.

    ``store`` is the file of the copied store, ``place`` where an SQLite file belongs in the newsroom's folder.
    ``left_out`` are paths of the settings that lie elsewhere.
    """

    format: int = FORMAT
    version: str
    made: datetime
    site: str
    database: str  # sqlite or postgresql
    schema: str  # the last migration of the store
    store: str
    place: str
    config: str
    counts: dict[str, int]
    tables: dict[str, TableContents]
    files: dict[str, File]
    left_out: list[str] = []


class Writer:
    """Adds files to an archive and remembers their hashes."""

    def __init__(self, tar: tarfile.TarFile, now: datetime) -> None:
        self._tar = tar
        self._now = int(now.timestamp())
        self.files: dict[str, File] = {}

    def add(self, name: str, data: bytes, mode: int = 0o600) -> None:
        """Add a file by its bytes, and who may read it when it is restored."""
        self._tar.addfile(self._head(name, len(data), mode), io.BytesIO(data))
        self.files[name] = File(len(data), digest(data))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file that does not change meanwhile."""
        with path.open("rb") as file:
            read = _Hashed(file)
            size = os.fstat(file.fileno()).st_size
            self._tar.addfile(self._head(name, size), read)
        self.files[name] = File(size, read.hexdigest())

    def _head(self, name: str, size: int, mode: int = 0o600) -> tarfile.TarInfo:
        head = tarfile.TarInfo(name)
        head.size, head.mtime, head.mode = size, self._now, mode & 0o777
        return head


class _Hashed:
    """A file whose bytes are hashed while they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


@contextlib.contextmanager
def writing(path: Path, now: datetime) -> Iterator[Writer]:
    """Write an archive that appears whole at the end, or not at all; only its owner may read it.

    Raises
    ------
    WriteError
        It cannot be written; a file that was there before is unchanged.

    """
    try:
        with write.whole(path) as part:
            handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                packed: Any = zstd.open(file, "wb", level=_LEVEL)
                with packed, tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                    yield Writer(tar, now)
                file.flush()
                os.fsync(file.fileno())
        write.settle(path.parent)
    except OSError as why:
        raise write.trouble(path, why) from why


def finish(writer: Writer, manifest: Manifest) -> None:
    """Add the manifest, which is the last file."""
    writer.add(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack an archive into a folder, and hold every file to the manifest.

    Raises
    ------
    BackupError
        It is no backup, breaks off, was changed, or is of a newer Coranto.
    WriteError
        The folder cannot be written.

    """
    found: dict[str, File] = {}
    manifest = b""
    try:
        with path.open("rb") as file, zstd.open(file, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or manifest or not _fit(member.name):
                    raise BackupError(f"it has a part that no backup has: {member.name!r}", str(path))
                if member.name == MANIFEST:
                    manifest = content.read(_LONGEST)
                elif member.name in found:
                    raise BackupError(f"it has a file twice: {member.name!r}", str(path))
                else:
                    found[member.name] = _write(folder / member.name, content, member.mode)
    except (tarfile.TarError, zstd.ZstdError, EOFError) as why:
        raise BackupError(f"it is no backup, or breaks off ({why}); use another copy", str(path)) from why
    except FileNotFoundError:
        raise BackupError("there is no such backup", str(path)) from None
    except OSError as why:
        raise write.trouble(folder, why) from why
    return _checked(manifest, found, path)


def _checked(data: bytes, found: dict[str, File], path: Path) -> Manifest:
    """Return the manifest if these are its files."""
    if not data:
        raise BackupError("it breaks off: its manifest is missing; use another copy", str(path))
    try:
        shape = msgspec.json.decode(data, type=dict[str, Any]).get("format")
        if shape != FORMAT:
            raise BackupError(f"it is a backup of another form ({shape}); update the program", str(path))
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as why:
        raise BackupError(f"its manifest cannot be read ({why}); use another copy", str(path)) from why
    odd = sorted(name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name))
    if odd:
        few = ", ".join(odd[:3]) + (" and others" if len(odd) > 3 else "")
        raise BackupError(f"{len(odd)} of its files are not as its manifest says ({few}); use another copy", str(path))
    if (wrong := _misplaced(manifest)) is not None:
        raise BackupError(f"its manifest names a place that no backup has ({wrong!r}); do not trust it", str(path))
    return manifest


def _misplaced(manifest: Manifest) -> str | None:
    """Return what the manifest names outside of the folder, or without having it; None for nothing."""
    place, config = f"{NEWSROOM}/{manifest.place}", f"{NEWSROOM}/{manifest.config}"
    if not manifest.store.startswith(f"{STORE}/") or manifest.store not in manifest.files:
        return manifest.store
    if manifest.database == "sqlite" and (not _fit(place) or place in manifest.files):
        return manifest.place
    return manifest.config if manifest.config and config not in manifest.files else None


def _fit(name: str) -> bool:
    """Whether a name stays within the folder it is unpacked to."""
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] in (STORE, NEWSROOM) and ".." not in parts
    return name == MANIFEST or (inside and "//" not in name and "\0" not in name)


def _write(path: Path, content: IO[bytes], mode: int) -> File:
    """Write a file that is never more open than it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    read, size = _Hashed(content), 0
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode & 0o777 | 0o600)
    with os.fdopen(handle, "wb") as file:
        while piece := read.read(_PIECE):
            size += file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return File(size, read.hexdigest())
