"""Lists that a newsroom keeps in plain files of its folder: a name a line, and a note behind a #."""

import re
from collections.abc import Iterator
from pathlib import Path

from coranto import errors


def read_lines(path: Path, form: re.Pattern[str], what: str) -> Iterator[str]:
    """Read the names of a file; none where there is no file.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    form : Pattern
        What a name has to look like, in lower case.
    what : str
        What it names, with an example: "domain; write one a line, like `example.org`".

    Raises
    ------
    ConfigError
        A line is no such name, or the file cannot be read.

    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as why:
        raise errors.ConfigError(f"cannot be read as UTF-8: {why}", str(path)) from why
    for number, line in enumerate(text.splitlines(), 1):
        name = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip().lower()
        if name and not form.fullmatch(name):
            raise errors.ConfigError(f"`{name}` is no {what}", f"{path}:{number}")
        if name:
            yield name
