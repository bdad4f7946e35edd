"""The folder of a built site: files written into it and removed from it, and nothing outside of it touched."""

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
        self._safe: set[str] = set()  # folders below it that are there and within

    def read(self, name: str) -> bytes | None:
        """Give a file's bytes; None where there is none.

        Raises
        ------
        WriteError
            Something that is no file stands there, or it cannot be read.

        """
        try:
            with open(f"{self.root}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - thousands of them
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as why:
            raise writer.trouble(self.root / name, why) from why

    def write(self, name: str, body: bytes) -> None:
        """Write a file; folders above it are made. It takes its place in one step: nobody ever reads a part of it.

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
        """Remove a file that has one of the marks, and the folders that it leaves empty; False for any other file."""
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
        """Make sure that a folder is there and lies within, links followed."""
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
