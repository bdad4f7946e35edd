"""The folder of a built site: write and remove files in it, and touch nothing outside of it."""

import contextlib
import os
from pathlib import Path

from coranto.errors import WriteError
from coranto.record import write as writer
from coranto.site import manifest


class Folder:
    """A folder to write into. Names are relative, with ``/`` between their parts, and never lead out of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._safe: set[str] = set()  # folders below it that exist and lie within it

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; None where it does not exist.

        Raises
        ------
        WriteError
            Something other than a file has that name, or it cannot be read.
        """
        try:
            with open(f"{self.root}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - thousands of them
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as why:
            raise writer.trouble(self.root / name, why) from why

    def write(self, name: str, body: bytes) -> None:
        """Write a file atomically; missing folders above it are created.

        Raises
        ------
        WriteError
            It cannot be written, or lies outside.
        """
        try:
            self._enter(name.rpartition("/")[0])
            writer.replace(self.root / name, body, durable=False)
        except OSError as why:
            raise writer.trouble(self.root / name, why) from why

    def remove(self, name: str, marks: tuple[bytes, ...]) -> bool:
        """Remove a file that has one of the marks, and the folders it leaves empty; return False for other files."""
        path = self.root / name
        try:
            if not path.resolve().is_relative_to(self.root) or not manifest.known_by(path.read_bytes(), marks):
                return False
            path.unlink()
        except OSError:
            return False
        with contextlib.suppress(OSError):  # not empty
            for folder in path.parents:
                if folder == self.root:
                    break
                folder.rmdir()
                self._safe.discard(str(folder.relative_to(self.root)))
        return True

    def _enter(self, below: str) -> None:
        """Create a folder where it is missing, and check that it lies within the root, links resolved."""
        if not below or below in self._safe:
            return
        self._enter(below.rpartition("/")[0])
        path = f"{self.root}/{below}"
        with contextlib.suppress(FileExistsError):
            os.mkdir(path)  # noqa: PTH102 - thousands of them
            self._safe.add(below)
            return
        if not Path(path).resolve().is_relative_to(self.root):
            raise WriteError(f"lies outside of {self.root}; nothing is written there", path)
        self._safe.add(below)
