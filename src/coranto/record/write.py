"""Files, whole or not at all: written beside their place, brought to the disk, and moved there in one step."""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from coranto.errors import WriteError

_PREFIX, _SUFFIX = ".coranto-", ".part"
_ADVICE = {
    errno.ENOSPC: "free some space on this disk and run again",
    errno.EDQUOT: "free some of your quota and run again",
    errno.EROFS: "choose a folder on a disk that can be written",
    errno.EACCES: "let the user who runs Coranto write there",
    errno.EPERM: "let the user who runs Coranto write there",
    errno.ENOTDIR: "a file stands where a folder is needed; move it",
    errno.EISDIR: "a folder stands where the file belongs; move it",
    errno.ENAMETOOLONG: "choose a shorter folder or name",
}


def write_if_changed(path: Path, data: bytes, root: Path | None = None, *, durable: bool = True) -> bool:
    """Write a file whose bytes are not these yet; folders above it are made.

    Parameters
    ----------
    path : Path
        Where it belongs.
    data : bytes
        All of it.
    root : Path, optional
        The folder that it must not leave, links followed.
    durable : bool
        Whether to wait until the disk has it; not for what can be made again at any time.

    Returns
    -------
    bool
        False for a file that has these bytes already: it is not touched.

    Raises
    ------
    WriteError
        What could not be written, why, and what to do; an older file is still there as it was.

    """
    try:
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            raise WriteError(f"lies outside of {root}; nothing is written there", str(path))
        if _same(path, data):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data, durable=durable)
    except (OSError, ValueError) as why:  # ValueError: a NUL in the path
        raise trouble(path, why) from why
    return True


def tidy(folder: Path, *, below: bool = False) -> int:
    """Remove what a killed run left half-written in a folder (and ``below`` it), while nobody else writes there.

    Returns how many files.
    """
    count, pattern = 0, f"{_PREFIX}*{_SUFFIX}"
    for stale in folder.rglob(pattern) if below else folder.glob(pattern):
        try:
            stale.unlink(missing_ok=True)
        except OSError as why:
            raise trouble(stale, why) from why
        count += 1
    return count


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk, once for all the files written there; a missing folder has none."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def replace(path: Path, data: bytes, *, durable: bool) -> None:
    """Write beside a file's place and move there; ``OSError`` where that does not work, with all as it was."""
    part = path.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    try:
        with part.open("xb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def trouble(path: Path, why: OSError | ValueError) -> WriteError:
    """Say what could not be written, and what to do."""
    reason = (why.strerror if isinstance(why, OSError) else None) or str(why)
    advice = _ADVICE.get(why.errno or 0, "") if isinstance(why, OSError) else ""
    return WriteError(f"cannot be written: {reason}{'; ' + advice if advice else ''}", str(path))
