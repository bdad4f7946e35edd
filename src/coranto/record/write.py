"""Write files atomically: written beside their destination, synced to disk, and renamed in one step."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
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
    """Write a file if its bytes differ; missing parent folders are created.

    Parameters
    ----------
    path : Path
        The file.
    data : bytes
        Its whole content.
    root : Path, optional
        The folder that must contain the file after links are resolved.
    durable : bool
        Whether to sync to disk; not needed for files that can be built again at any time.

    Returns
    -------
    bool
        False if the file already has these bytes; it is not touched.

    Raises
    ------
    WriteError
        The file cannot be written; says why and what to do. An existing file is unchanged.

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
    """Remove temporary files of a killed run from a folder (and ``below`` it); no other process may be writing there.

    Returns the number of removed files.
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
    """Sync a folder's entries to disk, once for all files written there; a missing folder is ignored."""
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
    """Write a temporary file beside a path and rename it; ``OSError`` if that fails, with nothing changed."""
    with whole(path) as part, part.open("xb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside a file; rename it to the file at the end, or delete it after an error."""
    part = path.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    try:
        yield part
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def trouble(path: Path, why: OSError | ValueError) -> WriteError:
    """Return the error for a file that could not be written, with what to do."""
    reason = (why.strerror if isinstance(why, OSError) else None) or str(why)
    advice = _ADVICE.get(why.errno or 0, "") if isinstance(why, OSError) else ""
    return WriteError(f"cannot be written: {reason}{'; ' + advice if advice else ''}", str(path))
